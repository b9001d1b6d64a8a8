"""The city drawn as cobbles: each area inset and rounded, from its own borders, so that any city gets its map."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from marketplace.places.areas import inside
from marketplace.places.models import Area, Water
from marketplace.places.points import Point, project

Spot = tuple[float, float]
Outline = list[Spot]
GAP = 1.6  # how far a cobble stays from its border, in units of the picture
ROUNDING = 14.0  # how much of a corner is rounded away
SHARPEST = 3.0  # a spike's tip moves inwards at most this many gaps


@dataclass(frozen=True)
class Cobble:
    code: str
    name: str
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Stream:
    path: str
    thin: bool


@dataclass(frozen=True)
class Pavement:
    view_box: str
    cobbles: tuple[Cobble, ...]
    streams: tuple[Stream, ...]
    paper: "Paper"


def pavement(areas: Iterable[Area], waters: Iterable[Water] = (), width: int = 440) -> Pavement:
    """The map as wide as `width` units; drawn once for the same areas."""
    shapes = tuple((area.code, area.name, frozen(area.rings)) for area in areas)
    return _draw(shapes, tuple((frozen([water.line])[0], water.thin) for water in waters), width)


def cobbles(areas: Iterable[Area], width: int = 440) -> tuple[Cobble, ...]:
    return pavement(areas, width=width).cobbles


def frozen(rings: Iterable[Iterable[Sequence[float]]]) -> tuple[tuple[Spot, ...], ...]:
    return tuple(tuple((corner[0], corner[1]) for corner in ring) for ring in rings)


@lru_cache(maxsize=8)
def _draw(
    shapes: tuple[tuple[str, str, tuple[tuple[Spot, ...], ...]], ...],
    waters: tuple[tuple[tuple[Spot, ...], bool], ...],
    width: int,
) -> Pavement:
    corners = [corner for _code, _name, rings in shapes for ring in rings for corner in ring]
    if not corners:
        return Pavement(f"0 0 {width} {width}", (), (), Paper(0, 0, 1, width, width))
    paper = Paper.fitting(corners, width)
    stones = tuple(cobble(code, name, [paper.outline(ring) for ring in rings]) for code, name, rings in shapes)
    streams = tuple(Stream(flowing(paper.spots(line)), thin) for line, thin in waters)
    return Pavement(f"0 0 {width} {math.ceil(paper.height)}", stones, streams, paper)


@dataclass(frozen=True)
class Paper:
    """From degrees to units of the picture, north up."""

    west: float
    north: float
    scale: float
    width: float
    height: float

    @classmethod
    def fitting(cls, corners: Iterable[Spot], width: int) -> "Paper":
        xs, ys = zip(*(project(lat, lon) for lon, lat in corners), strict=True)
        scale = width / ((max(xs) - min(xs)) or 1)
        return cls(min(xs), max(ys), scale, width, (max(ys) - min(ys)) * scale)

    def spots(self, line: Iterable[Spot]) -> Outline:
        return [self.spot(project(lat, lon)) for lon, lat in line]

    def spot(self, point: Point) -> Spot:
        return (point[0] - self.west) * self.scale, (self.north - point[1]) * self.scale

    def holds(self, spot: Spot) -> bool:
        return 0 <= spot[0] <= self.width and 0 <= spot[1] <= self.height

    def outline(self, ring: Iterable[Spot]) -> Outline:
        """A closed border, each corner once, clockwise on the page."""
        spots = without_repeats(self.spots(ring))
        return spots if surface(spots) > 0 else spots[::-1]


def cobble(code: str, name: str, rings: list[Outline]) -> Cobble:
    stones = [stone for ring in rings if len(stone := inset(ring, GAP)) >= 3]
    x, y = roomiest(max(stones or rings, key=surface))
    return Cobble(code, name, "".join(rounded(stone) for stone in stones), round(x), round(y))


def without_repeats(spots: Outline) -> Outline:
    pairs = zip([spots[-1], *spots], spots, strict=False)
    return [spot for before, spot in pairs if math.dist(before, spot) > 0.01] or spots[:1]


def surface(spots: Outline) -> float:
    """Square units; positive when clockwise on a page whose y grows downwards."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in around(spots)) / 2


def around(spots: Outline) -> list[tuple[Spot, Spot]]:
    return list(zip(spots, [*spots[1:], *spots[:1]], strict=True))


def inset(ring: Outline, gap: float) -> Outline:
    """The border moved inwards. A side that this would turn round is too short: it becomes its middle, and again."""
    while len(ring) >= 3:
        moved = [inwards(a, b, c, gap) for a, b, c in zip([ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False)]
        turned = next((at for at, pair in enumerate(around(ring)) if turns(pair, around(moved)[at])), None)
        if turned is None:
            return moved
        ring = without_repeats(merged(ring, turned))
    return []


def inwards(before: Spot, corner: Spot, after: Spot, gap: float) -> Spot:
    """Where a corner goes when both its sides move inwards by `gap`."""
    (ax, ay), (bx, by) = normal(before, corner), normal(corner, after)
    reach = gap / max(1 + ax * bx + ay * by, 2 / SHARPEST**2)
    return corner[0] + (ax + bx) * reach, corner[1] + (ay + by) * reach


def normal(a: Spot, b: Spot) -> Spot:
    """Of length one, to the right of the way from a to b: inside, when one goes round clockwise."""
    length = math.dist(a, b)
    return (a[1] - b[1]) / length, (b[0] - a[0]) / length


def turns(old: tuple[Spot, Spot], new: tuple[Spot, Spot]) -> bool:
    (a, b), (c, d) = old, new
    return (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]) <= 0


def merged(ring: Outline, at: int) -> Outline:
    """Without the side that begins at this corner."""
    (ax, ay), (bx, by) = around(ring)[at]
    rest = ring[at + 2 :] + ring[:at] if at + 1 < len(ring) else ring[1:-1]
    return [*rest, ((ax + bx) / 2, (ay + by) / 2)]


def rounded(spots: Outline) -> str:
    """A closed path whose corners are curves; a dent's curve is kept small, for it bulges outwards."""
    steps = []
    for before, corner, after in zip([spots[-1], *spots], spots, [*spots[1:], spots[0]], strict=False):
        dent = surface([before, corner, after]) < 0
        start, end = (towards(corner, other, GAP if dent else ROUNDING) for other in (before, after))
        steps.append(f"{write(start)}Q{write(corner)} {write(end)}")
    return "M" + "L".join(steps) + "z"


def towards(a: Spot, b: Spot, far: float) -> Spot:
    """From a as far towards b as asked, at most to the middle."""
    part = min(far / (math.dist(a, b) or 1), 0.5)
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def write(spot: Spot) -> str:
    return f"{spot[0]:.1f} {spot[1]:.1f}"


def flowing(spots: Outline) -> str:
    """A smooth line through the middles of its sides."""
    middles = [f"{write(corner)} {write(towards(corner, after, math.inf))}" for corner, after in around(spots)[1:-1]]
    return f"M{write(spots[0])}" + "".join(f"Q{middle}" for middle in middles) + f"L{write(spots[-1])}"


def roomiest(spots: Outline, steps: int = 24) -> Spot:
    """The inner spot farthest from the border, on a grid: there a number has room."""
    xs, ys = zip(*spots, strict=True)
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    ring = [[list(spot) for spot in spots]]
    within = [(x, y) for x, y in grid if inside(ring, y, x)] or [spots[0]]
    return max(within, key=lambda spot: min(from_side(spot, a, b) for a, b in around(spots)))


def from_side(spot: Spot, a: Spot, b: Spot) -> float:
    """How far a spot is from the side between a and b."""
    (px, py), (dx, dy) = (spot[0] - a[0], spot[1] - a[1]), (b[0] - a[0], b[1] - a[1])
    along = max(0.0, min(1.0, (px * dx + py * dy) / ((dx * dx + dy * dy) or 1)))
    return math.hypot(px - along * dx, py - along * dy)
