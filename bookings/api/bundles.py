"""Bundles of your desks over the wire: which there are, and selling one."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Sale
from bookings.payments import bundles
from marketplace.accounts.models import User
from marketplace.api.shapes import Known
from marketplace.api.views import Room
from marketplace.organisations.keys import limited
from services.models import Bundle


class BundleShape(serializers.ModelSerializer):
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Bundle
        fields = ("id", "organisation", "services", "price_cents", "offers", "on_sale")


class SellShape(serializers.Serializer):
    person: Any = Known(queryset=User.objects.none(), help_text="Whom your desk knows, who has paid it there.")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["person"].queryset = self.context.get("buyers", User.objects.none())
        return fields


class SaleShape(serializers.ModelSerializer):
    class Meta:
        model = Sale
        fields = ("id", "bundle", "person", "price_cents", "sold_at")


class Bundles(Room):
    """What your desks sell before it is needed: six, twelve or twenty-four services at one price."""

    queryset = Bundle.objects.all()
    serializer_class = BundleShape
    scope = "people"

    def get_queryset(self) -> Any:
        rows = limited(Bundle.objects.visible_to(self.me), self.request)
        return rows.select_related("organisation").prefetch_related("offers").order_by("pk")

    @extend_schema(responses=BundleShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), BundleShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(BundleShape, self.get_object())

    @extend_schema(request=SellShape, responses={201: SaleShape})
    @action(detail=True, methods=["post"])
    def sell(self, request: Request, **kwargs: Any) -> Response:
        """Somebody has paid it at the desk."""
        bundle = self.get_object()
        context = {**self.get_serializer_context(), "buyers": bundles.buyers(bundle.organisation)}
        shape = SellShape(data=request.data, context=context)
        shape.is_valid(raise_exception=True)
        sale = bundles.sell(bundle, shape.validated_data["person"], self.me, self.key)
        return self.show(SaleShape, sale, 201)
