"""Bundles over the wire: what your desks write and sell, and what of them you have."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Sale
from bookings.payments import bundles, purchases
from marketplace.accounts.models import User
from marketplace.api.shapes import Flag, Known, Named, Shape, Whole
from marketplace.api.views import Room
from marketplace.organisations.api import OfDesk
from marketplace.organisations.keys import limited
from marketplace.organisations.models import Organisation
from services.models import Bundle, Offer


class BundleShape(serializers.ModelSerializer):
    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Bundle
        fields = ("id", "organisation", "yearly", "services", "price_cents", "offers", "on_sale")
        extra_kwargs: ClassVar[dict] = {
            "yearly": {"help_text": "A membership: good for a year from the day it is bought."},
            "services": {"help_text": "Of a membership at most so many in the year; null: as many as are needed."},
        }


class NewBundleShape(Shape):
    """A bundle of 6, 12 or 24 services, or a membership for a year, of an organisation at whose desk you work."""

    organisation: Any = Named("slug", queryset=Organisation.objects.none())
    yearly = Flag(default=False)
    services = Whole(required=False, allow_null=True, default=None, min_value=1, max_value=Bundle.MOST)
    price_cents = Whole(min_value=1, max_value=bundles.MOST_CENTS)
    offers: Any = Known(queryset=Offer.objects.none(), many=True, allow_empty=False)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        desks = self.context.get("organisations", Organisation.objects.none())
        fields["organisation"].queryset = desks
        fields["offers"].child_relation.queryset = Offer.objects.filter(organisation__in=desks.values("pk"))
        return fields


class SellShape(serializers.Serializer):
    person: Any = Known(queryset=User.objects.none(), help_text="Whom your desk knows, who has paid it there.")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["person"].queryset = self.context.get("buyers", User.objects.none())
        return fields


class SaleShape(serializers.ModelSerializer):
    class Meta:
        model = Sale
        fields: tuple[str, ...] = ("id", "bundle", "person", "price_cents", "sold_at", "first_day", "last_day")
        extra_kwargs: ClassVar[dict] = {
            "first_day": {"help_text": "Of a membership: what takes place from then on is carried."},
            "last_day": {"help_text": "Of a membership: what takes place until then is carried. Null: without an end."},
        }


class HadShape(SaleShape):
    """What is left of something that was bought."""

    left = serializers.IntegerField(help_text="Services there to spend; of a membership without a number, given back.")

    class Meta(SaleShape.Meta):
        fields = (*SaleShape.Meta.fields, "left", "account")


class Bundles(OfDesk):
    """What your desks sell before it is needed: so many services at one price, or those of a year."""

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

    @extend_schema(request=NewBundleShape, responses={201: BundleShape})
    def create(self, request: Request) -> Response:
        """Write one; it is on sale at once."""
        told = self.read(NewBundleShape)
        given = told["services"], told["price_cents"], told["offers"], told["yearly"]
        return self.show(BundleShape, bundles.write(told["organisation"], self.me, *given), 201)

    @extend_schema(request=None, responses=BundleShape)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, **kwargs: Any) -> Response:
        """It is not sold any more; what was sold stays good."""
        bundle = self.get_object()
        bundles.end(bundle, self.me)
        bundle.refresh_from_db()
        return self.show(BundleShape, bundle)

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


class OnSale(Room):
    """What one can buy by card, of organisations that can be paid out."""

    queryset = Bundle.objects.all()
    serializer_class = BundleShape
    public = True

    def get_queryset(self) -> Any:
        return purchases.on_sale().prefetch_related("offers")

    @extend_schema(responses=BundleShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), BundleShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(BundleShape, self.get_object())


class Sales(Room):
    """Bundles and memberships that you have bought, or that your desks have sold."""

    queryset = Sale.objects.with_left()
    serializer_class = HadShape
    scope = "people"

    def get_queryset(self) -> Any:
        return (
            limited(Sale.objects.visible_to(self.me), self.request, "bundle__organisation").for_lists().order_by("pk")
        )

    @extend_schema(responses=HadShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), HadShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(HadShape, self.get_object())
