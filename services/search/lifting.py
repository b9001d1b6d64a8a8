"""New and little asked organisations stand a little higher on their page. By how much says a dated rule, in words the
page about the order. What is on a page is decided before: nothing is left out, and nothing comes to another page."""

import math
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import OuterRef, Subquery

from services.models import Lift, LiftRule, Offer
from services.models.offer import OfferQuerySet
from services.search.wishes import Wish

Weight = Callable[[LiftRule | None, int, Offer], float]  # of an offer: the lighter, the higher it stands


def with_lift(found: OfferQuerySet) -> OfferQuerySet:
    """Each with `lift`: why it stands higher (see `Lift.Why`), or None."""
    theirs = Lift.objects.filter(organisation=OuterRef("organisation"), category=OuterRef("category"))
    return found.annotate(lift=Subquery(theirs.values("why")))


def raised(page: Iterable[Offer], wish: Wish) -> list[Offer]:
    """The same offers, in the order in which this page shows them. The rule is asked for where somebody is lifted."""
    offers = list(page)
    rule = LiftRule.objects.today() if any(lift_of(offer) for offer in offers) else None
    if not rule:
        return offers
    weigh: Weight = by_distance if wish.near else by_start if wish.on else by_place
    weights = [weigh(rule if lift_of(offer) else None, number, offer) for number, offer in enumerate(offers)]
    return [offers[number] for number in sorted(range(len(offers)), key=weights.__getitem__)]


def lift_of(offer: Offer) -> str | None:
    return getattr(offer, "lift", None)


def by_distance(rule: LiftRule | None, number: int, offer: Offer) -> float:
    """In metres; by phone and online there is none, and so they stay the last."""
    metres = offer.distance  # type: ignore[attr-defined]
    if metres is None:
        return math.inf
    return metres * (100 - rule.nearer_percent) / 100 if rule else metres


def by_start(rule: LiftRule | None, number: int, offer: Offer) -> float:
    start = offer.next_start  # type: ignore[attr-defined]
    return (start - timedelta(minutes=rule.sooner_minutes) if rule else start).timestamp()


def by_place(rule: LiftRule | None, number: int, offer: Offer) -> float:
    """Before whoever stood in the place that it comes to."""
    return number - rule.places_up - 0.5 if rule and rule.places_up else number
