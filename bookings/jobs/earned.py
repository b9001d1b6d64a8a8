"""What a person has worked and earned, by week, month and year, and against ceilings, hers and those of whoever pays:
each part of it where it was worked, so that a night over New Year counts in both years."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from bookings.models import WorkedHours
from bookings.models.hours import elapsed
from marketplace.casework.models import CeilingRule, CeilingUse, Participant
from marketplace.organisations.models import Organisation
from services.models import Opening

NEAR = 80  # of a hundred parts of a ceiling: from then on a page says so


@dataclass(frozen=True)
class Sum:
    """`start`: the first day of the week, month or year."""

    start: date
    minutes: int = 0
    cents: int = 0

    def plus(self, minutes: int, cents: int) -> "Sum":
        return Sum(self.start, self.minutes + minutes, self.cents + cents)


def week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month(day: date) -> date:
    return day.replace(day=1)


def year(day: date) -> date:
    return day.replace(month=1, day=1)


def rows_of(participant: Participant) -> Any:
    return WorkedHours.objects.agreed().filter(participant=participant).select_related("job__organisation")


def by(period: Callable[[date], date], rows: Iterable[WorkedHours]) -> list[Sum]:
    """The sums of each week, month or year, the latest first."""
    sums: dict[date, Sum] = {}
    for row in rows:
        for start, minutes, cents in parts(row, period):
            sums[start] = sums.get(start, Sum(start)).plus(minutes, cents)
    return [sums[start] for start in sorted(sums, reverse=True)]


def in_period(period: Callable[[date], date], rows: Iterable[WorkedHours], day: date | None = None) -> Sum:
    """The sum of the week, month or year in which this day lies; today, when none is named."""
    start = period(day or timezone.localdate())
    return next((one for one in by(period, rows) if one.start == start), Sum(start))


def parts(row: WorkedHours, period: Callable[[date], date]) -> list[tuple[date, int, int]]:
    """What of a row lies in which period, by the minutes that passed in each; together exactly the row."""
    whole, ends = max(row.elapsed, 1), borders(row, period)
    shares, last = [], (0, 0)
    for start, until in ends:
        so_far = elapsed(row.came_at, until)
        upto = ((row.minutes or 0) * so_far // whole, (row.cents or 0) * so_far // whole)
        shares.append((start, upto[0] - last[0], upto[1] - last[1]))
        last = upto
    return shares


def borders(row: WorkedHours, period: Callable[[date], date]) -> list[tuple[date, datetime]]:
    """Each period that the row touches, and until when; the last one until somebody went."""
    tz, end = row.job.tz, row.left_at or row.came_at
    first, last = row.came_at.astimezone(tz).date(), end.astimezone(tz).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    starts = sorted({period(day) for day in days})
    following = [midnight(start, tz) for start in starts[1:]]
    return list(zip(starts, [*following, end], strict=True))


def midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tz)


@dataclass(frozen=True)
class Room:
    """What is left of a ceiling in the period of a day; cents, minutes or days. `elsewhere` is None where nobody has
    asked."""

    rule: CeilingRule
    first: date
    last: date
    here: int
    elsewhere: int | None
    most: int

    @property
    def used(self) -> int:
        return self.here + (self.elsewhere or 0)

    @property
    def left(self) -> int:
        return max(self.most - self.used, 0)

    @property
    def is_near(self) -> bool:
        return self.used * 100 >= self.most * NEAR


def against(participant: Participant, day: date | None = None) -> list[Room]:
    """Her own ceilings on that day: what was worked here and agreed, and what she says that she used elsewhere."""
    on = day or timezone.localdate()
    rules = [rule for rule in rules_on(on) if rule.scope == CeilingRule.Scope.PERSON]
    rows, uses = list(rows_of(participant)), list(CeilingUse.objects.filter(participant=participant))
    return [room(rule, on, rows, uses) for rule in rules]


def of_body(organisation: Organisation, day: date | None = None) -> tuple[list[Room], list[tuple[str, Room]]]:
    """What an organisation has used of its own ceilings, with everybody together; and those with whom it has nearly
    reached what it may use of one person, by first name: the desk knows it from its lists of hours."""
    on = day or timezone.localdate(timezone=organisation.tz)
    rules, rows = rules_on(on), list(paid_by(organisation, on))
    by_person: dict[int, list[WorkedHours]] = defaultdict(list)
    for row in rows:
        by_person[row.participant_id].append(row)
    own = [room(rule, on, rows, []) for rule in rules if rule.scope == CeilingRule.Scope.CLIENT]
    pair = [rule for rule in rules if rule.scope == CeilingRule.Scope.PAIR]
    each = [(hers[0].first_name, room(rule, on, hers, [])) for hers in by_person.values() for rule in pair]
    return own, [(name, one) for name, one in each if one.is_near]


def rules_on(on: date) -> list[CeilingRule]:
    """Where two of one code hold on a day, the later one counts."""
    return list({rule.code: rule for rule in CeilingRule.objects.within(on, on)}.values())


def paid_by(organisation: Organisation, on: date) -> Any:
    """The hours that it pays, of the longest period in which that day lies. In a family's work the family pays."""
    here = WorkedHours.objects.agreed().filter(job__organisation=organisation, left_at__date__gte=year(on))
    return here.exclude(form=Opening.Form.LIBRETTO, job__booking__isnull=False).for_lists()


def room(rule: CeilingRule, on: date, rows: list[WorkedHours], uses: list[CeilingUse]) -> Room:
    first, last = rule.around(on)
    said = [use.amount for use in uses if use.code == rule.code and first <= use.on <= last]
    counted = [row for row in rows if row.form in rule.forms]
    most = rule.amount * 60 if rule.unit == CeilingRule.Unit.HOUR else rule.amount
    return Room(rule, first, last, used(rule, first, counted), sum(said) if said else None, most)


def used(rule: CeilingRule, first: date, rows: list[WorkedHours]) -> int:
    """In the unit of the ceiling; of hours the minutes."""
    by_day = [part for row in rows for part in parts(row, each_day) if rule.around(part[0])[0] == first]
    if rule.unit == CeilingRule.Unit.DAY:
        return len({day for day, _minutes, _cents in by_day})
    return sum(cents if rule.unit == CeilingRule.Unit.CENT else minutes for _day, minutes, cents in by_day)


def each_day(day: date) -> date:
    return day
