"""Another end: a series goes on for longer. What that adds is looked at first, like a new plan; what is asked for
already stays as it is. It ends sooner by `reaching.out_of`."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import lifecycle
from bookings.models import Series, Way
from bookings.models.series import MOST_DATES, Rule
from bookings.payments import plan as plans
from bookings.series.asking import (
    Choices,
    ask_each,
    check_choices,
    chosen,
    crew_before,
    leave_out,
    lock_pool,
    told_again,
)
from bookings.series.planning import DAY, Plan, check_dates, check_rule, drafted, look
from bookings.series.reaching import locked
from marketplace.lives.engine import Actor, untied
from marketplace.refusals import Refused


def end_of(series: Series, until: date | None, number: int | None) -> date:
    """The last day that somebody names, or that of the so-manieth date, those that were left out counted too; as a day
    of the plan, where it takes place on another weekday by now.

    Raises ValidationError (`until`) where neither is named, or both."""
    if bool(until) == bool(number):
        raise ValidationError({"until": _("Choose a last day, or how many dates there are in all.")})
    weeks = timedelta(weeks=series.every * (min(number or 1, MOST_DATES) + 1))
    endless = replace(series.rule, last=series.first + weeks)
    if until:
        return until - series.shift_on(until).days_later * DAY
    return list(islice(endless.dates(), number))[-1]


def look_longer(series: Series, actor: Actor, last: date) -> Plan:
    """What `prolong` would ask for with this end, date by date. Raises as it does."""
    check_hers(series, actor)
    dates = added(series, last)
    rule = rule_of(series, dates)
    check_rule(series.offer, rule)
    draft = drafted(series.offer, actor, rule, told_again(series) | {"client": series.client})
    if series.by_card and draft.kind.takes_cards(series.offer, series.customer):
        draft.booking.way = Way.CARD
    return look(draft, rule, dates)


@untied
def prolong(
    series: Series,
    actor: Actor,
    last: date,
    choices: Choices | None = None,
    *,
    own_seen: int | None = None,
    key: str | None = None,
) -> Series:
    """Let it go on until this day: the dates that this adds are asked for as the first ones were, whole or not at all,
    with those who came before where they are free. `own_seen`: the cents that whoever asks was told to pay for all of
    them that are asked for now. Repeated, it does nothing.

    Raises ValidationError (`until`, `dates`, `own_seen`), Refused for whoever has not booked it."""
    series, choices = locked(series, actor), choices or {}
    if series.end == last:
        return series
    lifecycle.check_bookable(lifecycle.locked(series.offer))
    plan = look_longer(series, actor, last)
    check_choices(plan, choices)
    end_on(series, last)
    lock_pool(series.offer)
    leave_out(series, choices)
    ask_each(series, actor, chosen(plan, choices), key, crew_before(series))
    plans.all_must_be_seen(series, own_seen, [one.on for one in plan.occurrences])
    return series


def check_hers(series: Series, actor: Actor) -> None:
    if actor.person != series.customer:
        raise Refused(_("Only whoever booked it can ask for more dates."))


def added(series: Series, last: date) -> list[date]:
    """The dates ahead that this end adds: neither planned, nor asked for before, nor left out."""
    longer = replace(series.rule, last=max(last, series.last))
    check_dates(longer)
    known = {*series.planned(), *series.bookings.values_list("series_on", flat=True)}
    known |= set(series.gaps.values_list("on", flat=True))
    ahead = (on for on in longer.dates() if on <= last and series.span_on(on)[0] > timezone.now())
    dates = [on for on in ahead if on not in known]
    if not dates:
        raise ValidationError({"until": _("Choose a later day: until then no date is added.")})
    return dates


def rule_of(series: Series, dates: list[date]) -> Rule:
    """The rule of the dates that are added: by the weekday, the hour and the length that hold by then."""
    shift = series.shift_on(dates[0])
    return Rule(dates[0], dates[-1], shift.at, shift.minutes, series.every, tuple(series.weekdays), shift.days_later)


def end_on(series: Series, last: date) -> None:
    """A plan that was stopped before its end begins again; what lies behind the new end stays in its list."""
    series.stopped_from = last + DAY if last < series.last else None
    series.last = max(series.last, last)
    series.save(update_fields=["last", "stopped_from"])
