"""What waits for a desk or for somebody who works, read from tables and holds, never from lists of statuses."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from bookings import kinds
from bookings.models import Booking
from bookings.models.known import BookingQuerySet
from marketplace import wording
from marketplace.lives.tables import Table
from marketplace.notices.models import Notice
from marketplace.organisations.models import Organisation
from services import availability
from services.models import Hold, OpenSpan

DAY = timedelta(days=1)
GRACE = timedelta(days=14)  # the clock closes a day after the end; so long it may have stood still
LONGEST_HOLD = timedelta(days=50)  # of those that are not kept as lasting
# From whatever people are told of to the organisation that answers for it, and whose desk calls those without e-mail.
ANSWERS = (
    "as_booking__organisation", "as_occasion__offer__organisation", "as_household__wardrobe__organisation",
    "as_garment__wardrobe__organisation", "as_offer__organisation", "as_purchase__bundle__organisation",
    "as_proposal__job__organisation", "as_organisation",
)  # fmt: skip
NOT_OURS = ("officer", "person", "team")  # told by the City, or by those who work with her: no desk knows of it
LONGEST_SPAN = timedelta(days=2)  # hours are written out by the day


@dataclass
class Fullness:
    """One day of a desk: how many bookings, and how much of the open time they take (0 to 100; None: closed)."""

    date: date
    bookings: int = 0
    percent: int | None = None


@dataclass
class Minutes:
    open: float = 0
    taken: float = 0
    lives: set[int] = field(default_factory=set)


def statuses(**marks: Any) -> set[str]:
    """The statuses of any kind of booking whose state has these marks: `statuses(turn="provider")`."""
    return {status for table in tables() for status in table.statuses(**marks)}


def tables() -> list[Table]:
    return [table for kind in kinds.ALL.values() for table in kind.tables]


def over() -> set[str]:
    """The statuses in which nothing takes place any more: it is neither held nor agreed, nor does a step lead there."""
    steps = [(table.states[step.target], step) for table in tables() for step in table.steps.values()]
    before = {source for state, step in steps if state.holds or state.agreed for source in step.sources}
    return statuses(holds=False) - statuses(holds=True) - statuses(agreed=True) - before


def still_open(bookings: Any) -> BookingQuerySet:
    """Those that may be open: found by when they end, without going through all that ever were."""
    return bookings.filter(ends_at__gte=timezone.now() - GRACE)


def to_answer(organisation: Organisation) -> QuerySet[Booking]:
    """What the desk has to answer, what runs out first at the top; the dates of a series are one request."""
    waiting = statuses(turn="provider", final=False)
    requests = still_open(organisation.bookings.filter(status__in=waiting)).one_a_series(waiting)
    return requests.for_lists().with_doers().order_by("answer_by", "pk")


def on_day(organisation: Organisation, day: date) -> QuerySet[Booking]:
    """What is agreed for a day of the place's calendar: somebody is taken for it, and no answer is missing."""
    begin, end = (availability.midnight(when, organisation.tz) for when in (day, day + DAY))
    held = Hold.objects.filter(life=OuterRef("pk"), active=True)
    agreed = organisation.bookings.filter(Exists(held), starts_at__gte=begin, starts_at__lt=end)
    agreed = agreed.exclude(status__in=statuses(holds=True, agreed=False))
    return agreed.for_lists().with_doers().order_by("starts_at", "pk")


def to_phone(*desks: Organisation) -> QuerySet[Notice]:
    """What the desks of these organisations have to say by phone to those who have no e-mail."""
    mine = [desk.pk for desk in desks]
    ours = Q(*((f"life__{path}__in", mine) for path in ANSWERS), _connector=Q.OR)
    return Notice.to_phone(ours & ~Q(role__in=NOT_OURS))


def week(organisation: Organisation, first: date, days: int = 7) -> list[Fullness]:
    """How full the desk's days are, from `first` on. Two queries."""
    begin, end = (availability.midnight(day, organisation.tz) for day in (first, first + days * DAY))
    found: dict[date, Minutes] = defaultdict(Minutes)
    for start, stop, lanes in open_spans(organisation, begin, end):
        for day, minutes in by_day(start, stop, organisation.tz):
            found[day].open += minutes * lanes
    for start, stop, booking, seat in held_spans(organisation, begin, end):
        if booking:
            found[wording.local(start, organisation.tz).date()].lives.add(booking)
        for day, minutes in [] if seat else by_day(start, stop, organisation.tz):
            found[day].taken += minutes
    return [fullness(day, found[day]) for day in (first + n * DAY for n in range(days))]


def fullness(day: date, minutes: Minutes) -> Fullness:
    percent = round(100 * min(1, minutes.taken / minutes.open)) if minutes.open else None
    return Fullness(day, len(minutes.lives), percent)


def open_spans(organisation: Organisation, begin: datetime, end: datetime) -> list[tuple[datetime, datetime, int]]:
    """From when until when, and for how many at a time."""
    spans = OpenSpan.objects.filter(resource__organisation=organisation, resource__active=True)
    spans = spans.filter(**within(begin, end, LONGEST_SPAN))
    rows = spans.values_list("period", "resource__lanes")
    return [(*clipped(period, begin, end), lanes) for period, lanes in rows]


def held_spans(
    organisation: Organisation, begin: datetime, end: datetime
) -> list[tuple[datetime, datetime, int | None, bool]]:
    """From when until when, for which booking (none: somebody leads a date), and whether it is a seat on a date.

    Seats take nobody's hours: those who lead the date are held for it."""
    holds = Hold.objects.filter(resource__organisation=organisation, active=True)
    lasting = Q(lasting=True, period__overlap=TimestamptzRange(begin, end))
    holds = holds.filter(Q(**within(begin, end, LONGEST_HOLD)) | lasting)
    rows = holds.values_list("period", "life__as_booking", "resource__occasion")
    return [(*clipped(period, begin, end), booking, bool(seat)) for period, booking, seat in rows]


def within(begin: datetime, end: datetime, longest: timedelta) -> dict[str, Any]:
    """Periods that reach into the window. The index knows where they begin: none so long that it began before this."""
    begins = {"period__startswith__gte": begin - longest, "period__startswith__lt": end}
    return {"period__overlap": TimestamptzRange(begin, end), **begins}


def clipped(period: Any, begin: datetime, end: datetime) -> tuple[datetime, datetime]:
    return max(period.lower, begin), min(period.upper, end)


def by_day(start: datetime, stop: datetime, zone: Any) -> list[tuple[date, float]]:
    """A span cut at local midnights, as (day, minutes)."""
    parts, at = [], wording.local(start, zone).date()
    while start < stop:
        until = min(stop, datetime.combine(at + DAY, time(0), zone))
        parts.append((at, (until - start).total_seconds() / 60))
        start, at = until, at + DAY
    return parts


def to_do_of(user: Any) -> QuerySet[Booking]:
    """The jobs that somebody has still to do, the next one first."""
    hers = still_open(Booking.objects.of_worker(user).filter(status__in=statuses(agreed=True)))
    return hers.for_lists().order_by("starts_at", "pk")


def done_by(user: Any) -> QuerySet[Booking]:
    """The jobs that somebody has done, the last one first. What was declined or cancelled was never a job."""
    held = Hold.objects.filter(life=OuterRef("pk"), active=True)
    over = Booking.objects.of_worker(user).filter(Exists(held), status__in=statuses(holds=False))
    return over.filter(starts_at__lte=timezone.now()).for_lists().order_by("-starts_at", "-pk")
