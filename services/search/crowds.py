"""How far a search looks first, where a lot lies around: each night for each neighbourhood.

Near a place offers are looked at in the order of their distance until a page is full. Where nothing fits, that would be
all offers of a city, however large: a word that nobody says, a day on which nobody has time. So in a crowd the nearest
are looked at first; what is to be free on a day is looked for among them alone.
"""

from django.db import connection
from django.utils import timezone

from marketplace.places.models import Area
from marketplace.places.points import metres_between, project, shrink
from services.models import Offer
from services.search.wishes import Wish

CROWD = 20_000  # offers; fewer are all looked at
NO_PLACE = (Offer.Where.PHONE, Offer.Where.REMOTE)
FARTHEST_OF_THEM = """
SELECT location <-> %(middle)s FROM services_listing WHERE location IS NOT NULL
ORDER BY location <-> %(middle)s OFFSET %(crowd)s LIMIT 1
"""


def measure() -> None:
    """Write down for each neighbourhood how far the nearest of a crowd are; none where there is no crowd."""
    areas = list(Area.objects.all())
    for area in areas:
        area.near_metres, area.changed_at = metres_to(area), timezone.now()
    Area.objects.bulk_update(areas, ["near_metres", "changed_at"])


def metres_to(area: Area) -> float | None:
    x, y = project(area.centre_lat, area.centre_lon)
    with connection.cursor() as cursor:
        cursor.execute(FARTHEST_OF_THEM, {"middle": f"({x!r},{y!r})", "crowd": CROWD})
        found = cursor.fetchone()
    return found and found[0] * shrink(area.centre_lat)


def bound(wish: Wish) -> float | None:
    """Metres from the wished place within which a crowd lies. None: all are looked at, or nothing has a place."""
    area = wish.near.area if wish.near and wish.where not in NO_PLACE else None
    if not wish.near or not area or area.near_metres is None:
        return None
    aside = metres_between(project(area.centre_lat, area.centre_lon), project(wish.near.lat, wish.near.lon))
    return area.near_metres + aside
