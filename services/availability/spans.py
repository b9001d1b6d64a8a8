"""Hours written out as moments: weekly plan, dated exceptions and the City's closed days, some weeks ahead."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from procrastinate.contrib.django import app as tasks
from psycopg.types.range import TimestamptzRange

from services.models import ClosedDay, HoursException, OpenSpan, Resource

WEEKS_AHEAD = 13  # how far hours are written out: a little over the longest horizon an offer may have
Span = tuple[datetime, datetime]


def write_out(resource: Resource, today: date | None = None) -> None:
    """Write this resource's hours out as spans from today on. Called at every edit."""
    write_all_out([resource.pk], today)


@transaction.atomic
def write_all_out(numbers: Collection[int], today: date | None = None) -> None:
    """The same for the resources with these keys, in a fixed number of queries. Called every night, when what was
    written out before is nearly all that there is to write: it stays.

    Locked before the hours are read: the night must not write out what the desk has changed meanwhile.
    """
    rows = Resource.objects.select_for_update(of=("self",)).select_related("organisation").filter(pk__in=numbers)
    if not (resources := list(rows.order_by("pk"))):
        return
    zones = {resource.organisation.tz for resource in resources}
    days = {zone: days_ahead(today or timezone.localdate(timezone=zone)) for zone in zones}
    since = {zone: midnight(ahead[0], zone) for zone, ahead in days.items()}
    plans, stand = Plans(resources, days.values()), standing(resources, min(since.values()))
    gone, new = [], []
    for resource in resources:
        zone = resource.organisation.tz
        spans = merged_by_day(plans.spans_of(resource, days[zone], zone), zone)
        there = {span: pk for span, pk in stand[resource.pk].items() if span[1] > since[zone]}
        gone += [there[span] for span in there.keys() - set(spans)]
        new += [OpenSpan(resource=resource, period=TimestamptzRange(*span)) for span in spans if span not in there]
    if gone:
        OpenSpan.objects.filter(pk__in=gone).delete()
    OpenSpan.objects.bulk_create(new)


def days_ahead(first: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(WEEKS_AHEAD * 7)]


def standing(resources: list[Resource], since: datetime) -> dict[int, dict[Span, int]]:
    """What is written out of each that ends after this moment, as span -> its key."""
    found: dict[int, dict[Span, int]] = defaultdict(dict)
    spans = OpenSpan.objects.filter(resource__in=resources, period__endswith__gt=since)
    for pk, resource, period in spans.values_list("pk", "resource", "period"):
        found[resource][period.lower, period.upper] = pk
    return found


def write_out_soon() -> None:
    """Everybody's hours anew, in the background: the City has changed its closed days."""
    tasks.configure_task("services.write_out_anew").defer()


class Plans:
    """When these resources work in these days: every week, on some dates otherwise, and when the City rests."""

    def __init__(self, resources: list[Resource], days: Collection[list[date]]) -> None:
        prefetch_related_objects(resources, "weekly_hours")
        span = min(map(min, days)), max(map(max, days))
        self.dated: dict[tuple[int, date], list[HoursException]] = defaultdict(list)
        for exception in HoursException.objects.filter(resource__in=resources, date__range=span):
            self.dated[exception.resource_id, exception.date].append(exception)
        self.rest = set(ClosedDay.objects.filter(date__range=span).values_list("date", flat=True))

    def spans_of(self, resource: Resource, days: list[date], zone: ZoneInfo) -> list[Span]:
        weekly = defaultdict(list)
        for hours in resource.weekly_hours.all():
            weekly[hours.weekday].append(hours)
        spans = []
        for day in days:
            plan = self.dated.get((resource.pk, day)) or ([] if day in self.rest else weekly[day.weekday()])
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
