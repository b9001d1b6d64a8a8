"""What is looked for over the wire, and what is said beside the offers that were found."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from marketplace.api.paging import CursorPaging
from marketplace.api.shapes import Day, Hour
from marketplace.lives.api import status_choices
from marketplace.places.models import TravelSpeed
from services.lives import PUBLICATION
from services.models import Category, Offer
from services.models.occasion import MOST_SEATS
from services.search import (
    DEAREST,
    FARTHEST,
    LONGEST_STAY,
    LONGEST_WAY,
    SHORTEST_STAY,
    SHORTEST_WAY,
    UP_TO,
    Facet,
    Wish,
)
from services.search.traits import trait_of
from services.search.wishes import LONGEST_LIST

NOT_WITH_STATUS = {"q", "eligible", "near", "within", "minutes", "by", "on", "from", "until", "seats"}


class OffersQuery(serializers.Serializer):
    """What you look for. With `status`, instead of what is published, what you may see of that status."""

    q = serializers.CharField(max_length=100, required=False, help_text="Words.")
    category = serializers.SlugField(required=False)
    trait = serializers.CharField(
        max_length=LONGEST_LIST,
        required=False,
        help_text="With `category`: what its offers say of themselves, values of its `traits` with commas between them,"
        " as ages:0-2,ages:3-5,homework:yes. Of one trait any of the values is enough, of several each counts.",
    )
    near = serializers.CharField(
        max_length=160,
        required=False,
        help_text="An area, its code, an address, or a latitude and longitude, taken to about 100 metres: 45.07,7.68",
    )
    within = serializers.IntegerField(
        min_value=100, max_value=FARTHEST, required=False, help_text="Metres from `near`."
    )
    minutes = serializers.IntegerField(
        min_value=SHORTEST_WAY,
        max_value=LONGEST_WAY,
        required=False,
        help_text="Of way from `near`, reckoned by the line and a detour. With `within`, too, the nearer holds.",
    )
    by = serializers.ChoiceField(
        choices=TravelSpeed.Mode.choices, required=False, help_text="With `minutes`: how one travels; else on foot."
    )
    on = Day(required=False, help_text="Free on this day.")
    where = serializers.ChoiceField(choices=Offer.Where.choices, required=False)
    accessible = serializers.ChoiceField(
        choices=["1"], required=False, help_text="Where one gets in without steps, or need not go anywhere."
    )
    eligible = serializers.ChoiceField(
        choices=["1"],
        required=False,
        help_text="Without what you would be refused for who you are; without a session it means nothing.",
    )
    seats = serializers.IntegerField(
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text="What has a date with so many places left, or a time at which so many are free.",
    )
    lasting = serializers.IntegerField(
        min_value=SHORTEST_STAY,
        max_value=LONGEST_STAY,
        required=False,
        help_text="What one can have for so many minutes: a stay of this length, or a date that lasts so long.",
    )
    price = serializers.ChoiceField(
        choices=["free", "points"], required=False, help_text="What costs points of a wardrobe is not free."
    )
    price_up_to = serializers.IntegerField(
        min_value=1,
        max_value=DEAREST,
        required=False,
        help_text="Euros an hour: what is paid by the hour or the slice of time, or is free.",
    )
    language = serializers.RegexField("^[a-z]{2,3}$", required=False, help_text="Spoken by the organisation.")
    organisation = serializers.SlugField(required=False)
    status = serializers.ChoiceField(choices=status_choices(PUBLICATION), required=False)

    def get_fields(self) -> dict[str, Any]:
        hours = {
            "from": Hour(required=False, help_text="With `on`: it begins at this hour or later, as 16:30."),
            "until": Hour(
                required=False, help_text="With `on`: it begins before this hour; with `lasting`, it ends by it."
            ),
        }
        return super().get_fields() | hours

    def validate(self, given: dict) -> dict:
        if "status" in given and set(given) & NOT_WITH_STATUS:
            raise serializers.ValidationError(
                {"status": _("Not together with q, near, within, minutes, by, on, hours, seats or eligible.")}
            )
        return given


class FacetsQuery(OffersQuery):
    """What you look for, among what is published."""

    def get_fields(self) -> dict[str, Any]:
        return {name: field for name, field in super().get_fields().items() if name != "status"}


class FoundPaging(CursorPaging):
    """A page of offers; where words find nothing, with words that may have been meant."""

    def get_paginated_response_schema(self, schema: dict) -> dict:
        page = super().get_paginated_response_schema(schema)
        page["properties"]["did_you_mean"] = {
            "type": ["string", "null"],
            "description": "For words that find nothing: as `q` these find something, with all else that you asked.",
        }
        page["required"].append("did_you_mean")
        return page


class NumberShape(serializers.Serializer):
    """A value of a filter, and how many offers it would show."""

    value = serializers.CharField()
    offers = serializers.IntegerField()
    more = serializers.BooleanField(help_text="Not all were counted: at least so many.")


class FacetsShape(serializers.Serializer):
    """By filter."""

    category = NumberShape(many=True)
    trait = NumberShape(
        many=True, help_text="Of the `category` that you ask for: each value together with those of its trait you ask."
    )
    where = NumberShape(many=True)
    accessible = NumberShape(many=True)
    language = NumberShape(many=True)
    price = NumberShape(many=True)
    price_up_to = NumberShape(many=True)


def told_by_group(facets: dict[str, Facet], wish: Wish) -> dict[str, list[dict[str, Any]]]:
    """Every value that one may ask for; of languages those that are spoken."""
    return {
        "category": told(facets["category"], Category.objects.values_list("slug", flat=True)),
        "trait": told_of_traits(facets, wish),
        "where": told(facets["where"], Offer.Where.values),
        "accessible": told(facets["accessible"], ("1",)),
        "language": told(facets["language"], sorted(facets["language"].numbers)),
        "price": told(facets["price"], ("free", "points")),
        "price_up_to": told(facets["price"], UP_TO),
    }


def told_of_traits(facets: dict[str, Facet], wish: Wish) -> list[dict[str, Any]]:
    values = wish.category.values if wish.category else ()
    return [row for value in values for row in told(facets[f"trait:{trait_of(value)}"], [value])]


def told(facet: Facet, values: Any) -> list[dict[str, Any]]:
    return [{"value": str(value), "offers": facet.of(value), "more": facet.more} for value in values]


def wish_of(asked: dict[str, Any]) -> Wish:
    """What is looked for. Raises ValidationError by the filter's name."""
    wish, wrong = Wish.from_query(asked)
    if wrong:
        raise serializers.ValidationError(wrong)
    return wish
