"""What it may cost: nothing, points of a wardrobe, or so much an hour."""

from django.db.models import Case, FloatField, Q, Value, When
from django.db.models.functions import Cast

from services.models import IN_WARDROBES, Offer
from services.models.offer import OfferQuerySet
from services.search.wishes import Wish

UP_TO = (10, 20, 30)  # EUR an hour, to choose from; an address may name any


def by_price(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """For nothing, for points, or up to so much an hour. Of a fixed price or one "from" nobody knows before how long it
    takes; what costs points is not free."""
    if wish.free:
        found = found.filter(free())
    if wish.points:
        found = found.filter(kind__in=for_points())
    if wish.up_to is not None:
        found = found.alias(an_hour=an_hour()).filter(an_hour__lte=wish.up_to * 100)
    return found


def free() -> Q:
    return Q(price=Offer.Price.FREE) & ~Q(kind__in=for_points())


def an_hour() -> Case:
    """What an hour costs, in cents: nothing of what is free, and of a slice of time its part. NULL where nobody knows.
    Whole cents come out whole, for what divides them is no more than a slice's minutes."""
    cents, minutes = Cast("price_cents", FloatField()), Cast("slice_minutes", FloatField())
    return Case(
        When(free(), then=Value(0.0)),
        When(price=Offer.Price.HOURLY, then=cents),
        When(price=Offer.Price.SLICE, then=cents * Value(60.0) / minutes),
        default=None,
        output_field=FloatField(),
    )


def for_points() -> list[str]:
    """The kinds that are paid with the points of a wardrobe's card."""
    return [kind for kind, in_wardrobe in IN_WARDROBES.items() if in_wardrobe]
