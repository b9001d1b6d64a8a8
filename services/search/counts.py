"""How many offers there are for a wish: counted up to a thousand, so that a large city costs no more."""

from dataclasses import replace
from typing import TypeVar

from django.core.cache import caches
from django.db import connection
from django.db.models import QuerySet

from marketplace.places import points
from services.models import Offer
from services.models.offer import OfferQuerySet
from services.search.composed import Finding
from services.search.crowds import nearest_alone
from services.search.found import search
from services.search.wishes import Wish
from services.search.words import words_of

MOST = 1000
SHORTLY = 60  # seconds that a number is kept: what is being published just now may have been told before it was in
Found = TypeVar("Found", OfferQuerySet, Finding)
COUNTS = """
WITH found(id, at, location) AS MATERIALIZED ({found})
SELECT NULL, count(*) FROM found
UNION ALL
SELECT area.id, count(*)
FROM places_area AS area
CROSS JOIN LATERAL (
    SELECT circle(
        point({radius} * radians(area.centre_lon), {radius} * asinh(tan(radians(area.centre_lat)))),
        least(%s, CASE WHEN %s THEN area.near_metres END) / cos(radians(area.centre_lat))
    ) AS around, %s AND area.near_metres IS NOT NULL AS crowded
) AS near
JOIN found ON (found.location <@ near.around OR found.location IS NULL AND NOT near.crowded) AND (
    found.at <> 'at_home'
    OR NOT EXISTS (SELECT FROM services_offer_areas WHERE offer_id = found.id)
    OR EXISTS (SELECT FROM services_offer_areas WHERE offer_id = found.id AND area_id = area.id)
)
WHERE (SELECT count(*) FROM found) <= {most}
GROUP BY area.id
"""


def counted(found: QuerySet[Offer], most: int = 0) -> int:
    """How many these are, at most `most` + 1, or `MOST` + 1: then there are more, and nobody counts how many."""
    return found.order_by()[: (most or MOST) + 1].count()


def listed(wish: Wish, kept: str = "", most: int = 0) -> tuple[Finding | OfferQuerySet, int]:
    """What a page lists, and how many these are, counted as above; `kept`: under which name that number is kept.

    Who is free soonest on a day, or what fits words best, would be worked out for everybody: of more than `most` that
    are found, without a place, it is worked out for the newest."""
    found, most = Finding(wish), most or MOST
    number = number_of(found, kept, most)
    if not number:
        return found.all().none(), 0
    return newest(found.all(), most) if worked_out(wish) and number > most else found, number


def bounded(found: Found, wish: Wish) -> Found | OfferQuerySet:
    """The same for what was narrowed further, and for whoever shows no number: nothing is counted in vain."""
    return newest(found.all(), MOST) if worked_out(wish) and counted(found.all()) > MOST else found


def worked_out(wish: Wish) -> bool:
    """Is it put in order by something that is worked out for each: who is free soonest, or what fits the words best?"""
    return bool(wish.on or words_of(wish)) and not wish.near


def newest(found: OfferQuerySet, most: int) -> OfferQuerySet:
    first = found.order_by("-pk").values_list("pk", flat=True)[:most]
    return found.filter(listing__in=list(first))


def number_of(found: Finding, kept: str, most: int) -> int:
    """That there is nothing is never kept: nobody would look whether it is still so."""
    number = caches["drawn"].get(f"number|{kept}") if kept else None
    if not number:
        number = counted(found.all(), most)
        if kept and number:
            caches["drawn"].set(f"number|{kept}", number, SHORTLY)
    return number


def counts_by_area(wish: Wish, within: float) -> dict[int, int] | None:
    """How many offers each neighbourhood would show for this wish, `within` metres around its centre. One query.

    None: more than `MOST` fit the wish, too many to count them around each."""
    found = search(replace(wish, near=None)).order_by()[: MOST + 1]
    inner, params = found.values("pk", "where", "listing__location").query.sql_with_params()
    alone = nearest_alone(wish)  # as a search near each of them would be
    with connection.cursor() as cursor:
        asked = COUNTS.format(found=inner, radius=points.RADIUS, most=MOST)
        cursor.execute(asked, [*params, within, alone, alone])
        counts = dict(cursor.fetchall())
    return counts if counts.pop(None) <= MOST else None
