"""Asking for the dates of a series: all that can be asked for at once, whole or not at all; the others as they come."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bookings import kinds, lifecycle
from bookings.lifecycle import Planned, Wishes
from bookings.models import Booking, Gap, Series, Way
from bookings.models.series import Rule
from bookings.payments import lasting
from bookings.payments import plan as plans
from bookings.series.planning import LATER, Plan, payable, preview
from bookings.series.telling import tell_of_gaps
from marketplace import wording
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, plain, untied
from marketplace.organisations.models import may_act_for
from marketplace.places.models import Area
from marketplace.refusals import Refused
from services import availability
from services.models import Offer, Resource

Choices = dict[date, datetime | None]  # by date of the plan: another start, or None to leave the date out
UNKEPT = ("starts_at", "ends_at", "terms_seen", "own_seen", "client")


@untied
def ask(
    offer: Offer, actor: Actor, rule: Rule, wishes: Wishes, choices: Choices | None = None, *, key: str | None = None
) -> Series:
    """Open a booking for each date of the rule that can be asked for now; the later ones are asked for as they come.

    `choices` says which dates are left out or moved; `wishes` is what `lifecycle.ask` takes, without the times, and
    with own_seen for all dates that are asked for now. Whole or not at all: a date that is not free and not left out
    raises ValidationError (`dates`). A repeated `key` answers with the series made before. Raises Refused.
    """
    offer = lifecycle.locked(offer)
    wishes = payable(wishes, actor)
    if key and (made := Series.objects.filter(made_by=actor.user, key=key).first()):
        return made
    lifecycle.check_bookable(offer)
    choices, plan = choices or {}, preview(offer, actor, rule, wishes)
    check_choices(plan, choices)
    lock_pool(offer)
    series = save(offer, actor, rule, wishes, key)
    leave_out(series, choices)
    ask_each(series, actor, chosen(plan, choices), key, ())
    plans.all_must_be_seen(series, wishes.get("own_seen"))
    return series


def lock_pool(offer: Offer) -> None:
    """By their keys, before any date is taken: two series that want the same people never wait for each other.

    Not against those who only point at a resource, as the hold of a single booking does: it may wait for ours."""
    pool = Resource.objects.select_for_update(no_key=True).filter(offers=offer)
    list(pool.order_by("pk").values_list("pk"))


def save(offer: Offer, actor: Actor, rule: Rule, wishes: Wishes, key: str | None) -> Series:
    kept = {name: plain(value) for name, value in wishes.items() if name not in UNKEPT}
    if by_card := wishes.get("pay_by") == Way.CARD:
        del kept["pay_by"]  # the card that is saved pays each date
    return Series.objects.create(
        offer=offer,
        customer=lifecycle.customer_of(actor),
        client=wishes.get("client"),
        made_by=actor.user,  # type: ignore[misc]  # `customer_of` has seen to it
        weekdays=list(rule.days),
        every=rule.every,
        first=rule.first,
        last=rule.last,
        at=rule.at,
        minutes=rule.minutes,
        wishes=kept,
        by_card=by_card,
        key=key,
    )


def check_choices(plan: Plan, choices: Choices) -> None:
    """Each date that clashes was left out or moved, and nothing else is spoken of than dates of the plan."""
    known = {one.on: one for one in plan.occurrences}
    for on, start in choices.items():
        if on not in known:
            raise ValidationError({"dates": _("This date is not one of the series.")})
        if start and known[on].verdict == LATER:
            raise ValidationError({"dates": _("A date that is asked for later cannot be moved yet.")})
    if missing := [one for one in plan.clashes if one.on not in choices]:
        days = ", ".join(wording.day(one.on) for one in missing)
        raise ValidationError({"dates": _("Leave out or move what is not free: %(days)s.") % {"days": days}})
    if all(on in choices and choices[on] is None for on in known):
        raise ValidationError({"dates": _("Every date was left out: nothing is left to ask for.")})


def leave_out(series: Series, choices: Choices) -> None:
    Gap.objects.bulk_create(Gap(series=series, on=on) for on, start in choices.items() if not start)


def chosen(plan: Plan, choices: Choices) -> list[tuple[date, datetime, datetime]]:
    """What is asked for now, as (date, start, end), in the order in which it takes place."""
    found = []
    for one in plan.occurrences:
        start = choices.get(one.on, one.starts_at)
        if one.verdict != LATER and start:
            found.append((one.on, start, start + (one.ends_at - one.starts_at)))
    return sorted(found, key=lambda date_and_time: date_and_time[1])


def ask_each(
    series: Series,
    actor: Actor,
    dates: list[tuple[date, datetime, datetime]],
    key: str | None,
    crew: tuple[Resource, ...],
) -> None:
    """`crew`: who came before; where nobody did, whoever comes first comes to the others too."""
    for on, start, end in dates:
        try:
            booking = ask_one(series, actor, Planned(series, on, crew, attended=True), (start, end), key)
        except ValidationError as error:
            facts = {"day": wording.day(start, series.offer.tz), "why": " ".join(error.messages)}
            raise ValidationError({"dates": _("%(day)s: %(why)s") % facts}) from error
        crew = crew or tuple(booking.crew.all())


def ask_one(
    series: Series, actor: Actor, planned: Planned, times: tuple[datetime, datetime], key: str | None = None
) -> Booking:
    once = key and str(uuid5(NAMESPACE_OID, f"{key} {planned.on}"))
    wishes = told_again(series) | {"starts_at": times[0], "ends_at": times[1]}
    return lifecycle.ask(series.offer, actor, wishes, key=once, planned=planned)


def told_again(series: Series) -> Wishes:
    """The wishes as they were told: rows were kept by their numbers. Who cannot pay any more as she chose, pays on
    site."""
    wishes: dict[str, Any] = dict(series.wishes)
    if wishes.get("pay_by") not in kinds.of(series.offer).ways(series.offer, series.customer):
        wishes.pop("pay_by", None)
    if wishes.get("area"):
        wishes["area"] = Area.objects.filter(pk=wishes["area"]).first()
    return wishes


# --- the dates that come later ------------------------------------------------------------------------------------
@untied
def extend(number: int) -> int:
    """Ask for the dates of a series that can be asked for by now. Answers how many were; safe to run twice.

    A date that has a booking, whatever became of it, or was left out is not touched. One that is not free is left
    out, and both sides are told; so they are when nobody may ask for her any more, and the series ends."""
    series = Series.objects.select_for_update().select_related("offer__organisation").get(pk=number)
    dates = due(series)
    if not dates or not lifecycle.locked(series.offer).is_published:
        return 0  # while the City reads the offer again nothing is lost: the next night tries
    actor, crew = actor_of(series), crew_before(series)
    if not actor:
        tell_of_gaps(series, [stop(series, dates[0])])
        lasting.look_again(series)
        return 0
    lock_pool(series.offer)
    gaps = [gap for on in dates if (gap := try_one(series, actor, on, crew))]
    tell_of_gaps(series, gaps)
    if gaps:
        lasting.look_again(series)  # the last date may not have been free
    return len(dates) - len(gaps)


def due(series: Series) -> list[date]:
    """The dates that nobody has asked for and that are not too far ahead any more, in order."""
    asked = set(series.bookings.values_list("series_on", flat=True))
    latest = availability.bookable(series.offer)[1]
    return [on for on in series.planned() if on not in asked and series.span_on(on)[0] < latest]


def try_one(series: Series, actor: Actor, on: date, crew: tuple[Resource, ...]) -> Gap | None:
    try:
        with transaction.atomic():
            ask_one(series, actor, Planned(series, on, crew), series.span_on(on))
    except (ValidationError, Refused) as error:
        why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return Gap.objects.create(series=series, on=on, why=why[:300])
    return None


def actor_of(series: Series) -> Actor | None:
    """Who asked, for whom. None: the desk may not act for her any more, and nobody asks in her name unasked."""
    by: User = series.made_by
    if by == series.customer:
        return Actor(by)
    return Actor(by, acting_for=series.customer) if may_act_for(by, series.customer) else None


def stop(series: Series, on: date) -> Gap:
    """From this date on nothing is asked for any more."""
    Series.objects.filter(pk=series.pk).update(stopped_from=on)
    why = _("The desk may not act for %(name)s any more, so the series ends here. It can be asked for anew.")
    return Gap.objects.create(series=series, on=on, why=why % {"name": series.customer.given_name})


def crew_before(series: Series) -> tuple[Resource, ...]:
    last = series.bookings.exclude(crew=None).order_by("-series_on").first()
    return tuple(last.crew.all()) if last else ()


def unfinished(today: date) -> list[int]:
    """The series that may have dates to ask for."""
    return list(Series.objects.filter(last__gte=today - timedelta(days=1)).values_list("pk", flat=True))
