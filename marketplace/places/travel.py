"""How long the way takes: metres, times a detour, at the speed of the day."""

import math
from datetime import date
from typing import Protocol

from django.utils.functional import Promise

from marketplace.places.models import TravelSpeed
from marketplace.places.points import RADIUS, metres_between, project

Words = str | Promise


class Somewhere(Protocol):
    """Whatever has a latitude and a longitude: a place, a street, what the geocoder found."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...


def travel_minutes(start: Somewhere, end: Somewhere, mode: str, on_date: date) -> int:
    """Whole minutes, rounded up. Raises TravelSpeed.DoesNotExist when that day has no speed for this mode."""
    return minutes_at(TravelSpeed.objects.on(on_date).get(mode=mode), start, end)


def travel_ways(start: Somewhere, end: Somewhere, on_date: date) -> list[tuple[Words, int]]:
    """How one gets there and in how many minutes, the cheapest first: on foot, by bicycle, by bus and tram, by car."""
    speeds = {speed.mode: speed for speed in TravelSpeed.objects.on(on_date)}
    return [(mode.label, minutes_at(speeds[mode], start, end)) for mode in TravelSpeed.Mode if mode in speeds]


def modes_on(day: date) -> list[str]:
    """The ways of travelling that have a speed on this day."""
    return list(TravelSpeed.objects.on(day).values_list("mode", flat=True))


def reach(speed: TravelSpeed, minutes: int) -> float:
    """Metres of line, as `points.within` measures them from the start, up to which nobody needs longer than that.

    A little less than the way there and back would give: the circle on the map shrinks by the latitude of its centre,
    the way by that of its middle, which towards the equator is longer. As far north as there are cities the two differ
    by less than this share: 0.08 % of an hour's walk."""
    metres = minutes * speed.metres_per_minute / speed.detour
    return metres * (1 - 1.5 * metres / RADIUS)


def minutes_at(speed: TravelSpeed, start: Somewhere, end: Somewhere) -> int:
    straight = metres_between(project(start.lat, start.lon), project(end.lat, end.lon))
    return math.ceil(straight * speed.detour / speed.metres_per_minute)
