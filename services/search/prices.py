"""What it may cost: nothing, points of a wardrobe, or so much an hour."""

from services.models import IN_WARDROBES, Offer
from services.models.offer import OfferQuerySet
from services.search.wishes import Wish

UP_TO = (10, 20, 30)  # EUR an hour, to choose from; an address may name any


def by_price(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """For points, and by the hour up to so much. Only prices of an hour are compared with each other: of a fixed price
    or one "from" nobody knows before how long it takes."""
    if wish.points:
        found = found.filter(kind__in=for_points())
    if wish.up_to is not None:
        found = found.filter(price=Offer.Price.HOURLY, price_cents__lte=wish.up_to * 100)
    return found


def for_points() -> list[str]:
    """The kinds that are paid with the points of a wardrobe's card."""
    return [kind for kind, in_wardrobe in IN_WARDROBES.items() if in_wardrobe]
