"""Why a time is not offered: every rule that closes it, named, for the whole and for each who might come."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from marketplace import wording
from marketplace.accounts.language import chosen
from marketplace.organisations.models import Credential, CredentialKind
from services.availability.free import bookable, on_grid, with_buffers
from services.availability.spans import Span, merged
from services.availability.teams import complete, slots_of
from services.models import BusySpan, ClosedDay, Hold, HoursException, Offer, OpenSpan, Resource

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Reason:
    """One sentence; `life` is what takes the time, where the reader may see it."""

    text: str
    life: Any = None


@dataclass
class Answer:
    """`rules` closes the time, empty: it is offered. `each` says what stands in the way of everybody in the pool."""

    rules: list[Reason]
    each: list[tuple[Resource, list[Reason]]]


@dataclass
class Look:
    """A stay that was asked about, and all that is known of the pool meanwhile: a fixed number of queries."""

    offer: Offer
    starts_at: datetime
    minutes: int
    seats: int
    reader: Any
    stay: Span
    pool: list[Resource] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    open: dict[int, list[Span]] = field(default_factory=dict)
    holds: dict[int, list[Hold]] = field(default_factory=dict)
    lives: dict[int, Any] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)
    rest: dict[date, str] = field(default_factory=dict)
    papers: list[Credential] = field(default_factory=list)


def why(offer: Offer, starts_at: datetime, minutes: int, seats: int = 1, reader: Any = None) -> Answer:
    """Every rule that closes this stay. `reader`: what takes the time is named only where she may see it."""
    stay = with_buffers(offer, starts_at, starts_at + timedelta(minutes=minutes))
    look = looked(Look(offer, starts_at, minutes, seats, reader, stay))
    each = [(resource, obstacles(look, resource)) for resource in look.pool]
    able = [resource for resource, reasons in each if not reasons]
    return Answer([Reason(text) for text in [*general(look), *team_rules(offer, able, len(look.pool))]], each)


# --- what is known ------------------------------------------------------------------------------------------------
def looked(look: Look) -> Look:
    prefetch_related_objects([look.offer], "resources__skills", "needs__skill", "credentials")
    look.pool = sorted(look.offer.resources.all(), key=lambda one: one.pk)
    prefetch_related_objects(look.pool, "weekly_hours")
    look.days = days_of(look.stay, look.offer.tz)
    prefetch_exceptions(look)
    keys, window = [one.pk for one in look.pool], TimestamptzRange(look.stay[0] - DAY, look.stay[1] + DAY)
    look.open = spans_by_resource(keys, window)
    look.holds = holds_by_resource(keys, TimestamptzRange(*look.stay))
    look.lives = visible_lives([hold for holds in look.holds.values() for hold in holds], look.reader)
    elsewhere = BusySpan.objects.filter(resource__in=keys, period__overlap=TimestamptzRange(*look.stay))
    look.busy = set(elsewhere.values_list("resource", flat=True))
    look.rest = {day.date: chosen(day.name) for day in ClosedDay.objects.filter(date__in=look.days)}
    people, kinds = [one.user_id for one in look.pool if one.user_id], look.offer.credentials.all()
    shown = Credential.objects.filter(user__in=people, kind__in=kinds, organisation=look.offer.organisation_id)
    look.papers = list(shown.order_by("valid_from"))
    return look


def prefetch_exceptions(look: Look) -> None:
    of_days = HoursException.objects.filter(date__in=look.days)
    prefetch_related_objects(look.pool, Prefetch("exceptions", of_days, to_attr="exceptions_then"))


def days_of(stay: Span, zone: Any) -> list[date]:
    first, last = wording.local(stay[0], zone).date(), wording.local(stay[1] - timedelta(microseconds=1), zone).date()
    return [first + n * DAY for n in range((last - first).days + 1)]


def spans_by_resource(keys: list[int], window: TimestamptzRange) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {key: [] for key in keys}
    rows = OpenSpan.objects.filter(resource__in=keys, period__overlap=window)
    for resource, period in rows.values_list("resource", "period"):
        found[resource].append((period.lower, period.upper))
    return {key: merged(spans) for key, spans in found.items()}


def holds_by_resource(keys: list[int], stay: TimestamptzRange) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = {key: [] for key in keys}
    rows = Hold.objects.filter(resource__in=keys, active=True, period__overlap=stay)
    for hold in rows.select_related("life").order_by("period", "pk"):
        found[hold.resource_id].append(hold)
    return found


def visible_lives(holds: list[Hold], reader: Any) -> dict[int, Any]:
    """What takes the time, by number, as far as the reader may see it; fetched once for each sort of life."""
    found: dict[int, Any] = {}
    for species in {hold.life.species for hold in holds} if reader else ():
        rows: QuerySet = apps.get_model(species)._default_manager.visible_to(reader)
        wanted = [hold.life_id for hold in holds if hold.life.species == species]
        found |= getattr(rows, "for_lists", rows.all)().in_bulk(wanted)
    return found


# --- rules of the offer -------------------------------------------------------------------------------------------
def general(look: Look) -> list[str]:
    """What closes the time whoever may come."""
    offer, (earliest, latest) = look.offer, bookable(look.offer)
    step, now = timedelta(minutes=offer.every_minutes), timezone.now()
    notice, horizon = wording.minutes(offer.notice_minutes), wording.minutes(offer.horizon_days * 24 * 60)
    rules = {
        _("Nobody finds the offer: it is not published."): not offer.is_published,
        _("The time is past."): look.starts_at <= now,
        _("It is too soon: %(notice)s of notice are needed.") % {"notice": notice}: now < look.starts_at < earliest,
        _("It is too far ahead: only the next %(days)s can be booked.") % {"days": horizon}: look.starts_at >= latest,
        _("No start is offered at this minute."): on_grid(look.starts_at, step, offer.tz) != look.starts_at,
        _("This length is not offered."): look.minutes not in offer.durations,
    }
    return [sentence for sentence, is_so in rules.items() if is_so]


def team_rules(offer: Offer, able: list[Resource], size: int) -> list[str]:
    """Why those who could come are not enough."""
    if not size:
        return [_("Nobody is chosen to do it.")]
    slots = slots_of(offer)
    if complete(slots, able):
        return []
    can = Counter(skill.pk for one in able for skill in one.skills.all())
    short = [skill_is_short(need, can[need.skill_id]) for need in offer.needs.all() if can[need.skill_id] < need.number]
    return short or ([_("Those who are free cannot fill all places.")] if able else [_("Nobody is free.")])


def skill_is_short(need: Any, number: int) -> str:
    facts = {"skill": need.skill, "needed": need.number, "number": number}
    return capfirst(_("%(skill)s: %(needed)d needed, %(number)d free.") % facts)


# --- rules of each who may come -----------------------------------------------------------------------------------
def obstacles(look: Look, resource: Resource) -> list[Reason]:
    out_of_use = [] if resource.active else [Reason(_("Out of use."))]
    elsewhere = [Reason(_("Busy in the calendar kept elsewhere."))] if resource.pk in look.busy else []
    return [
        *out_of_use, *hours_closed(look, resource), *taken(look, resource), *elsewhere, *papers_missing(look, resource)
    ]  # fmt: skip


def hours_closed(look: Look, resource: Resource) -> list[Reason]:
    spans = look.open[resource.pk]
    if any(lower <= look.stay[0] and look.stay[1] <= upper for lower, upper in spans):
        return []
    closed = [text for day in look.days if (text := day_closed(look, resource, day))]
    return [Reason(text) for text in closed or [outside(look, spans)]]


def day_closed(look: Look, resource: Resource, day: date) -> str:
    """Why there are no hours at all on this day; empty where there are some."""
    said, exceptions = wording.day(day), [one for one in resource.exceptions_then if one.date == day]  # type: ignore[attr-defined]
    if exceptions:
        reason = exceptions[0].reason
        text = _("Exception on %(day)s: closed, %(reason)s.") if reason else _("Exception on %(day)s: closed.")
        return text % {"day": said, "reason": reason} if exceptions[0].closed else ""
    if day in look.rest:
        return _("The City is closed on %(day)s: %(name)s.") % {"day": said, "name": look.rest[day]}
    weekly = any(hours.weekday == day.weekday() for hours in resource.weekly_hours.all())
    return "" if weekly else _("No hours on %(day)s.") % {"day": said}


def outside(look: Look, spans: list[Span]) -> str:
    """There are hours, but not at this time; or the stay fits and what is kept free around it does not."""
    ends_at = look.starts_at + timedelta(minutes=look.minutes)
    if any(lower <= look.starts_at and ends_at <= upper for lower, upper in spans):
        return _("What is kept free before and after does not fit into the hours.")
    near = [span for span in spans if wording.local(span[0], look.offer.tz).date() in look.days]
    said = ", ".join(wording.span(*span, look.offer.tz) for span in near)
    return _("Outside the hours: %(hours)s.") % {"hours": said} if said else _("Outside the hours.")


def taken(look: Look, resource: Resource) -> list[Reason]:
    holds = look.holds[resource.pk]
    free = resource.lanes - len({hold.lane for hold in holds if hold.lane < resource.lanes})
    if free >= look.seats:
        return []
    few = Reason(_("It carries %(lanes)d at the same time.") % {"lanes": resource.lanes})
    return [held(look, hold) for hold in first_of_each_life(holds)] or [few]


def first_of_each_life(holds: list[Hold]) -> list[Hold]:
    return list({hold.life_id: hold for hold in reversed(holds)}.values())[::-1]


def held(look: Look, hold: Hold) -> Reason:
    """Taken itself, or only by the minutes that are kept free around one of the two."""
    life = look.lives.get(hold.life_id)
    name = life.title if life else _("something else")
    begin, end = span_of(life, hold)
    if begin < look.starts_at + timedelta(minutes=look.minutes) and look.starts_at < end:
        return Reason(_("Taken: %(what)s.") % {"what": name}, life)
    return Reason(_("Too close to what is next to it: %(what)s.") % {"what": name}, life)


def span_of(life: Any, hold: Hold) -> Span:
    """From when until when it lasts without what is kept free around it."""
    begin, end = getattr(life, "starts_at", hold.period.lower), getattr(life, "ends_at", hold.period.upper)
    return begin, end or datetime.max.replace(tzinfo=begin.tzinfo)


def papers_missing(look: Look, resource: Resource) -> list[Reason]:
    if not resource.user_id:
        return []
    hers = [paper for paper in look.papers if paper.user_id == resource.user_id]
    return [reason for kind in look.offer.credentials.all() if (reason := paper_missing(look, kind, hers))]


def paper_missing(look: Look, kind: CredentialKind, papers: list[Credential]) -> Reason | None:
    of_kind = [paper for paper in papers if paper.kind_id == kind.pk]
    if all(any(paper.valid_from <= day <= paper.valid_until for paper in of_kind) for day in look.days):
        return None
    before = [paper.valid_until for paper in of_kind if paper.valid_until < look.days[-1]]
    if before:
        return Reason(_("%(paper)s: ended on %(day)s.") % {"paper": kind, "day": wording.day(max(before))})
    return Reason(_("%(paper)s: not shown for this day.") % {"paper": kind})
