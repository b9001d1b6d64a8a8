"""The book over the wire: your accounts and those of your desks, line by line, and what nobody has paid yet."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Booking, GivenBack, Share
from bookings.models.given import LONGEST
from bookings.payments import carried, shares, statements
from marketplace.api.shapes import Day
from marketplace.api.views import Room
from marketplace.ledger import book
from marketplace.ledger.book import Line
from marketplace.ledger.models import Account
from marketplace.organisations.keys import key_used, limited
from marketplace.organisations.models import DESK, Organisation

LINES = 50


class AccountShape(serializers.ModelSerializer):
    balance = serializers.SerializerMethodField(help_text="In cents, points or services. Below zero: it is owed.")

    class Meta:
        model = Account
        fields = ("id", "holder", "kind", "currency", "balance")

    def get_balance(self, account: Account) -> int:
        return book.balance(account)


class LineShape(serializers.Serializer):
    """A posting, and what the account held after it."""

    id = serializers.IntegerField(source="posting.pk")
    at = serializers.DateTimeField(source="posting.entry.at")
    why = serializers.CharField(source="posting.entry.reason")
    about = serializers.CharField(source="posting.entry.about", help_text="A booking as booking:7, where it is of one.")
    amount = serializers.IntegerField(source="posting.amount")
    balance = serializers.IntegerField()


class LinesQuery(serializers.Serializer):
    before = serializers.IntegerField(required=False, min_value=1, help_text="The last line that you have.")


class Accounts(Room):
    """What stands in the book for you and for the organisations at whose desk you work."""

    queryset = Account.objects.all()
    serializer_class = AccountShape
    scope = "organisation"
    queries: ClassVar[dict] = {"lines": LinesQuery}

    def get_queryset(self) -> Any:
        accounts, key = statements.visible_to(self.me), key_used(self.request)
        return accounts.filter(holder=statements.topic_of(key.organisation_id)) if key else accounts

    @extend_schema(responses=AccountShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), AccountShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(AccountShape, self.get_object())

    @extend_schema(responses=LineShape(many=True))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def lines(self, request: Request, **kwargs: Any) -> Response:
        """The newest fifty, or those before one that you have."""
        lines: list[Line] = book.statement(self.get_object(), self.asked.get("before"), LINES)
        return Response(LineShape(lines, many=True).data)


class UnpaidShape(serializers.ModelSerializer):
    """What is owed on site or by invoice for a booking, or is to come by bank transfer."""

    source = serializers.ChoiceField(source="owed_how", choices=Share.Source.choices)  # type: ignore[assignment]
    due_cents = serializers.IntegerField(source="asked_cents")
    paid_at = serializers.DateTimeField(allow_null=True, help_text="As the desk has said.")
    reference = serializers.SerializerMethodField(help_text="On the transfer (ISO 11649); else empty.")

    class Meta:
        model = Share
        fields: tuple[str, ...] = (
            "id",
            "booking",
            "source",
            "due_cents",
            "due_on",
            "reference",
            "paid_cents",
            "paid_at",
        )

    def get_reference(self, share: Share) -> str:
        return share.reference if share.due_on else ""


class ToSendBackShape(UnpaidShape):
    """What came by bank transfer and was not kept."""

    class Meta(UnpaidShape.Meta):
        fields = ("id", "booking", "source", "reference", "paid_cents", "paid_at", "back_cents", "returned_at")
        read_only_fields = fields


class TransferCameShape(serializers.Serializer):
    on = Day(required=False, help_text="On which day; else today.")
    cents = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="What is due; or the whole price, where less is due by now. Else what is due.",
    )


class SentBackShape(serializers.Serializer):
    on = Day(required=False, help_text="On which day; else today.")


class Owed(Room):
    """What is due to your desks, or to be sent back by them."""

    queryset = Share.objects.all()
    scope = "bookings"

    def of_desks(self) -> Any:
        desks = limited(Booking.objects.of_desk(self.me), self.request)
        return Share.objects.filter(booking__in=desks.values("pk"))

    def after(self, share: Share, shape: Any) -> Response:
        share.refresh_from_db()
        return self.show(shape, share)


class Unpaid(Owed):
    """What is due to your desks and nobody has said was paid."""

    serializer_class = UnpaidShape

    def get_queryset(self) -> Any:
        theirs = self.of_desks()
        known = statements.unpaid if self.action == "list" else statements.to_write_down
        return known(theirs).order_by("pk")

    @extend_schema(responses=UnpaidShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), UnpaidShape)

    @extend_schema(request=TransferCameShape, responses=UnpaidShape)
    @action(detail=True, methods=["post"])
    def paid(self, request: Request, **kwargs: Any) -> Response:
        """Somebody has paid it, all of it. Afterwards it is not in the list any more."""
        share = self.get_object()
        shares.pay(share, self.me, **self.read(TransferCameShape))
        return self.after(share, UnpaidShape)


class ToSendBack(Owed):
    """What came by bank transfer, was not kept, and nobody has said was sent back."""

    serializer_class = ToSendBackShape

    def get_queryset(self) -> Any:
        return statements.to_send_back(self.of_desks()).order_by("pk")

    @extend_schema(responses=ToSendBackShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), ToSendBackShape)

    @extend_schema(request=SentBackShape, responses=ToSendBackShape)
    @action(detail=True, methods=["post"])
    def sent(self, request: Request, **kwargs: Any) -> Response:
        """You have sent it back. Afterwards it is not in the list any more."""
        share = self.get_object()
        shares.send_back(share, self.me, **self.read(SentBackShape))
        return self.after(share, ToSendBackShape)


class CarriedShape(serializers.ModelSerializer):
    """What your organisation has kept of what a fund or a bundle carried."""

    class Meta:
        model = Share
        fields = ("id", "booking", "source", "cents", "kept_cents")


class GiveBackBody(serializers.Serializer):
    cents = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, allow_null=True, default=None,
        help_text="Of what a fund carried. Nothing: all that is kept, as of a bundle, whose service goes back whole.",
    )  # fmt: skip
    reason = serializers.CharField(max_length=LONGEST)


class GivenBackShape(serializers.ModelSerializer):
    class Meta:
        model = GivenBack
        fields = ("id", "share", "cents", "reason", "at")


class Carried(Room):
    """What funds and bundles carried of what your desks have done, the newest first."""

    queryset = Share.objects.all()
    serializer_class = CarriedShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        return carried.kept_by(limited(Organisation.objects.of(self.me, *DESK), self.request, "pk"))

    @extend_schema(responses=CarriedShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), CarriedShape)

    @extend_schema(request=GiveBackBody, responses={201: GivenBackShape})
    @action(detail=True, methods=["post"], url_path="give-back")
    def give_back(self, request: Request, **kwargs: Any) -> Response:
        """It goes back to the fund, or as a service to the bundle if that is still good."""
        share, told = self.get_object(), self.read(GiveBackBody)
        given = carried.give_back(share, told["cents"], told["reason"], self.me, self.key)
        return self.show(GivenBackShape, given, 201)
