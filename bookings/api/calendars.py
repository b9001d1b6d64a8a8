"""Secret addresses for calendar programs, over the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from bookings import feeds
from bookings.models import CalendarKey
from marketplace.api.shapes import Choice, Flag, Named, Shape
from marketplace.api.views import Room
from marketplace.organisations.models import DESK, Organisation


class CalendarShape(serializers.ModelSerializer):
    """An address, without its secret."""

    organisation: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta:
        model = CalendarKey
        fields: tuple[str, ...] = ("id", "shows", "organisation", "discreet", "created_at", "last_read_at")


class NewCalendarShape(CalendarShape):
    """A new address. It is shown this once."""

    url = serializers.SerializerMethodField(help_text="What a calendar program subscribes to, without signing in.")

    class Meta(CalendarShape.Meta):
        fields = (*CalendarShape.Meta.fields, "url")

    def get_url(self, key: CalendarKey) -> str:
        return feeds.address_of(self.context["secret"])


class MakeCalendarShape(Shape):
    """What the calendar shows: what you booked, your jobs, or the bookings of your desk at an organisation."""

    shows = Choice(choices=CalendarKey.Shows.choices)
    organisation = Named("slug", queryset=Organisation.objects.none(), required=False, allow_null=True, default=None)
    discreet = Flag(required=False, default=False, help_text="Only when, not what.")

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if request := self.context.get("request"):
            fields["organisation"].queryset = Organisation.objects.of(request.user, *DESK)
        return fields


class Calendars(Room):
    """The addresses at which calendar programs read your bookings. No organisation's key opens these; an answer with a
    secret is not kept for repeats."""

    queryset = CalendarKey.objects.all()
    serializer_class = CalendarShape
    repeats = False

    def get_queryset(self) -> Any:
        return feeds.keys_of(self.me)

    @extend_schema(responses=CalendarShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset().order_by("pk"), CalendarShape)

    @extend_schema(request=MakeCalendarShape, responses={201: NewCalendarShape})
    def create(self, request: Request) -> Response:
        key, secret = feeds.make(self.me, **self.read(MakeCalendarShape))
        return self.show_once(NewCalendarShape, key, secret=secret)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Revoke the address."""
        feeds.revoke(self.get_object(), self.me)
        return Response(status=204)
