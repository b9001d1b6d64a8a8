"""What was found as points of a map: places that people come to, as exactly as everybody may know, nobody's home."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from marketplace.places.points import Point, project
from services.models import Offer
from services.models.offer import OfferQuerySet

MOST_SHOWN = 200  # offers on one map


@dataclass(frozen=True)
class Spot:
    """A point, in Mercator metres, and what takes place there."""

    at: Point
    name: str  # of the place, as exactly as everybody may know it
    offers: list[Offer]


def spots_of(found: OfferQuerySet) -> list[Spot]:
    """Where the first `MOST_SHOWN` of these take place, in their order.

    What is done at somebody's home, by phone or online has no point. One query and those of the cards."""
    there = found.filter(listing__where=Offer.Where.AT_PLACE, listing__location__isnull=False, place__isnull=False)
    together: dict[tuple[int, int, str], Spot] = {}
    offer: Any
    for offer in there.annotate(shown_at=F("listing__location")).for_cards()[:MOST_SHOWN]:
        point, name = offer.shown_at, name_of(offer)
        together.setdefault((*metre(point), name), Spot(point, name, [])).offers.append(offer)
    return list(together.values())


def name_of(offer: Any) -> str:
    """Of its place. Where the middle of the neighbourhood stands for a street, the street is not there."""
    area = offer.place.area
    if area and metre(offer.shown_at) == metre(project(area.centre_lat, area.centre_lon)):
        return area.name
    return str(offer.place)


def metre(point: Point) -> tuple[int, int]:
    return round(point[0]), round(point[1])
