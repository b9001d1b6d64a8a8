"""Dates for several people over the wire: what is announced, the desk's changes, and the list of who comes."""

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import attendance, waiting
from bookings.attendance import Row
from marketplace.api.shapes import Known, Moment, Shape, Whole, Words
from marketplace.api.views import NUMBER, Room
from marketplace.lives.engine import Actor
from marketplace.organisations.keys import limited
from services import occasions
from services.models import Occasion, Offer, Resource
from services.models.occasion import MOST_SEATS, MOST_SESSIONS


class SessionShape(serializers.Serializer):
    """One of the times at which they meet."""

    id = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class OccasionShape(serializers.ModelSerializer):
    """One date of an offer, with the places that are left and how many groups wait."""

    when = serializers.CharField(help_text="The first day, as people say it.")
    sessions = SessionShape(many=True)
    seats = serializers.IntegerField()
    left = serializers.IntegerField()
    waiting = serializers.SerializerMethodField(help_text="Groups on the waiting list.")
    address = serializers.SerializerMethodField()
    leaders = serializers.SerializerMethodField(help_text="For the desk, whoever leads, and whoever has a place.")

    class Meta:
        model = Occasion
        fields: tuple[str, ...] = (
            "id", "offer", "status", "when", "starts_at", "ends_at", "sessions", "seats", "left", "waiting", "address",
            "leaders",
        )  # fmt: skip

    @extend_schema_field(serializers.IntegerField())
    def get_waiting(self, occasion: Occasion) -> int:
        return self.context["waiting"].get(occasion.resource_id, 0)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_leaders(self, occasion: Occasion) -> list[str]:
        return occasion.leader_names if occasion.pk in self.context["named"] else []

    @extend_schema_field(serializers.CharField())
    def get_address(self, occasion: Occasion) -> str:
        return str(occasion.where) if occasion.where else ""


class DateShape(Shape):
    """One day, from when until when."""

    starts_at = Moment()
    ends_at = Moment()


class AnnounceShape(Shape):
    """A new date: its days, and for how many. Who leads it cannot be booked for anything else meanwhile."""

    offer: Any = Known(queryset=Offer.objects.none())
    dates = serializers.ListField(child=DateShape(), min_length=1, max_length=MOST_SESSIONS)
    seats = Whole(min_value=1, max_value=MOST_SEATS)
    leaders: Any = Known(many=True, queryset=Resource.objects.none(), required=False)
    address = Words(required=False, allow_blank=True, max_length=160, help_text="Empty: where the offer is.")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if "offer" in fields:
            fields["offer"].queryset = self.context.get("offers", Offer.objects.none())
        fields["leaders"].child_relation.queryset = self.context.get("resources", Resource.objects.none())
        return fields


class ChangeShape(AnnounceShape):
    """What is to be different. Other days and another place are told to everybody who comes or waits."""

    offer = None


class CallOffShape(Shape):
    """Why it does not take place: everybody who comes reads it."""

    reason = Words(max_length=500)


class OccasionsQuery(serializers.Serializer):
    """The dates that can be booked; of one offer, or of all that you may see."""

    offer = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


class Occasions(Room):
    """Dates for several people. Everybody sees those of published offers; the desk announces and changes its own."""

    queryset = Occasion.objects.all()
    serializer_class = OccasionShape
    public = True
    scope = "offers"
    queries: ClassVar[dict] = {"list": OccasionsQuery}

    def get_queryset(self) -> Any:
        dates = limited(Occasion.objects.visible_to(self.me), self.request, "offer__organisation")
        return dates.for_lists().with_left()

    def get_serializer_context(self) -> dict[str, Any]:
        offers = limited(Offer.objects.of_desk(self.me), self.request) if self.me.is_authenticated else None
        resources = limited(Resource.objects.visible_to(self.me), self.request)
        known = {"offers": offers if offers is not None else Offer.objects.none(), "resources": resources}
        return {**super().get_serializer_context(), **known}

    @extend_schema(responses=OccasionShape(many=True))
    def list(self, request: Request) -> Response:
        """What can be booked now, the soonest first."""
        wanted = {"offer": self.asked["offer"]} if "offer" in self.asked else {}
        rows: Any = self.paginate_queryset(self.get_queryset().bookable().filter(**wanted))
        return self.get_paginated_response(OccasionShape(rows, many=True, context=self.with_waiting(rows)).data)

    def with_waiting(self, rows: Any) -> dict[str, Any]:
        told = {
            "waiting": waiting.numbers(date.resource_id for date in rows),
            "named": attendance.named_to(self.me, rows),
        }
        return self.get_serializer_context() | told

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.whole(self.get_object())

    def whole(self, occasion: Occasion, status: int = 200) -> Response:
        row = Occasion.objects.for_lists().with_left().get(pk=occasion.pk)
        return Response(OccasionShape(row, context=self.with_waiting([row])).data, status=status)

    @extend_schema(request=AnnounceShape, responses={201: OccasionShape})
    def create(self, request: Request) -> Response:
        """Announce a date."""
        given = self.read(AnnounceShape)
        offer = given.pop("offer")
        return self.whole(occasions.announce(offer, Actor(self.me), **in_spans(given)), 201)

    @extend_schema(request=ChangeShape, responses=OccasionShape)
    def partial_update(self, request: Request, **kwargs: Any) -> Response:
        """Change a date before it begins. Whoever is in stays in."""
        occasion = self.get_object()
        given = in_spans(self.read(ChangeShape, partial=True))
        return self.whole(occasions.change(occasion, Actor(self.me), **standing(occasion) | given))

    @extend_schema(request=CallOffShape, responses=OccasionShape)
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, **kwargs: Any) -> Response:
        """It does not take place: every booking is called off, with the reason."""
        occasion = self.get_object()
        return self.whole(occasions.call_off(occasion, Actor(self.me), self.read(CallOffShape)["reason"]))


def in_spans(given: dict[str, Any]) -> dict[str, Any]:
    dates = {"dates": [(day["starts_at"], day["ends_at"]) for day in given["dates"]]} if "dates" in given else {}
    return given | dates


def standing(occasion: Occasion) -> dict[str, Any]:
    """What is not named stays."""
    return {
        "dates": occasions.spans_of(occasion),
        "seats": occasion.seats,
        "leaders": list(occasion.leaders.all()),
        "address": occasions.address_of(occasion),
    }


class CameShape(serializers.Serializer):
    """How many of a booking came to a session."""

    session = serializers.IntegerField()
    came = serializers.IntegerField()


class RowShape(serializers.Serializer):
    """One booking on the list of those who come. A session that is missing in `attendance`: nobody has looked."""

    booking = serializers.IntegerField(source="booking.pk")
    name = serializers.CharField(source="booking.customer.given_name")
    phone = serializers.SerializerMethodField(help_text="On the day of a session.")
    seats = serializers.IntegerField(source="booking.seats")
    status = serializers.CharField(source="booking.status")
    note = serializers.CharField(source="booking.note")
    attendance = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField())
    def get_phone(self, row: Row) -> str:
        return str(row.phone or "")

    @extend_schema_field(CameShape(many=True))
    def get_attendance(self, row: Row) -> list[dict[str, int]]:
        return [{"session": session, "came": came} for session, came in sorted(row.came.items())]


class MarkShape(Shape):
    """How many of this booking came; null: nobody has looked."""

    booking = Whole(min_value=1, max_value=2**63 - 1)
    came = Whole(allow_null=True, min_value=0, max_value=MOST_SEATS)


class MarksShape(Shape):
    """Who came to a session, all or some of the list."""

    rows = serializers.ListField(child=MarkShape(), min_length=1, max_length=MOST_SEATS)


class Rolls(Room):
    """Who comes to a date: for the desk, and for those who lead it."""

    queryset = Occasion.objects.all()
    serializer_class = RowShape
    scope = "bookings"
    paged: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> Any:
        return limited(Occasion.objects.of_staff(self.me), self.request, "offer__organisation")

    @extend_schema(responses=RowShape(many=True))
    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        """By name, without paging: the list of one evening."""
        occasion = self.get_object()
        return Response(RowShape(attendance.roll(occasion, occasion.roles_of(self.me)), many=True).data)

    @extend_schema(request=MarksShape, responses={204: None})
    @action(detail=True, methods=["put"], url_path=f"sessions/(?P<session>{NUMBER})")
    def mark(self, request: Request, session: str, **kwargs: Any) -> Response:
        """Say who came to a session, from an hour before it begins."""
        one = get_object_or_404(self.get_object().sessions, pk=session)
        came = {row["booking"]: row["came"] for row in self.read(MarksShape)["rows"]}
        attendance.mark(one, Actor(self.me), came)
        return Response(status=204)
