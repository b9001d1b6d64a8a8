"""Of what there are so many: how many nobody has yet. What somebody has is held without an end."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from services.models import COUNTED, Hold, Offer, Resource

FOR_GOOD = Hold.objects.filter(active=True, lasting=True, period__upper_inf=True)


def pieces_left(offers: Iterable[Offer]) -> dict[int, int]:
    """By offer, for those that are sold by the piece. One query for all of them, and none where there are none."""
    counted = [offer.pk for offer in offers if COUNTED.get(offer.kind)]
    left = Counter(dict.fromkeys(counted, 0))
    for offer, lanes, gone in lanes_of(counted) if counted else []:
        left[offer] += lanes - gone
    return dict(left)


def with_pieces_left(offers: list[Offer]) -> list[Offer]:
    """The same offers, each with `pieces_left`: None for what is not sold by the piece."""
    left = pieces_left(offers)
    for offer in offers:
        offer.pieces_left = left.get(offer.pk)  # type: ignore[attr-defined]
    return offers


def lanes_of(offers: list[int]) -> Iterable[tuple[int, int, int]]:
    """A row for each thing of each offer: how many there were, and how many somebody has."""
    gone = FOR_GOOD.filter(resource=OuterRef("pk")).order_by().values("resource").annotate(number=Count("pk"))
    things = Resource.objects.filter(offers__in=offers, active=True).order_by()
    counted = things.annotate(gone=Coalesce(Subquery(gone.values("number")), 0))
    return counted.values_list("offers", "lanes", "gone")
