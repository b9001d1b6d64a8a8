"""How long the way is, by the numbers of the rules: the straight line, a detour, a speed and a wait."""

import math
from functools import lru_cache

from bookings.matching.rules import Rules
from marketplace.places.points import Point, metres_between


def minutes_on_the_way(start: Point | None, end: Point | None, mode: str | None, rules: Rules) -> int | None:
    """Whole minutes, rounded up; None where a point or the way of going is not known."""
    numbers = rules.gates["reach"]
    speed = numbers.kmh.get(mode or "")
    if start is None or end is None or not speed:
        return None
    return minutes_at(start, end, speed / numbers.detour, numbers.wait_min.get(mode or "", 0))


@lru_cache(maxsize=20_000)
def minutes_at(start: Point, end: Point, kmh: float, wait: float) -> int:
    """Many people start from the same area."""
    return math.ceil(metres_between(start, end) * 60 / (kmh * 1000) + wait)
