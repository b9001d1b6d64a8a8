"""Hours written out as moments: weekly plan, dated exceptions and the City's closed days, some weeks ahead."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as tasks
from psycopg.types.range import TimestamptzRange

from services.models import ClosedDay, OpenSpan, Resource

WEEKS_AHEAD = 13  # how far hours are written out: a little over the longest horizon an offer may have
Span = tuple[datetime, datetime]


@transaction.atomic
def write_out(resource: Resource, today: date | None = None) -> None:
    """Write this resource's hours out as spans from today on. Called at every edit and every night.

    Locked before the hours are read: the night must not write out what the desk has changed meanwhile.
    """
    resource = Resource.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=resource.pk)
    zone = resource.organisation.tz
    first = today or timezone.localdate(timezone=zone)
    days = [first + timedelta(days=n) for n in range(WEEKS_AHEAD * 7)]
    spans = merged_by_day(spans_of(resource, days, zone), zone)
    resource.open_spans.filter(period__endswith__gt=midnight(first, zone)).delete()
    OpenSpan.objects.bulk_create(OpenSpan(resource=resource, period=TimestamptzRange(*span)) for span in spans)


def write_out_soon() -> None:
    """Everybody's hours anew, in the background: the City has changed its closed days."""
    tasks.configure_task("services.write_out_anew").defer()


def spans_of(resource: Resource, days: list[date], zone: ZoneInfo) -> list[Span]:
    weekly, dated = defaultdict(list), defaultdict(list)
    for hours in resource.weekly_hours.all():
        weekly[hours.weekday].append(hours)
    for exception in resource.exceptions.filter(date__range=(days[0], days[-1])):
        dated[exception.date].append(exception)
    rest = set(ClosedDay.objects.filter(date__range=(days[0], days[-1])).values_list("date", flat=True))
    spans = []
    for day in days:
        plan = dated[day] if day in dated else [] if day in rest else weekly[day.weekday()]
        spans += [moments(day, hours.opens, hours.closes, zone) for hours in plan if hours.opens and hours.closes]
    return [span for span in spans if span[0] < span[1]]


def moments(day: date, opens: time, closes: time, zone: ZoneInfo) -> Span:
    """Local hours as moments. Midnight as the end is the day's end; an hour that a clock change skips moves on."""
    until = day + timedelta(days=1) if closes == time(0) else day
    return moment(day, opens, zone), moment(until, closes, zone)


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(ZoneInfo("UTC"))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return moment(day, time(0), zone)


def merged_by_day(spans: list[Span], zone: ZoneInfo) -> list[Span]:
    """Whole spans, none longer than its day: so a look at one day need not look far back for what began long ago."""
    by_day = groupby(sorted(spans), key=lambda span: span[0].astimezone(zone).date())
    return [span for _day, of_day in by_day for span in merged(list(of_day))]


def merged(spans: list[Span]) -> list[Span]:
    """Spans that touch or overlap as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
