"""A desk's money by card over the wire: what was taken, what went back, what was handed on and taken back again."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Charge, Refund, Reversal, Transfer
from bookings.payments import cards, failing, listing, refunding
from marketplace.api.shapes import Day
from marketplace.api.views import Room
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, Organisation

PART = ("id", "cents", "status", "sentence")


class PartShape(serializers.ModelSerializer):
    """So much that goes back to the card."""

    sentence = serializers.CharField(source="said", help_text="How it stands, as people read it.")

    class Meta:
        model: Any = Refund
        fields: tuple[str, ...] = PART


class RefundShape(PartShape):
    """The same, and why the card did not take it, in Stripe's word; `failed`: a desk decides how it goes back."""

    class Meta(PartShape.Meta):
        fields = (*PART, "failure")


class ReversalShape(PartShape):
    """So much that is taken back from the organisation; `short`: its account does not hold enough, so it owes it."""

    class Meta(PartShape.Meta):
        model = Reversal


class TransferShape(PartShape):
    """What was handed on to the organisation, or will be."""

    reversals = ReversalShape(many=True)

    class Meta(PartShape.Meta):
        model = Transfer
        fields = (*PART, "due_at", "reversals")


class PaymentShape(PartShape):
    """A payment by card with its refunds and its transfers. A part may be disputed, or be lost to a bank."""

    left_cents = serializers.IntegerField(source="left", help_text="What can still go back.")
    refunds = RefundShape(many=True)
    transfers = TransferShape(many=True, help_text="Empty: none is planned yet.")

    class Meta(PartShape.Meta):
        model = Charge
        cents = ("captured_cents", "left_cents", "disputed_cents", "lost_cents")
        fields = (*PART, "booking", "purchase", *cents, "refunds", "transfers")


class PaymentsQuery(serializers.Serializer):
    show = serializers.ChoiceField(list(listing.PARTS), default="all", help_text="Which of them.")


class RefundBody(serializers.Serializer):
    cents = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class OutsideBody(serializers.Serializer):
    how = serializers.ChoiceField(list(refunding.WAYS), help_text="By bank transfer, or in cash.")
    day = Day(help_text="When it was given back.")


class Payments(Room):
    """What was paid by card to your desks, the newest first."""

    queryset = Charge.objects.all()
    serializer_class = PaymentShape
    scope = "bookings"
    queries: ClassVar[dict] = {"list": PaymentsQuery}

    def get_queryset(self) -> Any:
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return listing.PARTS[self.asked.get("show", "all")](desks)

    @extend_schema(responses=PaymentShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), PaymentShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(PaymentShape, self.get_object())

    @extend_schema(request=RefundBody, responses={201: RefundShape})
    @action(detail=True, methods=["post"])
    def refund(self, request: Request, **kwargs: Any) -> Response:
        """Give back a part to the card. What was transferred is first taken back from the organisation."""
        cents = self.read(RefundBody)["cents"]
        return self.show(RefundShape, cards.refund_by_hand(self.get_object().booked, cents, self.me, self.key), 201)


class Refunds(Room):
    """What goes back to cards from your desks. What a card did not take is `failed`: you decide how it goes back."""

    queryset = Refund.objects.all()
    serializer_class = RefundShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return Refund.objects.filter(listing.theirs(desks, "charge__"))

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(RefundShape, self.get_object())

    @extend_schema(request=None, responses={201: RefundShape})
    @action(detail=True, methods=["post"])
    def again(self, request: Request, **kwargs: Any) -> Response:
        """Try the same card again: answers the new refund."""
        return self.show(RefundShape, failing.again(self.get_object(), self.me, self.key), 201)

    @extend_schema(request=OutsideBody)
    @action(detail=True, methods=["post"])
    def outside(self, request: Request, **kwargs: Any) -> Response:
        """Write down that you gave it back yourself."""
        refund = self.get_object()
        return self.show(RefundShape, failing.outside(refund, self.me, self.read(OutsideBody), self.key))
