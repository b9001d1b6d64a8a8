"""Buying a bundle by card over the wire: begun, paid on Stripe's page, left, and taken back by the desk."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Purchase
from bookings.payments import cards, purchases
from marketplace.api.shapes import Known, Shape
from marketplace.lives.api import Steps
from services.models import Bundle


class PurchaseShape(serializers.ModelSerializer):
    state = serializers.CharField(source="state.label")
    sentence = serializers.SerializerMethodField(help_text="What is going on.")
    pay_at = serializers.SerializerMethodField(help_text="Where you pay now; empty: nothing is to be paid.")
    sale = serializers.IntegerField(source="sale_id", allow_null=True, help_text="Once it is bought.")

    class Meta:
        model = Purchase
        fields = ("id", "bundle", "person", "cents", "status", "state", "sentence", "pay_at", "sale")

    def get_sentence(self, purchase: Purchase) -> str:
        return purchase.sentence("customer" if self.is_hers(purchase) else "provider")

    def get_pay_at(self, purchase: Purchase) -> str:
        """For whoever pays alone: the page takes anybody's card."""
        return cards.page_in(purchase.charges.all()) if self.is_hers(purchase) else ""

    def is_hers(self, purchase: Purchase) -> bool:
        return purchase.person_id == self.context["request"].user.pk


class BuyShape(Shape):
    """What you go on to pay."""

    bundle: Any = Known(queryset=Bundle.objects.none(), help_text="One that is on sale by card.")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["bundle"].queryset = purchases.on_sale()
        return fields


class Purchases(Steps):
    """Bundles that you buy by card, and those that are bought from your desks. No key opens this."""

    queryset = Purchase.objects.all()
    serializer_class = PurchaseShape

    def get_queryset(self) -> Any:
        return Purchase.objects.visible_to(self.me).for_lists().prefetch_related("charges").order_by("pk")

    @extend_schema(responses=PurchaseShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), PurchaseShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(PurchaseShape, self.get_object())

    @extend_schema(request=BuyShape, responses={201: PurchaseShape})
    def create(self, request: Request) -> Response:
        """Go on to pay; `pay_at` follows as soon as the page is there. Of one bundle one purchase is open at a time."""
        purchase = purchases.begin(self.read(BuyShape)["bundle"], self.me, self.key)
        return self.show(PurchaseShape, purchase, 201)
