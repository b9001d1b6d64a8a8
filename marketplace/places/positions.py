"""Where a device says that it is: a latitude and a longitude, in the core never more exactly than about 100 metres."""

import re
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marketplace.places.areas import area_among, areas
from marketplace.places.gazetteer import Found
from marketplace.places.models import Area
from marketplace.places.points import metres_between, project

DIGITS = 3  # behind the point of a degree
AROUND = 50_000  # metres from a neighbourhood: who is farther off looks for nothing here
PAIR = re.compile(r"\s*([-+]?\d{1,3}(?:\.\d*)?)\s*,\s*([-+]?\d{1,3}(?:\.\d*)?)\s*", re.ASCII)
# Two numbers or more and nothing else is no address, but may have been meant as a position: 45,07 7,68.
NUMBERS = re.compile(r"\s*[-+]?\d[\d.]*°?(?:[\s,;]+[-+]?\d[\d.]*°?)+\s*", re.ASCII)
Degrees = tuple[float, float]


def position(text: str, known: Sequence[Area] = ()) -> Found | None:
    """The place that a latitude and a longitude name; None for other words. `known`: the areas, where somebody has read
    them. Raises ValidationError where they name none on the map, or one far from the city."""
    if not NUMBERS.fullmatch(text):
        return None
    if not (here := degrees(text)):
        raise ValidationError(_("A position is written as 45.07,7.68: first the latitude, then the longitude."))
    if not close(here, known := known or areas()):
        raise ValidationError(_("This place is too far from here. Write a street or a neighbourhood."))
    area = area_among(known, *here)
    return Found(area.name if area else outside(), *here, area, precise=True, here=True)


def rounded(text: str) -> str:
    """As it may stand in an address that is shared or kept. Other words stay as they are."""
    here = degrees(text)
    return ",".join(f"{number:g}" for number in here) if here else text


def degrees(text: str) -> Degrees | None:
    """Latitude and longitude, rounded; Mercator's map ends before the poles."""
    if not (pair := PAIR.fullmatch(text)):
        return None
    lat, lon = (round(float(number), DIGITS) + 0.0 for number in pair.groups())  # + 0.0: none is written as -0
    return (lat, lon) if abs(lat) <= 85 and abs(lon) <= 180 else None


def close(here: Degrees, known: Iterable[Area]) -> bool:
    return any(metres_between(project(*here), project(one.centre_lat, one.centre_lon)) <= AROUND for one in known)


def outside() -> str:
    return _("outside %(city)s") % {"city": settings.CITY}
