"""What becomes of a funder's money, over the wire."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.payments import melting, outlay
from marketplace.api.shapes import Day
from marketplace.api.views import Room
from marketplace.ledger import book
from marketplace.organisations.keys import limited
from marketplace.programme.models import Fund


class MonthShape(serializers.Serializer):
    """`carried`: what went out for bookings, less what came back."""

    month = serializers.DateField(source="first", help_text="Its first day.")
    put_in_cents = serializers.IntegerField(source="put_in")
    carried_cents = serializers.IntegerField(source="carried")
    left_cents = serializers.IntegerField(source="left", help_text="At its end.")


class FundPartShape(serializers.Serializer):
    """Neighbourhoods with fewer than five bookings are told together."""

    area = serializers.CharField(source="name")
    bookings = serializers.IntegerField()
    carried_cents = serializers.IntegerField(source="cents")


class FundCard(serializers.ModelSerializer):
    name = serializers.CharField(source="__str__")
    programme: Any = serializers.SlugRelatedField("slug", read_only=True)
    funder = serializers.CharField(source="programme.funder.slug")
    left_cents = serializers.SerializerMethodField(help_text="What is promised for bookings is taken off already.")

    class Meta:
        model = Fund
        fields: tuple[str, ...] = ("id", "name", "programme", "funder", "left_cents")

    def get_left_cents(self, fund: Fund) -> int:
        return book.balance(fund.account)


class FundShape(FundCard):
    months = serializers.SerializerMethodField()
    areas = serializers.SerializerMethodField()

    class Meta(FundCard.Meta):
        fields = (*FundCard.Meta.fields, "months", "areas")

    @extend_schema_field(MonthShape(many=True))
    def get_months(self, fund: Fund) -> list[dict]:
        return list(MonthShape(melting.months(fund), many=True).data)

    @extend_schema_field(FundPartShape(many=True))
    def get_areas(self, fund: Fund) -> list[dict]:
        return list(FundPartShape(melting.areas(fund), many=True).data)


class FundLineShape(serializers.Serializer):
    """A line of the fund's statement. Nobody is named in it."""

    date = serializers.DateField(source="on")
    what = serializers.ChoiceField(choices=sorted(outlay.HAPPENED))
    organisation = serializers.CharField(help_text="Who offers what it carries; else empty.")
    category = serializers.CharField()
    area = serializers.CharField(help_text="Empty where there are fewer than five bookings, or no place in the city.")
    cents = serializers.IntegerField()
    moved_cents = serializers.IntegerField(
        source="moved", help_text="By how much what is left changed: what is earned was promised before."
    )
    left_cents = serializers.IntegerField(source="left", help_text="After it.")


class LinesQuery(serializers.Serializer):
    month = Day(required=False, help_text="Any day of the month that is asked for.")


class Funds(Room):
    """The funds of the organisations that you work for, where they fund anything. Nobody else's."""

    queryset = Fund.objects.all()
    serializer_class = FundShape
    scope = "organisation"
    queries: ClassVar[dict] = {"lines": LinesQuery}
    paged: ClassVar[tuple[str, ...]] = ("list", "lines")

    def get_queryset(self) -> Any:
        funds = limited(Fund.objects.visible_to(self.me), self.request, "programme__funder")
        return funds.select_related("programme__funder").order_by("pk")

    @extend_schema(responses=FundCard(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), FundCard)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(FundShape, self.get_object())

    @extend_schema(responses=FundLineShape(many=True))
    @action(detail=True, filter_backends=[])
    def lines(self, request: Request, **kwargs: Any) -> Response:
        """What stands in the book, line by line, the newest first."""
        fund = self.get_object()
        rows: Any = self.paginate_queryset(outlay.entered(fund, self.asked.get("month")))
        return self.get_paginated_response(FundLineShape(outlay.lines(fund, rows), many=True).data)
