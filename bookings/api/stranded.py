"""Bookings and dates that do not fit the hours any more, over the wire: the desk's lists, and keeping one as it is."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import stranded
from bookings.models import Booking
from bookings.models.kept import Looked
from bookings.stranded import Stranded, Unled
from marketplace.api.views import Room
from marketplace.lives.engine import Actor
from marketplace.organisations.keys import limited
from marketplace.organisations.models import DESK, Organisation
from services.models import Occasion, Resource


class StrandedReasonShape(serializers.Serializer):
    """One of the crew whose time is not open any more."""

    resource = serializers.IntegerField()
    name = serializers.CharField()
    why = serializers.ChoiceField(choices=Looked.Why.values)
    said = serializers.CharField(help_text="The reason as people read it.")


def reasons(each: list[tuple[Resource, Looked.Why]]) -> list[dict]:
    return [{"resource": who.pk, "name": who.name, "why": why.value, "said": str(why.label)} for who, why in each]


class StrandedShape(serializers.Serializer):
    """A booking that an edit has stranded, and why it is. What may be done about it are the booking's own steps."""

    booking = serializers.IntegerField(source="booking.pk")
    reference = serializers.CharField(source="booking.reference")
    title = serializers.CharField(source="booking.title")
    starts_at = serializers.DateTimeField(source="booking.starts_at")
    reasons = serializers.SerializerMethodField()

    @extend_schema_field(StrandedReasonShape(many=True))
    def get_reasons(self, one: Stranded) -> list[dict]:
        return reasons(one.each)


class UnledShape(serializers.Serializer):
    """A date that somebody was to lead who cannot, and why she cannot."""

    occasion = serializers.IntegerField(source="occasion.pk")
    title = serializers.CharField(source="occasion.title")
    starts_at = serializers.DateTimeField(source="occasion.starts_at")
    reasons = serializers.SerializerMethodField()

    @extend_schema_field(StrandedReasonShape(many=True))
    def get_reasons(self, one: Unled) -> list[dict]:
        return reasons(one.each)


class StrandedRoom(Room):
    """What the desk still has to look at after an edit of hours, the next one first."""

    queryset = Booking.objects.all()
    serializer_class = StrandedShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        return limited(Booking.objects.of_desk(self.me), self.request)

    @extend_schema(responses=StrandedShape(many=True))
    def list(self, request: Request) -> Response:
        found = self.found()
        rows: Any = self.paginate_queryset(self.get_queryset().filter(pk__in=found).order_by("starts_at", "pk"))
        context = self.get_serializer_context()
        shown = StrandedShape([found[row.pk] for row in rows], many=True, context=context)
        return self.get_paginated_response(shown.data)

    def found(self) -> dict[int, Stranded]:
        """By booking, of all desks at which she works; a key's of its own."""
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {one.booking.pk: one for desk in desks for one in stranded.at_desk(desk)}

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def keep(self, request: Request, **kwargs: Any) -> Response:
        """It stays as it is, and leaves this list."""
        stranded.keep(self.get_object(), Actor(self.me))
        return Response(status=204)


class UnledRoom(Room):
    """The dates that lack who leads them after such an edit, the next one first."""

    queryset = Occasion.objects.all()
    serializer_class = UnledShape
    scope = "bookings"

    def get_queryset(self) -> Any:
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return Occasion.objects.filter(offer__organisation__in=desks.values("pk"))

    @extend_schema(responses=UnledShape(many=True))
    def list(self, request: Request) -> Response:
        found = self.found()
        rows: Any = self.paginate_queryset(self.get_queryset().filter(pk__in=found).order_by("starts_at", "pk"))
        context = self.get_serializer_context()
        shown = UnledShape([found[row.pk] for row in rows], many=True, context=context)
        return self.get_paginated_response(shown.data)

    def found(self) -> dict[int, Unled]:
        desks = limited(Organisation.objects.of(self.me, *DESK), self.request, "pk")
        return {one.occasion.pk: one for desk in desks for one in stranded.dates_at_desk(desk)}

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def keep(self, request: Request, **kwargs: Any) -> Response:
        """It stays as it is, and leaves this list until it moves."""
        stranded.keep_date(self.get_object(), Actor(self.me))
        return Response(status=204)
