"""What is known of a job and of a person when one is held against the other. Plain values: no rows, no queries.

None is always "not known", and never means no. What must not count (gender, origin, age, health, family, reviews,
refusals) has no field here, so that no rule can ask for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.places.points import Point
from services.models import Opening

Week = tuple[int, int]  # ISO year and week
Span = tuple[datetime, datetime]
Words = Mapping[str, str]  # language -> text
VOLUNTEER = "volunteer"
UNPAID = frozenset(Opening.UNPAID)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """A paper the work needs. `proof`: the law wants to have seen it, so that none seen is a no."""

    kind: str
    name: Words
    proof: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One that was shown; without an end it is good until it is taken back. `renewing`: the receipt was seen."""

    until: date | None
    withdrawn: bool = False
    renewing: bool = False


@dataclass(frozen=True, slots=True)
class Ceiling:
    """So much in this period, both days included. `unit` is cent, hour or day; without `forbids` it only reduces
    something else, of which the person is told."""

    code: str
    name: Words
    unit: str
    amount: int
    since: date
    until: date
    forbids: bool = True
    scope: str = "person"  # or pair: with this client; or client: of it, whoever works
    forms: tuple[str, ...] = ()  # what counts towards it


@dataclass(frozen=True, slots=True)
class Use:
    """What is used of a ceiling: here, and elsewhere as the person declared it (None: nobody has asked)."""

    here: int = 0
    elsewhere: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A time at which she is taken. `work` asks for rest between two days, an appointment of her own does not."""

    start: datetime
    end: datetime
    point: Point | None = None
    work: bool = True
    job: Any = None  # which one, where it is one: nothing stands in its own way


@dataclass(frozen=True)
class Need:
    """What one job asks of one person. `cents` is what she gets for all of it."""

    key: Any
    starts_at: datetime
    ends_at: datetime
    zone: str
    today: date
    form: str
    cents: int = 0
    point: Point | None = None
    demands: frozenset[str] = frozenset()
    support: bool = False  # somebody is on site who helps
    languages: Mapping[str, int] = field(default_factory=dict)  # code -> 0 not at all ... 3 own language
    needed: tuple[str, ...] = ()  # skills, as slugs
    nice: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)  # skill, its own and those near -> the group it belongs to
    called: Mapping[str, Words] = field(default_factory=dict)  # the same skills -> their names
    papers: tuple[PaperAsked, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    body: Any = None  # where the work is
    client: str = ""  # who pays for it: the body, or a family
    for_whom: Mapping[str, int] = field(default_factory=dict)  # a customer, or a client; empty: nobody
    opening: Any = None
    with_mate: bool = False  # beginners go with somebody who knows the work
    mate_agreed: bool = False
    mate_speaks: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def skills(self) -> frozenset[str]:
        """All that it uses, needed or welcome."""
        return frozenset((*self.needed, *self.nice))

    @cached_property
    def minutes(self) -> int:
        """As the clock runs, not as it shows: eight on a night of October may be nine."""
        return elapsed(self.starts_at, self.ends_at)

    @cached_property
    def days(self) -> list[tuple[date, int]]:
        """Each local day with its minutes; what ends at midnight does not touch the next day."""
        return list(by_day(self.starts_at, self.ends_at, self.zone))

    @property
    def first_day(self) -> date:
        return self.days[0][0]

    @property
    def last_day(self) -> date:
        return self.days[-1][0]

    @cached_property
    def weeks(self) -> dict[Week, int]:
        """Minutes in each ISO week."""
        found: dict[Week, int] = {}
        for day, minutes in self.days:
            week = week_of(day)
            found[week] = found.get(week, 0) + minutes
        return found

    def under(self, ceilings: tuple[Ceiling, ...]) -> "Need":
        return replace(self, ceilings=ceilings)

    def cents_within(self, since: date, until: date) -> int:
        """Its pay, by the minutes that lie in these days. What several periods get adds up to the whole."""
        before = sum(minutes for day, minutes in self.days if day < since)
        inside = sum(minutes for day, minutes in self.days if since <= day <= until)
        return self.cents * (before + inside) // self.minutes - self.cents * before // self.minutes

    def minutes_within(self, since: date, until: date) -> int:
        return sum(minutes for day, minutes in self.days if since <= day <= until)

    def days_within(self, since: date, until: date) -> int:
        return sum(since <= day <= until for day, _minutes in self.days)


@dataclass(frozen=True)
class Person:
    """What is known of one person, as far as this job asks. `key` is never shown and orders nothing by itself."""

    key: Any
    name: str
    permitted: bool | None = True  # False: she took it back
    paused: bool = False
    point: Point | None = None
    minutes: int | None = None  # on the way, at most
    mode: str | None = None
    levels: Mapping[str, int] = field(default_factory=dict)
    skills: frozenset[str] | None = None
    wishes: frozenset[str] | None = None  # skills she would like to use
    goals: frozenset[str] | None = None  # skills she wants to learn
    hours: int | None = None  # a week, wished
    most_hours: int | None = None
    limits: frozenset[str] | None = None
    papers: Mapping[str, Paper] = field(default_factory=dict)
    right_to_work: Paper | None = None
    open: tuple[Span, ...] | None = None  # her hours around the job
    held: tuple[Held, ...] = ()
    agreed: Mapping[Week, int] = field(default_factory=dict)  # minutes of work
    uses: Mapping[tuple[str, date], Use] = field(default_factory=dict)  # by ceiling and first day of its period
    forms_here: frozenset[str] | None = None  # in which contract forms she works for this body now
    employed_here_until: date | None = None  # by the user of the work; None: not as far as anybody knows
    done_alike: int = 0  # jobs done in this group of work
    weeks_minutes: Mapping[int, int] = field(default_factory=dict)  # received in the last so many weeks
    weeks_cents: Mapping[int, int] = field(default_factory=dict)
    days_since_kept: int | None = None  # since the last offer that became work; None: there was none
    again: bool = False  # worked for this family before, which did not say: rather somebody else


def elapsed(start: datetime, end: datetime) -> int:
    """Whole minutes between two moments: Python subtracts within one zone by the clock on the wall."""
    return round((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() / 60)


def by_day(start: datetime, end: datetime, zone: str) -> Iterator[tuple[date, int]]:
    here, done = ZoneInfo(zone), 0
    day = start.astimezone(here).date()
    while day <= (end.astimezone(here) - INSTANT).date():
        midnight = datetime.combine(day + DAY, datetime.min.time(), here)
        until = elapsed(start, min(end, midnight.astimezone(UTC)))
        yield day, until - done
        day, done = day + DAY, until


def week_of(day: date) -> Week:
    year, week, _weekday = day.isocalendar()
    return year, week
