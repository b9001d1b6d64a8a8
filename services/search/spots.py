"""What was found as points of a map: places that people come to, as exactly as everybody may know, nobody's home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
    place: Place
    offers: list[Offer]


def spots_of(found: OfferQuerySet) -> list[Spot]:
    """Where the first `MOST_SHOWN` of these take place, in their order.

    What is done at somebody's home, by phone or online has no point. Two queries and those of the cards."""
    offers = found.filter(listing__where=Offer.Where.AT_PLACE, place__isnull=False).for_cards()[:MOST_SHOWN]
    at = points_of(offers)
    together: dict[tuple[int, int], Spot] = {}
    for offer in offers:
        if offer.place and (point := at.get(offer.pk)):
            metre = round(point[0]), round(point[1])
            together.setdefault(metre, Spot(point, offer.place, [])).offers.append(offer)
    return list(together.values())


def points_of(offers: Iterable[Offer]) -> dict[int, Point]:
    """By offer. An address that stands on its organisation's page is known to the door; of any other one everybody
    reads the street alone, so it lies where the gazetteer has the street, else in the middle of the neighbourhood."""
    streets = streets_of([offer.place for offer in offers if offer.place])
    points = {}
    for offer in offers:
        place = offer.place
        if place and place.pk == offer.organisation.place_id:
            points[offer.pk] = place.location
        elif place and place.area:
            centre = project(place.area.centre_lat, place.area.centre_lon)
            points[offer.pk] = streets.get((fold_street(place.street), place.area_id), centre)
    return points


def streets_of(places: Sequence[Place]) -> dict[tuple[str, int | None], Point]:
    named = {fold_street(place.street) for place in places}
    found = Street.objects.filter(folded__in=named, area__in={place.area_id for place in places})
    return {(street.folded, street.area_id): project(street.lat, street.lon) for street in found}
