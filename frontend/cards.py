"""Offers as cards, each drawn once and shown again."""

from collections.abc import Sequence
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils.translation import gettext as _

from frontend.pieces import Piece, drawn_with
from marketplace.wording import distance
from services.models import Offer
from services.search import drawn

DISTANCE = "\x1adistance\x1a"  # where in a card that is kept the distance stands, which is another for each reader
CARRIED = "\x1acarried\x1a"  # and where what its link takes along


def with_cards(offers: Sequence[Offer]) -> Sequence[Offer]:
    """These offers of `with_next_start`, each with its `card` for the tag of that name."""
    for offer, piece in zip(offers, drawn(offers, "card", draw), strict=True):
        offer.card = piece  # type: ignore[attr-defined]
    return offers


def draw(offer: Offer) -> Piece:
    template: Any = get_template("search/_card.html")
    return drawn_with(Context({"offer": offer, "away": DISTANCE, "carried": CARRIED}), template.template.render)


def away(offer: Any) -> str:
    """How far it is, where it was looked for near a place."""
    metres = getattr(offer, "distance", None)
    return ", " + _("%(distance)s away") % {"distance": distance(metres)} if metres is not None else ""
