"""Offers as cards over the wire: made once for each edition of a listing, and told again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from marketplace.wording import roughly
from services.models import Lift, Offer
from services.search import drawn

LIVE = ("distance", "next_free", "seats_left", "pieces_left", "lifted")


class OfferCard(serializers.ModelSerializer):
    """An offer as a card shows it, in the language of the request."""

    title = serializers.CharField(source="text.title")
    summary = serializers.CharField(source="text.summary")
    state = serializers.CharField(source="state.label")
    category: Any = serializers.SlugRelatedField("slug", read_only=True)
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    organisation_name = serializers.CharField(source="organisation.name")
    areas: Any = serializers.SlugRelatedField(
        "code", many=True, read_only=True, help_text="Served; none: the whole city."
    )
    durations = serializers.ListField(
        child=serializers.IntegerField(), help_text="The stays one may choose, in minutes."
    )
    picture = serializers.ImageField(read_only=True, allow_null=True, help_text="Its address, where there is one.")
    distance = serializers.SerializerMethodField(
        help_text="Metres from the place you asked for, in steps of 50; of 100 from 1 km on, of 1,000 from 10 km. To a"
        " door that everybody may know, else to a point of its street or the middle of its area."
    )
    next_free = serializers.SerializerMethodField(
        help_text="The next start for the shortest stay, or for one so `lasting`; or the next date."
    )
    seats_left = serializers.SerializerMethodField(help_text="Of the next date, where it takes place on dates.")
    pieces_left = serializers.SerializerMethodField(
        help_text="How many are there still, where it is sold by the piece."
    )
    lifted = serializers.SerializerMethodField(
        help_text="Why a search shows it a little higher on its page: a new or a little asked organisation."
    )

    class Meta:
        model = Offer
        fields: tuple[str, ...] = (
            "id", "title", "summary", "status", "state", "category", "organisation", "organisation_name", "kind",
            "at_once", "where", "areas", "price", "price_cents", "slice_minutes", "durations", "picture", "distance",
            "next_free", "seats_left", "pieces_left", "lifted",
        )  # fmt: skip

    def get_distance(self, offer: Offer) -> int | None:
        metres = getattr(offer, "distance", None)
        return None if metres is None else roughly(metres)

    def get_seats_left(self, offer: Offer) -> int | None:
        return getattr(offer, "seats_left", None)

    def get_pieces_left(self, offer: Offer) -> int | None:
        return getattr(offer, "pieces_left", None)

    def get_next_free(self, offer: Offer) -> datetime | None:
        return getattr(offer, "next_start", None)

    @extend_schema_field(serializers.ChoiceField(Lift.Why.choices, allow_null=True))
    def get_lifted(self, offer: Offer) -> str | None:
        return getattr(offer, "lift", None)


def told_as_cards(offers: Sequence[Offer], context: dict[str, Any]) -> list[dict[str, Any]]:
    """What `OfferCard` says of each, which carry what `with_next_start` adds; of those that are `light` from what was
    said before, but for what changes with every booking and every place."""
    if not all(hasattr(offer, "edition") for offer in offers):
        return list(OfferCard(offers, many=True, context=context).data)
    shape = OfferCard(context=context)
    live = {name: getattr(shape, f"get_{name}") for name in LIVE}
    way = f"json|{context['request'].build_absolute_uri('/')}"  # a picture's address begins so
    kept = drawn(offers, way, lambda offer: dict(OfferCard(offer, context=context).data), live=False)
    return [
        told | {name: told_of(offer) for name, told_of in live.items()}
        for offer, told in zip(offers, kept, strict=True)
    ]
