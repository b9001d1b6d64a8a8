"""Which neighbourhood a place lies in."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection

from marketplace.places.models import Area

Ring = list[list[float]]


def areas() -> tuple[Area, ...]:
    """All areas by name, read again only when one of them has changed."""
    with connection.cursor() as cursor:  # by hand: asked by every page that looks for something near
        cursor.execute("SELECT count(*), max(id), max(changed_at) FROM places_area")
        return _areas(cursor.fetchone())


@lru_cache(maxsize=2)
def _areas(stamp: tuple[Any, ...]) -> tuple[Area, ...]:
    return tuple(Area.objects.all())


def area_of(lat: float, lon: float) -> Area | None:
    """The area in which a place lies; None outside of all."""
    return area_among(areas(), lat, lon)


def area_among(areas: Iterable[Area], lat: float, lon: float) -> Area | None:
    return next((area for area in areas if inside(area.rings, lat, lon)), None)


def inside(rings: Iterable[Ring], lat: float, lon: float) -> bool:
    """Whether a ray from here to the east crosses the borders an odd number of times."""
    return sum(crosses(a, b, lat, lon) for ring in rings for a, b in sides(ring)) % 2 == 1


def sides(ring: Ring) -> Iterable[tuple[list[float], list[float]]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def crosses(a: list[float], b: list[float], lat: float, lon: float) -> bool:
    """Whether the side from a to b lies to the east, at this height."""
    if (a[1] > lat) == (b[1] > lat):
        return False
    return lon < a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
