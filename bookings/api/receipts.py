"""Receipts over the wire: yours, and those that your desks have given."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Receipt
from bookings.payments import paper
from marketplace.api.views import Room
from marketplace.organisations.keys import limited


class ReceiptShape(serializers.ModelSerializer):
    """Below zero: a credit note, for a part of the receipt that it corrects. None of it ever changes."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True)
    booking = serializers.IntegerField(source="booking_id", allow_null=True, help_text="None: a bundle was bought.")
    person_name = serializers.CharField(source="facts.person", help_text="As it was then.")
    what = serializers.CharField(source="facts.what", help_text="What was paid, in the language of the receipt.")

    class Meta:
        model = Receipt
        fields = (
            "id", "organisation", "year", "number", "issued_at", "person", "person_name", "language", "cents", "what",
            "booking", "sale", "corrects",
        )  # fmt: skip


class Receipts(Room):
    """What was received of people, with a number for each organisation and year."""

    queryset = Receipt.objects.all()
    serializer_class = ReceiptShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        rows = limited(Receipt.objects.visible_to(self.me), self.request)
        return rows.select_related("organisation", "share", "corrects").order_by("pk")

    @extend_schema(responses=ReceiptShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), ReceiptShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(ReceiptShape, self.get_object())

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def pdf(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The page that people keep."""
        receipt = self.get_object()
        return HttpResponse(paper.drawn(receipt), content_type="application/pdf", headers=paper.headers(receipt))
