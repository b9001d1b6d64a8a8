"""What was found as points of a map: places that people come to, as exactly as everybody may know, nobody's home."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from marketplace.places.models import Place, Street
from marketplace.places.names import fold_street
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

    What is done at somebody's home, by phone or online has no point. Two queries and those of the cards."""
    known = Q(place__area__isnull=False) | Q(place=F("organisation__place"))
    offers = found.filter(known, listing__where=Offer.Where.AT_PLACE).for_cards()[:MOST_SHOWN]
    streets = streets_of([offer.place for offer in offers if offer.place])
    together: dict[tuple[int, int, str], Spot] = {}
    for offer in offers:
        point, name = point_of(offer, streets)
        metre = round(point[0]), round(point[1])
        together.setdefault((*metre, name), Spot(point, name, [])).offers.append(offer)
    return list(together.values())


def point_of(offer: Any, streets: dict[tuple[str, int | None], Point]) -> tuple[Point, str]:
    """With the name of the place. An address that stands on its organisation's page is known to the door; of any other
    one everybody reads the street alone, so it lies where the gazetteer has the street, else it is the middle of the
    neighbourhood, for all that it does not know there."""
    place = offer.place
    if place.pk == offer.organisation.place_id:
        return place.location, str(place)
    if street := streets.get((fold_street(place.street), place.area_id)):
        return street, str(place)
    return project(place.area.centre_lat, place.area.centre_lon), place.area.name


def streets_of(places: Sequence[Place]) -> dict[tuple[str, int | None], Point]:
    named = {fold_street(place.street) for place in places}
    found = Street.objects.filter(folded__in=named, area__in={place.area_id for place in places})
    return {(street.folded, street.area_id): project(street.lat, street.lon) for street in found}
