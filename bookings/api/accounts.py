"""The book over the wire: your accounts and those of your desks, line by line, and what nobody has paid yet."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.models import Booking, Share
from bookings.payments import shares, statements
from marketplace.api.views import Room
from marketplace.ledger import book
from marketplace.ledger.book import Line
from marketplace.ledger.models import Account
from marketplace.organisations.keys import key_used, limited

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
    """What is owed on site or by invoice for a booking."""

    source = serializers.ChoiceField(source="owed_how", choices=Share.Source.choices)  # type: ignore[assignment]
    due_cents = serializers.IntegerField(source="owed_cents")
    paid_at = serializers.DateTimeField(allow_null=True, help_text="As the desk has said.")

    class Meta:
        model = Share
        fields = ("id", "booking", "source", "due_cents", "paid_at")


class Unpaid(Room):
    """What is due to your desks and nobody has said was paid."""

    queryset = Share.objects.all()
    serializer_class = UnpaidShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        desks = limited(Booking.objects.of_desk(self.me), self.request)
        return statements.unpaid(Share.objects.filter(booking__in=desks.values("pk"))).order_by("pk")

    @extend_schema(responses=UnpaidShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), UnpaidShape)

    @extend_schema(request=None, responses=UnpaidShape)
    @action(detail=True, methods=["post"])
    def paid(self, request: Request, **kwargs: Any) -> Response:
        """Somebody has paid it. Afterwards it is not in the list any more."""
        share = self.get_object()
        shares.pay(share, self.me)
        share.refresh_from_db()
        return self.show(UnpaidShape, share)
