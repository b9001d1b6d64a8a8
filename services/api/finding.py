"""What is looked for over the wire, and what is said beside the offers that were found."""

import re
from dataclasses import replace
from typing import Any

from rest_framework import serializers

from marketplace.api.paging import CursorPaging
from marketplace.places.geocoding import Found, area_of
from marketplace.places.models import Area
from services.models import Category, Offer
from services.search import UP_TO, Facet, Wish

PAIR = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,12})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,12})?)\s*", re.ASCII)


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
    where = NumberShape(many=True)
    language = NumberShape(many=True)
    price = NumberShape(many=True)
    price_up_to = NumberShape(many=True)


def told_by_group(facets: dict[str, Facet]) -> dict[str, list[dict[str, Any]]]:
    """Every value that one may ask for; of languages those that are spoken."""
    return {
        "category": told(facets["category"], Category.objects.values_list("slug", flat=True)),
        "where": told(facets["where"], Offer.Where.values),
        "language": told(facets["language"], sorted(facets["language"].numbers)),
        "price": told(facets["price"], ("free", "points")),
        "price_up_to": told(facets["price"], UP_TO),
    }


def told(facet: Facet, values: Any) -> list[dict[str, Any]]:
    return [{"value": str(value), "offers": facet.of(value), "more": facet.more} for value in values]


def wish_of(asked: dict[str, Any]) -> Wish:
    """What is looked for. Raises ValidationError by the filter's name."""
    here = spot(asked.get("near", ""))
    wish, wrong = Wish.from_query(asked | {"near": ""} if here else asked)
    if wrong:
        raise serializers.ValidationError(wrong)
    return replace(wish, near=here) if here else wish


def spot(near: str) -> Found | None:
    """The place that an area's code, or a latitude and longitude, name."""
    if area := Area.objects.filter(code=near).first():
        return Found(area.name, area.centre_lat, area.centre_lon, area, precise=False)
    if not (pair := PAIR.fullmatch(near)):
        return None
    lat, lon = float(pair[1]), float(pair[2])
    return Found(near, lat, lon, area_of(lat, lon), precise=True) if abs(lat) <= 85 and abs(lon) <= 180 else None
