"""What happens to several dates of a series at once: one, from here on, or all that are to come. Each in its own way
possible or not, and told in one summary."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Booking, Gap, Series, Shift
from bookings.models.known import operates
from bookings.payments import lasting
from bookings.series.asking import lock_pool
from bookings.series.planning import DAY
from marketplace import wording
from marketplace.lives.engine import Actor, steps_for, take, untied
from marketplace.lives.models import Life
from marketplace.lives.tables import Step
from marketplace.organisations.models import may_act_for
from marketplace.refusals import Refused
from services import availability

ONE, ONWARD, ALL = "one", "onward", "all"
REACHES = (ONE, ONWARD, ALL)
Facts = dict[str, Any]
Choose = Callable[[Booking, dict[str, Step]], tuple[str, Facts]]  # the step and its facts; raises Refused


@dataclass
class Summary:
    """What became of each date: done, or left as it was, with the reason."""

    done: list[Booking] = field(default_factory=list)
    left: list[tuple[Booking, str]] = field(default_factory=list)


def reached(series: Series, reach: str, on: date) -> list[Booking]:
    """The bookings of this date, from it on, or all, that are not over, in the order of their dates."""
    to_come = Q(ends_at__gt=timezone.now())
    within = {ONE: Q(series_on=on), ONWARD: to_come & Q(series_on__gte=on), ALL: to_come}[reach]
    bookings = series.bookings.filter(within).for_lists().order_by("series_on")
    return [booking for booking in bookings if not booking.state.final]


def ways_out(booking: Booking, actor: Actor) -> dict[str, Step]:
    """The open steps with which this person ends it."""
    return {name: step for name, step in steps_for(booking, actor.roles(booking)).items() if step.tone == "no"}


@untied
def out_of(
    series: Series, actor: Actor, reach: str, on: date, facts: Facts | None = None, *, key: str | None = None
) -> Summary:
    """Withdraw, cancel or decline what this reaches, whatever is open to the actor for each, and ask for no more.

    `facts`: what these steps ask, such as the reason. Raises ValidationError when a fact is missing, Refused when this
    person has nothing to say here."""
    series = locked(series, actor)
    bookings = reached(series, reach, on)

    def way(booking: Booking, steps: dict[str, Step]) -> tuple[str, Facts]:
        name = next((name for name, step in steps.items() if step.tone == "no"), None)
        return name or refuse(booking), facts or {}

    stop(series, reach, on)
    lasting.look_again(series)
    return each(bookings, actor, way, key)


@untied
def take_each(
    series: Series, name: str, actor: Actor, reach: str, on: date, facts: Facts | None = None, *, key: str | None = None
) -> Summary:
    """Take this step for every date it reaches, where it is open: one yes for all. Raises as `out_of` does."""
    series = locked(series, actor)

    def way(booking: Booking, steps: dict[str, Step]) -> tuple[str, Facts]:
        return name if name in steps else refuse(booking), facts or {}

    return each(reached(series, reach, on), actor, way, key)


@untied
def move(
    series: Series,
    actor: Actor,
    reach: str,
    on: date,
    at: time,
    minutes: int | None = None,
    weekday: int | None = None,
    *,
    key: str | None = None,
) -> Summary:
    """Another hour on the place's clock, perhaps another weekday (0 is Monday) of the same weeks, or another length.

    What is asked for already is moved, or asked to be moved, as its flow has it, and keeps its length; what comes later
    is asked for by the new weekday, hour and length. Raises as `out_of` does."""
    series = locked(series, actor)
    shift = shift_to(series, on if reach != ALL else series.first, at, minutes, weekday)

    def way(booking: Booking, steps: dict[str, Step]) -> tuple[str, Facts]:
        day = local_date(booking) if weekday is None else planned_on(booking) + shift.days_later * DAY
        return moving(booking, steps, availability.moment(day, at, series.offer.tz), shift.minutes)

    summary = each(reached(series, reach, on), actor, way, key)
    hold(series, reach, shift)
    return summary


def hold(series: Series, reach: str, shift: Shift) -> None:
    """What is asked for later is asked for so: from a date on, or all of it."""
    if reach == ONWARD:
        series.shifts.filter(since__gte=shift.since).delete()
        shift.save()
    elif reach == ALL:
        series.shifts.all().delete()
        series.at, series.minutes, series.days_later = shift.at, shift.minutes, shift.days_later
        series.save(update_fields=["at", "minutes", "days_later"])


def shift_to(series: Series, since: date, at: time, minutes: int | None, weekday: int | None) -> Shift:
    """What is to hold from this date on, not saved; what is not named stays. Raises ValidationError by field."""
    now = series.shift_on(since)
    shift = Shift(series=series, since=since, at=at, minutes=minutes or now.minutes, days_later=now.days_later)
    if shift.minutes not in series.offer.durations:
        raise ValidationError({"minutes": _("Choose one of the lengths that are offered.")})
    if weekday is not None:
        if weekday not in range(7) or not series.comes_once_a_week:
            raise ValidationError({"weekday": _("Only a series of one day a week can go to another day.")})
        shift.days_later = weekday - series.weekdays[0]
    return shift


def local_date(booking: Booking) -> date:
    return wording.local(booking.starts_at, booking.tz).date()


def planned_on(booking: Booking) -> date:
    """Its date in the plan, wherever it went."""
    return booking.series_on  # type: ignore[return-value]  # whatever is reached is of a plan


def moving(booking: Booking, steps: dict[str, Step], start: datetime, minutes: int) -> tuple[str, Facts]:
    """The open step that names another time: at once where nobody has to agree, else by proposing it."""
    if minutes != booking.minutes:
        raise Refused(_("The length of what is asked for already stays: cancel this date and ask for another one."))
    if start == booking.starts_at:
        raise Refused(_("It is at this hour already."))
    names = {step.asks: name for name, step in steps.items() if step.tone == "rare"}
    if ("time",) in names:
        return names["time",], {"time": start.isoformat()}
    if name := next((name for asks, name in names.items() if "times" in asks), None):
        return name, {"times": [start.isoformat()]}
    return refuse(booking), {}


# --- one by one ---------------------------------------------------------------------------------------------------
def locked(series: Series, actor: Actor) -> Series:
    """The series afresh, for somebody who has a part in it; nothing is added to it meanwhile. Raises Refused."""
    found = Series.objects.select_for_update(of=("self",)).select_related("offer__organisation").get(pk=series.pk)
    if not Series.objects.visible_to(actor.person).filter(pk=found.pk).exists() or not acts(actor):
        raise Refused(_("This is not for you to do."))
    return found


def acts(actor: Actor) -> bool:
    """Herself, or for somebody who lets her; an operator for either side, as with a single booking."""
    lets = not actor.acting_for or operates(actor.user) or may_act_for(actor.user, actor.acting_for)
    return bool(actor.user) and lets


def each(bookings: list[Booking], actor: Actor, way: Choose, key: str | None) -> Summary:
    """Each for itself: what is refused for one stops no other."""
    lock(bookings)
    summary = Summary()
    for booking in bookings:
        try:
            summary.done.append(step_of(booking, actor, way, key))
        except Refused as refusal:
            summary.left.append((booking, str(refusal)))
        except ValidationError as error:
            if is_asked(error, booking, actor, way):
                raise
            summary.left.append((booking, " ".join(error.messages)))
    return summary


def lock(bookings: list[Booking]) -> None:
    """In the order in which a single step locks: the bookings, their offer, then whom they may take."""
    lives = Life.objects.select_for_update().filter(pk__in=[one.pk for one in bookings])
    list(lives.order_by("pk").values_list("pk"))
    for booking in bookings[:1]:
        Life.objects.select_for_update().get(pk=booking.offer_id)
        lock_pool(booking.offer)


def step_of(booking: Booking, actor: Actor, way: Choose, key: str | None) -> Booking:
    booking = Booking.objects.for_lists().get(pk=booking.pk)
    once = key and str(uuid5(NAMESPACE_OID, f"{key} {booking.pk}"))
    if once and booking.changes.filter(key=once).exists():
        return booking
    name, facts = way(booking, steps_for(booking, actor.roles(booking)))
    with transaction.atomic():
        return take(booking, name, actor, facts, key=once)


def is_asked(error: ValidationError, booking: Booking, actor: Actor, way: Choose) -> bool:
    """Whether what is wrong is what the person told, a missing reason: then it is wrong for every date."""
    name, facts = way(booking, steps_for(booking, actor.roles(booking)))
    return not booking.facts_form(booking.table.steps[name], facts, files=facts).is_valid()


def refuse(booking: Booking) -> str:
    raise Refused(_("Not possible: %(state)s.") % {"state": booking.state.label})


def stop(series: Series, reach: str, on: date) -> None:
    """Nothing more is asked for: of this date, from it on, or at all."""
    if reach == ONE:
        if not series.bookings.filter(series_on=on).exists() and on in series.rule.dates():
            Gap.objects.get_or_create(series=series, on=on)
        return
    first = series.first if reach == ALL else on
    series.stopped_from = min(series.stopped_from or first, first)
    series.save(update_fields=["stopped_from"])
