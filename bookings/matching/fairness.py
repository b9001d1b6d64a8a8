"""How evenly work is spread over those who wish for it: shares, Gini, days of waiting. Told from ten people on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """None where there is nothing to divide, or too few people to tell of."""

    people: int
    gini_hours: float | None
    gini_euro: float | None
    gini_offers: float | None
    waiting_median: float | None
    waiting_p90: float | None
    hours: tuple[int, int, int]  # quartiles of what each received of her wish, in percent
    offers: tuple[int, int, int]  # and of how often each was asked


@dataclass(frozen=True, slots=True)
class Received:
    """What one person received in a period, beside what was wished. `days`: since the last offer; None: none yet."""

    wished_minutes: int
    minutes: int
    cents: int
    offers: int
    days: int | None


def report(pool: Sequence[Received], small_from: int) -> Report | None:
    """Of one pool (an area and a month): those who wish for work, zeros included. None: too few, and each would be
    told apart."""
    people = [one for one in pool if one.wished_minutes]
    if len(people) < small_from:
        return None
    days = [one.days for one in people if one.days is not None]
    return Report(
        people=len(people),
        gini_hours=gini(one.minutes / one.wished_minutes for one in people),
        gini_euro=gini(one.cents / one.wished_minutes for one in people),
        gini_offers=gini(one.offers for one in people),
        waiting_median=percentile(days, 50),
        waiting_p90=percentile(days, 90),
        hours=quartiles([100 * one.minutes // one.wished_minutes for one in people]),
        offers=quartiles([one.offers for one in people]),
    )


def quartiles(values: Sequence[int]) -> tuple[int, int, int]:
    """A quarter of all has no more than the first, half no more than the second; there is somebody."""
    first, middle, last = (sorted(values)[max(0, -(-len(values) * part // 4) - 1)] for part in (1, 2, 3))
    return first, middle, last


def gini(values: Iterable[float]) -> float | None:
    """0: everybody has the same; near 1: one has all. Zeros count. None: nobody has anything ("no work")."""
    ranked = sorted(values)
    whole, count = sum(ranked), len(ranked)
    if not whole:
        return None
    return sum((2 * place - count - 1) * value for place, value in enumerate(ranked, 1)) / (count * whole)


def percentile(values: Sequence[float], part: int) -> float | None:
    """By the nearest rank: a number that somebody has."""
    if not values:
        return None
    return sorted(values)[max(0, -(-len(values) * part // 100) - 1)]
