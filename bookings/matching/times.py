"""Whether somebody is free: nothing booked, her hours, the way from and to what lies beside, rest between two days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bookings.matching.facts import Held, Need, Person, Span, elapsed
from bookings.matching.reason import IF, NO, UNKNOWN, Reason
from bookings.matching.rules import Rules
from bookings.matching.way import minutes_on_the_way


def free_reasons(need: Need, person: Person, rules: Rules) -> list[Reason]:
    found = list(taken(need, person, rules)) if person.held else []
    if hours := outside(need, person, rules.gates["free"].if_short_min):
        found.append(hours)
    return found


def outside(need: Need, person: Person, slack: float) -> Reason | None:
    if person.open is None:
        return Reason("free", UNKNOWN, "no_hours")
    short = need.minutes - covered(person.open, need.starts_at, need.ends_at)
    if short <= 0:
        return None
    return Reason("free", IF if short <= slack else NO, "outside", facts={"minutes": short})


def covered(spans: tuple[Span, ...], start: datetime, end: datetime) -> int:
    """Minutes of this time that lie in her hours; spans that touch or overlap count once."""
    minutes, reached = 0, start
    for opens, closes in sorted(spans):
        if closes > reached and opens < end:
            until = min(closes, end)
            minutes += elapsed(max(opens, reached), until)
            reached = until
    return minutes


def taken(need: Need, person: Person, rules: Rules) -> Iterator[Reason]:
    for held in sorted(person.held, key=lambda held: (held.start, held.end)):
        if held.start < need.ends_at and need.starts_at < held.end:
            yield Reason("free", NO, "held", facts={"start": utc(held.start), "end": utc(held.end)})
        else:
            yield from beside(need, person, held, rules)


def beside(need: Need, person: Person, held: Held, rules: Rules) -> Iterator[Reason]:
    """What lies before or after: time for the way, and rest between the work of two days (D.Lgs. 66/2003, art. 7)."""
    first, second = (held.end, need.starts_at) if held.end <= need.starts_at else (need.ends_at, held.start)
    gap, numbers = elapsed(first, second), rules.gates["free"]
    wanted = (minutes_on_the_way(held.point, need.point, person.mode, rules) or 0) + numbers.slack_min
    if gap < wanted:
        yield Reason("free", NO, "too_close", facts={"minutes": round(wanted - gap)})
    if held.work and gap < numbers.rest_h * 60 and not same_day(held.start, need.starts_at, need.zone):
        yield Reason("free", NO, "rest", facts={"hours": round(gap / 60, 1), "wanted": numbers.rest_h})


def same_day(one: datetime, other: datetime, zone: str) -> bool:
    here = ZoneInfo(zone)
    return one.astimezone(here).date() == other.astimezone(here).date()


def utc(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).isoformat()


def around(need: Need, rules: Rules) -> Span:
    """How far one has to look for what lies beside: rest, or the longest way."""
    far = timedelta(hours=max(rules.gates["free"].rest_h, 4))
    return need.starts_at - far, need.ends_at + far
