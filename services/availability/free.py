"""When an offer is free: hours written out as spans, minus holds. Knows holds, not bookings.

One SQL answers for any number of offers: PostgreSQL's multiranges subtract from what is open what is taken and the days
on which a credential that the offer asks for is missing, for each lane of each resource.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg.types.range import TimestamptzRange

from marketplace import wording
from marketplace.lives.models import Life
from services.availability.spans import Span, merged, midnight
from services.availability.teams import Slots, complete, slots_of
from services.models import IN_WARDROBES, PICKED, Offer, OpenSpan, Resource

Lanes = dict[int, list[list[Span]]]  # resource -> for each of its lanes the spans in which it is free
OPENINGS = """
SELECT offer, resource, lane, lower(free), upper(free)
FROM services_openings(%(offers)s::bigint[], %(window)s::tstzrange)
WHERE resource = ANY(%(only)s::bigint[]) OR %(only)s::bigint[] IS NULL
ORDER BY 1, 2, 3, 4
"""


FREE = """
SELECT wanted.id, lower(spans), upper(spans)
FROM unnest(%(resources)s::bigint[]) AS wanted(id)
CROSS JOIN LATERAL (SELECT range_agg(free) AS free FROM services_free(wanted.id, %(window)s::tstzrange)) AS lanes
CROSS JOIN LATERAL unnest(lanes.free) AS spans
ORDER BY 1, 2
"""

# The next start of each offer for its shortest stay, from a moment and before another; NULL when there is none.
NEXT_STARTS = "SELECT offer, start FROM services_next_starts(%s::bigint[], %s, %s, %s, %s)"


@dataclass
class Time:
    """A start that can be chosen, and who is free for it."""

    starts_at: datetime
    resources: list[int]


@dataclass
class Day:
    """The starts of one day, in the place's zone. `closed`: nobody works that day at all."""

    date: date
    times: list[Time] = field(default_factory=list)
    closed: bool = True


def openings(
    offers: Iterable[int], start: datetime, end: datetime, only: Iterable[int] | None = None
) -> dict[int, Lanes]:
    """For each offer and each lane of its resources the spans in which it can be taken, cut to `start`-`end`.

    One query. `only`: these resources."""
    found: dict[int, Lanes] = defaultdict(dict)
    keys = sorted(set(offers))
    if not keys or start >= end:
        return found
    given: dict[str, Any] = {"offers": keys, "window": TimestamptzRange(start, end)}
    with connection.cursor() as cursor:
        cursor.execute(OPENINGS, given | {"only": None if only is None else sorted(only)})
        lanes: dict[tuple[int, int, int], list[Span]] = defaultdict(list)
        for offer, resource, lane, lower, upper in cursor.fetchall():
            lanes[offer, resource, lane].append((lower, upper))
    for (offer, resource, _lane), spans in lanes.items():
        found[offer].setdefault(resource, []).append(spans)
    return found


def free_spans(resources: Iterable[int], start: datetime, end: datetime) -> dict[int, list[Span]]:
    """For each resource the spans in which it is open and has a lane free, cut to `start`-`end`. One query."""
    found: dict[int, list[Span]] = defaultdict(list)
    keys = sorted(set(resources))
    if not keys or start >= end:
        return found
    given: dict[str, Any] = {"resources": keys, "window": TimestamptzRange(start, end)}
    with connection.cursor() as cursor:
        cursor.execute(FREE, given)
        for resource, lower, upper in cursor.fetchall():
            found[resource].append((lower, upper))
    return found


def bookable(offer: Offer, now: datetime | None = None) -> Span:
    """From when until when one may book: notice and horizon, the last day whole."""
    now = now or timezone.now()
    last = wording.local(now, offer.tz).date() + timedelta(days=offer.horizon_days + 1)
    return now + timedelta(minutes=offer.notice_minutes), midnight(last, offer.tz)


def times(
    offer: Offer,
    first: date,
    days: int,
    minutes: int,
    seats: int = 1,
    wanted: int | None = None,
    but: Life | None = None,
    slots: Slots | None = None,
) -> list[Day]:
    """The starts one may choose for a stay of `minutes`, day by day from `first`, in the place's zone.

    `wanted`: only those for which this resource is free too. `but`: as if what this life holds were free, to move it.
    `slots`: other places than the offer needs.
    """
    zone = offer.tz
    listed = {first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range(days)}
    begin = midnight(first, zone) - timedelta(minutes=offer.buffer_before)
    end = midnight(first + timedelta(days=days), zone) + offer.blocked(minutes)
    lanes = given_back(openings([offer.pk], begin, end)[offer.pk], but, (begin, end))
    able = starts_by_resource(offer, lanes, minutes, seats)
    fits = team_fits(offer, wanted, slots)
    for start in sorted(able):
        day = listed.get(start.astimezone(zone).date())
        if day and fits(frozenset(able[start])):
            day.times.append(Time(start, able[start]))
    for day_with_hours in open_days(offer, begin, end) & set(listed):
        listed[day_with_hours].closed = False
    return list(listed.values())


def given_back(lanes: Lanes, life: Life | None, window: Span) -> Lanes:
    """With what this life holds joined again to the spans beside it; of what it has for long, the hours it is open."""
    for hold in life.holds.filter(active=True) if life else []:
        of_lanes = lanes.setdefault(hold.resource_id, [])
        if hold.lasting:
            of_lanes.append(open_spans(hold.resource_id, *window))
            continue
        held = (hold.period.lower, hold.period.upper)
        beside = next((spans for spans in of_lanes if any(touch(held, span) for span in spans)), None)
        if beside is None:
            of_lanes.append([held])
        else:
            beside[:] = merged([*beside, held])
    return lanes


def open_spans(resource: int, start: datetime, end: datetime) -> list[Span]:
    """Its hours, whoever has it then."""
    periods = OpenSpan.objects.filter(resource=resource, period__overlap=TimestamptzRange(start, end))
    return merged([(period.lower, period.upper) for period in periods.values_list("period", flat=True)])


def touch(one: Span, other: Span) -> bool:
    return one[0] == other[1] or one[1] == other[0]


def starts_on(offers: Iterable[Offer], day: date, minutes: int | None = None) -> dict[int, list[datetime]]:
    """Every start of these offers on this day for so long, or the shortest stay: a fixed number of queries for all."""
    offers = list(offers)
    prefetch_related_objects(offers, "resources__skills", "needs__skill")
    begin, wide = midnight(day, timezone.get_default_timezone()), timedelta(days=2)  # buffers reach into other days
    lanes = openings([offer.pk for offer in offers], begin - wide, begin + wide)
    return {offer.pk: starts_of_day(offer, lanes[offer.pk], day, minutes) for offer in offers}


def starts_of_day(offer: Offer, lanes: Lanes, day: date, minutes: int | None) -> list[datetime]:
    able, fits = starts_by_resource(offer, lanes, minutes or offer.min_minutes, 1), team_fits(offer, None)
    of_day = [start for start in sorted(able) if wording.local(start, offer.tz).date() == day]
    return [start for start in of_day if fits(frozenset(able[start]))]


def starts_by_resource(offer: Offer, lanes: Lanes, minutes: int, seats: int) -> dict[datetime, list[int]]:
    """Each start that may be booked, with the resources that have so many lanes free for it."""
    earliest, latest = bookable(offer)
    found: dict[datetime, list[int]] = defaultdict(list)
    for resource, of_lanes in lanes.items():
        free: dict[datetime, int] = defaultdict(int)
        for spans in of_lanes:
            for start in starts_in(offer, spans, minutes):
                free[start] += 1
        for start, number in free.items():
            if number >= seats and earliest <= start < latest:
                found[start].append(resource)
    return found


def team_fits(offer: Offer, wanted: int | None, slots: Slots | None = None) -> Any:
    """Whether these resources make a team: asked for each start, worked out once for each set of them."""
    slots = slots_of(offer) if slots is None else slots
    pool = {resource.pk: resource for resource in offer.pool}

    @cache
    def fits(able: frozenset[int]) -> bool:
        return (wanted is None or wanted in able) and complete(slots, [pool[key] for key in able if key in pool])

    return fits


def open_days(offer: Offer, start: datetime, end: datetime) -> set[date]:
    window, pool = TimestamptzRange(start, end), [resource.pk for resource in offer.pool]
    spans = OpenSpan.objects.filter(resource__in=pool, period__overlap=window)
    return {lower.astimezone(offer.tz).date() for lower in spans.values_list("period__startswith", flat=True)}


def starts_in(offer: Offer, spans: Iterable[Span], minutes: int) -> Iterable[datetime]:
    """Starts on the offer's grid, counted from local midnight, for which stay and buffers fit into a free span."""
    zone, step = offer.tz, timedelta(minutes=offer.every_minutes)
    before, length = timedelta(minutes=offer.buffer_before), offer.blocked(minutes)
    for lower, upper in spans:
        start = on_grid(lower + before, step, zone)
        while start - before + length <= upper:
            yield start
            start = on_grid(start + timedelta(minutes=1), step, zone)


def on_grid(when: datetime, step: timedelta, zone: ZoneInfo) -> datetime:
    """The first moment from `when` on that the local clock shows on the grid; an hour it skips is left out."""
    here = when.astimezone(zone)
    since_midnight = timedelta(hours=here.hour, minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
    steps = -(-since_midnight // step)
    wall = datetime.combine(here.date(), time(0)) + steps * step
    exact = wall.replace(tzinfo=zone, fold=here.fold).astimezone(ZoneInfo("UTC"))
    if exact >= when and exact.astimezone(zone).replace(tzinfo=None) == wall:
        return exact
    return on_grid(when + (wall - here.replace(tzinfo=None)), step, zone)


def next_free(
    offers: Iterable[Offer], now: datetime | None = None, days: int = 28, minutes: int | None = None
) -> dict[int, datetime]:
    """The next start of each offer for so long, or its shortest stay: one query for all cards of a page."""
    now = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(NEXT_STARTS, [[offer.pk for offer in offers], now, now, now + timedelta(days=days), minutes])
        return {pk: at for pk, at in cursor.fetchall() if at}


def check(offer: Offer, starts_at: datetime, ends_at: datetime) -> None:
    """Whether this stay may be asked for at all. Raises ValidationError that names the field."""
    check_ahead(offer, starts_at)
    minutes = (ends_at - starts_at).total_seconds() / 60
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The end must come after the start.")})
    if minutes not in offer.durations:
        raise ValidationError({"ends_at": _("Choose one of the lengths that are offered.")})
    if on_grid(starts_at, timedelta(minutes=offer.every_minutes), offer.tz) != starts_at:
        raise ValidationError({"starts_at": _("Choose one of the starts that are offered.")})


def check_length(offer: Offer, minutes: int) -> None:
    """Whether one may look for a stay of this length. Of what somebody names a price or a date for, any may be looked
    for: how long it takes is said with that. Raises ValidationError ("minutes")."""
    if (PICKED[offer.kind] or IN_WARDROBES[offer.kind]) and minutes not in offer.durations:
        raise ValidationError({"minutes": _("Choose one of the lengths that are offered.")})


def check_ahead(offer: Offer, starts_at: datetime, field: str = "starts_at") -> None:
    """Neither past, nor sooner or later than the offer can be booked. Raises ValidationError that names the field."""
    earliest, latest = bookable(offer)
    if starts_at <= timezone.now():
        raise ValidationError({field: _("This time is past. Choose a later one.")})
    if starts_at < earliest:
        raise ValidationError({field: _("This is too soon: choose a time a little later.")})
    if starts_at >= latest:
        raise ValidationError({field: _("This is too far ahead: choose an earlier day.")})


def free_for(
    offer: Offer, starts_at: datetime, ends_at: datetime, seats: int = 1, only: Iterable[int] | None = None
) -> list[Resource]:
    """Who is open and free for this stay with its buffers, in the order of the offer's pool."""
    stay = with_buffers(offer, starts_at, ends_at)
    lanes = openings([offer.pk], *stay, only)[offer.pk]
    able = {key for key, of_lanes in lanes.items() if sum(stay in spans for spans in of_lanes) >= seats}
    return [resource for resource in offer.pool if resource.pk in able]


def with_buffers(offer: Offer, starts_at: datetime, ends_at: datetime) -> Span:
    return starts_at - timedelta(minutes=offer.buffer_before), ends_at + timedelta(minutes=offer.buffer_after)
