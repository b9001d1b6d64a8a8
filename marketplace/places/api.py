"""Neighbourhoods over the wire."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.views import SLUG, Room
from marketplace.places.models import Area


class AreaShape(serializers.ModelSerializer):
    class Meta:
        model = Area
        fields = ("code", "name", "district", "centre_lat", "centre_lon", "attribution")


class Areas(Room):
    """The neighbourhoods of the city."""

    queryset = Area.objects.order_by("name", "pk")
    serializer_class = AreaShape
    public = True
    scope = "offers"
    lookup_field = "code"
    lookup_value_regex = SLUG
    paged: ClassVar[tuple[str, ...]] = ("list",)

    @extend_schema(responses=AreaShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), AreaShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(AreaShape, self.get_object())
