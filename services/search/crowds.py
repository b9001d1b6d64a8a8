"""How far a search looks first, where a lot lies around: each night for each neighbourhood.

Near a place offers are looked at in the order of their distance until a page is full. Where nothing fits, that would be
all offers of a city, however large: a word that nobody says, a day on which nobody has time. So in a crowd the nearest
are looked at first; what is to be free on a day is looked for among them alone.
"""

import math

from django.db import connection
from django.utils import timezone

from marketplace.places.models import Area
from marketplace.places.points import metres_between, project, shrink
from services.models import Offer
from services.search.wishes import Wish

CROWD = 20_000  # offers; fewer are all looked at
ABOUT = 0.1  # by which part more or less is as good
NO_PLACE = (Offer.Where.PHONE, Offer.Where.REMOTE)
FARTHEST_OF_THEM = """
SELECT location <-> %(middle)s FROM services_listing WHERE location IS NOT NULL
ORDER BY location <-> %(middle)s OFFSET %(many)s LIMIT 1
"""


def measure() -> None:
    """Write down for each neighbourhood about how far the nearest of a crowd are; none where there is no crowd."""
    changed = []
    for area in Area.objects.all():
        metres = settled(area)
        if metres != area.near_metres:
            area.near_metres, area.changed_at = metres, timezone.now()
            changed.append(area)
    Area.objects.bulk_update(changed, ["near_metres", "changed_at"])


def settled(area: Area) -> float | None:
    """What was written down stays as long as it is about right: what is found on a day would come and go with it, and
    whoever keeps such a search be told each time."""
    before, now = area.near_metres, metres_to(area, CROWD)
    if before is None:
        return now
    if now is None:
        return before if metres_to(area, round(CROWD * (1 - ABOUT))) else None
    return before if abs(now - before) <= before * ABOUT else now


def metres_to(area: Area, many: int) -> float | None:
    x, y = project(area.centre_lat, area.centre_lon)
    with connection.cursor() as cursor:
        cursor.execute(FARTHEST_OF_THEM, {"middle": f"({x!r},{y!r})", "many": many})
        found = cursor.fetchone()
    return found and math.ceil(found[0] * shrink(area.centre_lat))


def nearest_alone(wish: Wish) -> bool:
    """Are the nearest alone looked at, in a crowd? On a day, because who is free is worked out for one after the other;
    what has no place is no farther than anything else."""
    return bool(wish.on) and wish.where not in NO_PLACE


def in_crowd(wish: Wish) -> bool:
    """Is it one for which others, farther away, are not looked at?"""
    return nearest_alone(wish) and bound(wish) is not None


def bound(wish: Wish) -> float | None:
    """Metres from the wished place within which a crowd lies. None: all are looked at, or nothing has a place."""
    area = wish.near.area if wish.near and wish.where not in NO_PLACE else None
    if not wish.near or not area or area.near_metres is None:
        return None
    aside = metres_between(project(area.centre_lat, area.centre_lon), project(wish.near.lat, wish.near.lon))
    return area.near_metres + aside
