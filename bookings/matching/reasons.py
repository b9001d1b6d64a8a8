"""The soft reasons: whom to tell first among those who may. Each is between 0 and 1, times its published weight."""

from collections.abc import Callable, Iterable
from typing import Any

from bookings.matching.facts import Need, Person
from bookings.matching.reason import UNKNOWN, YES, Reason
from bookings.matching.rules import Rules, Weighed
from bookings.matching.way import minutes_on_the_way

Found = tuple[float | None, dict[str, Any]] | None  # how much (None: not known) and facts; None: this job does not ask
Soft = Callable[[Need, Person, Rules, Any], Found]
ALL: dict[str, Soft] = {}
TURN = "turn"


def soft(code: str) -> Callable[[Soft], Soft]:
    def register(function: Soft) -> Soft:
        ALL[code] = function
        return function

    return register


def weighed(need: Need, person: Person, rules: Rules) -> list[Reason]:
    """All of them, in the order in which they are published; what this job does not ask is left out."""
    return [found for one in rules.reasons if (found := reason(need, person, rules, one))]


def reason(need: Need, person: Person, rules: Rules, one: Weighed) -> Reason | None:
    found = ALL[one.code](need, person, rules, one.numbers)
    if found is None:
        return None
    much, facts = found
    points = round(one.weight * (rules.unknown if much is None else much), 4)
    if much is None:
        return Reason(one.code, UNKNOWN, "not_known", points)
    return Reason(one.code, YES, "alike" if "alike" in facts else "", points, facts)


@soft("skill")
def skill(need: Need, person: Person, rules: Rules, numbers: Any) -> Found:
    asked = [(slug, numbers.needed) for slug in need.needed] + [(slug, numbers.nice) for slug in need.nice]
    if not asked:
        return None
    if person.skills is None:
        return None, {"n": 0, "m": len(asked)}
    near = {slug: near_to(need, slug, person.skills) for slug, _weight in asked if slug not in person.skills}
    got = sum(weight * (numbers.same_group * bool(near[slug]) if slug in near else 1) for slug, weight in asked)
    facts: dict[str, Any] = {"n": len(asked) - len(near), "m": len(asked)}
    if found := sorted({slug for slugs in near.values() for slug in slugs}):
        facts["alike"] = [dict(need.called.get(slug, {"en": slug})) for slug in found]
    return got / sum(weight for _slug, weight in asked), facts


def near_to(need: Need, slug: str, skills: frozenset[str]) -> set[str]:
    """What she can do of the same group."""
    group = need.groups.get(slug)
    return {one for one in skills if group and need.groups.get(one) == group}


@soft(TURN)
def turn(need: Need, person: Person, rules: Rules, numbers: Any) -> Found:
    """Who had less than wished, and who waits. An offer refused or let pass does not begin the waiting anew."""
    part, days = share(person, numbers), person.days_since_kept
    waited = 1.0 if days is None else min(1.0, days / numbers.days)
    owed = rules.unknown if part is None else 1 - part
    return (owed + waited) / 2, turn_facts(person, numbers.weeks[0])


def turn_facts(person: Person, weeks: int) -> dict[str, Any]:
    received = round(person.weeks_minutes.get(weeks, 0) / 60, 1)
    return {"h": received, "w": (person.hours or 0) * weeks, "weeks": weeks}


def share(person: Person, numbers: Any) -> float | None:
    """Of the hours and euro wished, how much was received: the mean over each of the weeks, cut at 1."""
    if not person.hours:
        return None
    parts = [part for weeks in numbers.weeks for part in shares(person, weeks, numbers.rate_cents)]
    return sum(parts) / len(parts)


def shares(person: Person, weeks: int, rate: float) -> tuple[float, float]:
    wished = (person.hours or 0) * weeks
    hours, cents = person.weeks_minutes.get(weeks, 0) / 60, person.weeks_cents.get(weeks, 0)
    return min(1.0, hours / wished), min(1.0, cents / (wished * rate))


def share_of(person: Person, rules: Rules) -> float:
    """For ties: who received less comes first."""
    numbers = next(one.numbers for one in rules.reasons if one.code == TURN)
    part = share(person, numbers)
    return rules.unknown if part is None else part


@soft("same_person")
def same_person(need: Need, person: Person, rules: Rules, numbers: Any) -> Found:
    """Only what speaks for somebody: of a family that would rather have somebody else, she is as good as new to it, so
    that nobody reads it off a list, or off what is kept of one."""
    return (float(person.again), {}) if need.for_whom else None


@soft("wish")
def wish(need: Need, person: Person, rules: Rules, numbers: Any) -> Found:
    return meets(need, person.wishes)


@soft("distance")
def distance(need: Need, person: Person, rules: Rules, numbers: Any) -> Found:
    minutes = minutes_on_the_way(need.point, person.point, person.mode, rules)
    if minutes is None or not person.minutes:
        return None, {}
    return max(0.0, 1 - minutes / person.minutes), {"minutes": minutes}


@soft("goal")
def goal(need: Need, person: Person, rules: Rules, numbers: Any) -> Found:
    return meets(need, person.goals)


def meets(need: Need, wanted: Iterable[str] | None) -> Found:
    """Whether she wants any of the skills that this job uses."""
    if not need.skills:
        return None
    return (None if wanted is None else float(not need.skills.isdisjoint(wanted))), {}
