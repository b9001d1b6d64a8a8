"""Figures of an SVG, drawn here. A line over days: what there was, and what there will be at this pace. And bars, one
below the other: how much of it went where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WIDTH, HEIGHT = 440, 248
LEFT, RIGHT, TOP, BOTTOM = 58, 424, 20, 212
STEPS = (1, 2, 5, 10)
ROW, WORDS, BAR = 50, 17, 25  # of a bar: from one to the next, and from its top to its words and to itself


@dataclass(frozen=True)
class Line:
    """Coordinates as text, so that no language puts a comma into them. `grid`: (y, amount) of each line behind."""

    points: str
    ahead: str
    last: tuple[str, str]  # today
    anchor: str  # of the words beside it: they stay within the paper
    grid: list[tuple[str, int]]


@dataclass(frozen=True)
class Frame:
    """From days and amounts to the paper."""

    first: date
    days: int
    most: int

    def x(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - self.first).days / max(self.days, 1)

    def y(self, amount: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * amount / max(self.most, 1)

    def point(self, day: date, amount: int) -> str:
        return f"{self.x(day):.1f},{self.y(amount):.1f}"


def line(closings: list[tuple[date, int]], today: date, empty_on: date | None) -> Line:
    """`closings` in order; what was held on a day stays until the next one. A dashed line leads to the day on which
    it will be empty."""
    first, (last_day, held) = closings[0][0], closings[-1]
    step = step_of(max(amount for _day, amount in closings))
    tops = list(range(0, max(amount for _day, amount in closings) + step, step))
    frame = Frame(first, (max(empty_on or today, today) - first).days, tops[-1])
    corners = stairs(closings) + ([(today, held)] if last_day < today else [])
    ahead = f"{frame.point(today, held)} {frame.point(empty_on, 0)}" if empty_on else ""
    return Line(
        " ".join(frame.point(*corner) for corner in corners),
        ahead,
        (f"{frame.x(today):.1f}", f"{frame.y(held):.1f}"),
        "end" if frame.x(today) > (LEFT + RIGHT) / 2 else "start",
        [(f"{frame.y(amount):.1f}", amount) for amount in tops],
    )


def stairs(closings: list[tuple[date, int]]) -> list[tuple[date, int]]:
    """Level until the day before, so that a sum that is put in stands upright."""
    corners = closings[:1]
    for (_before, held), (day, amount) in pairwise(closings):
        corners += [(day - timedelta(days=1), held), (day, amount)]
    return corners


def step_of(most: int) -> int:
    """Between three and six lines behind, at amounts that people count in."""
    rough = max(most, 1) / 4
    size = 1
    while size * 10 <= rough:
        size *= 10
    return next(step * size for step in STEPS if step * size >= rough)


@dataclass(frozen=True)
class Bar:
    """`words`, `top`, `width`: where its words stand, where it begins, and how long it is."""

    name: str
    amount: int
    words: str
    top: str
    width: str


@dataclass(frozen=True)
class Box:
    """The middle half of all on a line of a hundred parts, from `x` on and so wide; `at`: the middle one, whose mark
    stands `over` it."""

    name: str
    middle: int
    words: str
    top: str
    over: str
    x: str
    width: str
    at: str


@dataclass(frozen=True)
class Boxes:
    rows: list[Box]
    height: str


def boxes(quarters: Iterable[tuple[str, Sequence[int]]]) -> Boxes:
    """Of each the three quartiles, in percent; more than all is drawn as all."""
    rows = [box(number * ROW, name, told) for number, (name, told) in enumerate(quarters)]
    return Boxes(rows, str(len(rows) * ROW))


def box(top: int, name: str, told: Sequence[int]) -> Box:
    first, middle, last = (WIDTH * min(part, 100) / 100 for part in told)
    at = min(max(middle - 1.5, 0), WIDTH - 3)
    places = (f"{first:.1f}", f"{max(last - first, 1):.1f}", f"{at:.1f}")
    return Box(name, told[1], str(top + WORDS), str(top + BAR), str(top + BAR - 4), *places)


@dataclass(frozen=True)
class Bars:
    rows: list[Bar]
    height: str


def bars(amounts: Iterable[tuple[str, int]]) -> Bars:
    """The longest is as wide as the paper; its words stand above it, so that no name is too long for its place."""
    told = list(amounts)
    most = max((amount for _name, amount in told), default=0)
    rows = [bar(number * ROW, name, amount, most) for number, (name, amount) in enumerate(told)]
    return Bars(rows, str(len(rows) * ROW))


def bar(top: int, name: str, amount: int, most: int) -> Bar:
    return Bar(name, amount, str(top + WORDS), str(top + BAR), f"{WIDTH * amount / max(most, 1):.1f}")
