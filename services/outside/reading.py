"""What a stranger's calendar says is taken. Run as a program of its own, with little time and memory, because it reads
what strangers write: a rule that repeats every second for a century ends this program and nothing else.

    reading.py SINCE UNTIL ZONE HOST < calendar    (moments as ISO 8601) answers [["...", "..."], ...] in UTC

Imports nothing of ours: it starts in an eye's blink and has no way to the database.
"""

import json
import resource
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

SECONDS, BYTES = 5, 512 * 1024 * 1024
MOST_EVENTS, MOST_TURNS = 10_000, 100_000  # entries read, and turns of all that repeats
NO_CALENDAR, TOO_MUCH = 3, 4  # how the program ends
BROKEN = (ValueError, OverflowError, TypeError, KeyError, AttributeError)  # what nonsense in an entry raises
Span = tuple[datetime, datetime]


class TooMuch(Exception):
    """More than a calendar that people look at would hold."""


class Reader:
    """Reads one calendar for a window of time. `zone`: where times without one are; `host`: whose events are ours."""

    def __init__(self, since: datetime, until: datetime, zone: tzinfo, host: str) -> None:
        self.since, self.until, self.zone, self.host = since, until, zone, host
        self.turns = 0

    def busy(self, text: str) -> list[Span]:
        """The times that are taken, in order, those that touch as one. Raises ValueError for what is no calendar."""
        entries = [part for calendar in Calendar.from_ical(text, multiple=True) for part in calendar.walk()]
        if len(entries) > MOST_EVENTS:
            raise TooMuch
        if not any(part.name == "VCALENDAR" for part in entries):
            raise ValueError("no calendar")
        events = [part for part in entries if part.name == "VEVENT" and not self.ours(part)]
        blocks = [part for part in entries if part.name == "VFREEBUSY"]
        return self.merged(chain(self.of_events(events), *map(self.of_blocks, blocks)))

    def ours(self, event: Any) -> bool:
        """An invitation of ours that she took into her own calendar: what we know of it ourselves is newer."""
        return str(event.get("UID", "")).endswith(f"@{self.host}")

    # --- events ---------------------------------------------------------------------------------------------------
    def of_events(self, events: list[Any]) -> Iterator[Span]:
        """Each event as often as it takes place; what was changed for one day stands for that day alone."""
        moved: dict[str, set[datetime]] = defaultdict(set)
        for event in events:
            with suppress(*BROKEN):
                day = event["RECURRENCE-ID"].dt
                moved[str(event.get("UID"))].add(self.moment(day))
        for event in events:
            again = set() if "RECURRENCE-ID" in event else moved[str(event.get("UID"))]
            with suppress(*BROKEN):  # one that makes no sense must not hide the others
                if self.takes_time(event):
                    yield from self.times(event, again)

    def takes_time(self, event: Any) -> bool:
        free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        return not free and str(event.get("STATUS", "")).upper() != "CANCELLED"

    def times(self, event: Any, left_out: set[datetime]) -> Iterator[Span]:
        first = self.known(event.get("DTSTART"))
        if first is None:
            return
        length = self.length(event, first)
        out = left_out | {self.moment(day) for day in self.days(event, "EXDATE")}
        for start in self.starts(event, first, length):
            begin = self.moment(start)
            if length and begin not in out:
                yield begin, self.end(start, length)

    def starts(self, event: Any, first: date, length: timedelta) -> Iterable[date]:
        rule = event.get("RRULE")
        repeated = self.repeats(rule, first, length) if rule and "RECURRENCE-ID" not in event else [first]
        return chain(repeated, self.days(event, "RDATE"))

    def repeats(self, rule: Any, first: date, length: timedelta) -> Iterator[date]:
        """The starts of what repeats, worked out on the wall clock, so that ten o'clock stays ten o'clock."""
        for one in rule if isinstance(rule, list) else [rule]:
            parts = {name: value for name, value in one.items() if name != "UNTIL"}
            wall = first.replace(tzinfo=None) if isinstance(first, datetime) else datetime.combine(first, time(0))
            last = min([self.wall(self.until, first), *(self.wall(end, first) for end in one.get("UNTIL", []))])
            for turn in rrulestr(type(one)(parts).to_ical().decode(), dtstart=wall):
                self.count()
                if turn > last:
                    break
                yield turn.replace(tzinfo=first.tzinfo) if isinstance(first, datetime) else turn.date()

    def count(self) -> None:
        self.turns += 1
        if self.turns > MOST_TURNS:
            raise TooMuch

    def wall(self, moment: date, like: date) -> datetime:
        """A moment on the clock by which `like` is told."""
        if not isinstance(moment, datetime):
            return datetime.combine(moment, time.max)
        zone = (like.tzinfo if isinstance(like, datetime) else None) or self.zone
        return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment

    def length(self, event: Any, first: date) -> timedelta:
        whole_day = not isinstance(first, datetime)
        if isinstance(given := getattr(event.get("DURATION"), "dt", None), timedelta):
            return given
        last = self.known(event.get("DTEND"))
        if last is None:
            return timedelta(days=1) if whole_day else timedelta(0)
        if whole_day or not isinstance(last, datetime):
            return timedelta(days=(day_of(last) - day_of(first)).days)
        return self.moment(last) - self.moment(first)

    def end(self, start: date, length: timedelta) -> datetime:
        """Whole days end at midnight, also where the clocks changed; hours are hours."""
        return self.moment(start) + length if isinstance(start, datetime) else self.moment(start + length)

    # --- blocks of busy time, and moments -------------------------------------------------------------------------
    def of_blocks(self, block: Any) -> Iterator[Span]:
        given = block.get("FREEBUSY", [])
        for period in given if isinstance(given, list) else [given]:
            if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
                start, end = period.dt
                yield self.moment(start), self.moment(start) + end if isinstance(end, timedelta) else self.moment(end)

    def days(self, event: Any, name: str) -> Iterator[date]:
        given = event.get(name, [])
        for found in given if isinstance(given, list) else [given]:
            for one in getattr(found, "dts", []):
                self.count()
                yield one.dt[0] if isinstance(one.dt, tuple) else one.dt

    def known(self, given: Any) -> date | None:
        """The day or moment that a property holds; None where it holds nonsense."""
        found = getattr(given, "dt", None)
        return found if isinstance(found, date) else None

    def moment(self, day: date) -> datetime:
        if not isinstance(day, datetime):
            day = datetime.combine(day, time(0))
        return (day if day.tzinfo else day.replace(tzinfo=self.zone)).astimezone(UTC)

    def merged(self, spans: Iterable[Span]) -> list[Span]:
        whole: list[Span] = []
        for start, end in sorted((max(start, self.since), min(end, self.until)) for start, end in spans):
            if whole and start <= whole[-1][1]:
                whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
            elif start < end:
                whole.append((start, end))
        return whole


def day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def bound() -> None:
    """So much processor time and memory, and no more."""
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, BYTES)):
        with suppress(ValueError, OSError):  # a system that knows no such bound; the caller's clock runs all the same
            resource.setrlimit(what, (most, most))


def main(since: str, until: str, zone: str, host: str) -> int:
    bound()
    text = sys.stdin.buffer.read().decode("utf-8-sig", "replace")
    reader = Reader(datetime.fromisoformat(since), datetime.fromisoformat(until), ZoneInfo(zone), host)
    try:
        spans = reader.busy(text)
    except (TooMuch, MemoryError, RecursionError):
        return TOO_MUCH
    except BROKEN:
        return NO_CALENDAR
    json.dump([[start.isoformat(), end.isoformat()] for start, end in spans], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
