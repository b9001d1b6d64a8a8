"""Calendars kept elsewhere, over the wire. An address goes in and never comes out."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Shape, Words
from marketplace.api.views import Room
from marketplace.organisations.keys import limited
from services import outside
from services.models import OutsideCalendar, Resource


class OutsideShape(serializers.ModelSerializer):
    """A calendar whose events are busy time. Of its address only the host is ever shown."""

    host = serializers.CharField()
    error = serializers.CharField(help_text="A code; empty: it went well.")
    said = serializers.CharField(source="get_error_display", help_text="The error in words.")

    class Meta:
        model = OutsideCalendar
        fields: tuple[str, ...] = ("id", "host", "created_at", "tried_at", "read_at", "next_at", "error", "said")


class AddOutsideShape(Shape):
    """The calendar's secret address in iCal format."""

    url = Words(max_length=1000, help_text="It begins with https:// or webcal://.")


class OutsideCalendars(Room):
    """What is busy in these is not offered here."""

    queryset = OutsideCalendar.objects.all()
    serializer_class = OutsideShape
    scope = "hours"

    def get_queryset(self) -> Any:
        return OutsideCalendar.objects.visible_to(self.me).filter(resource=self.resource()).select_related("resource")

    def resource(self) -> Resource:
        """Raises Http404 for a calendar that is not yours."""
        rows = Resource.objects.visible_to(self.me).select_related("organisation")
        return get_object_or_404(limited(rows, self.request), pk=self.kwargs["resource"])

    @extend_schema(responses=OutsideShape(many=True))
    def list(self, request: Request, **kwargs: Any) -> Response:
        return self.page(self.get_queryset().order_by("pk"), OutsideShape)

    @extend_schema(request=AddOutsideShape, responses={201: OutsideShape})
    def create(self, request: Request, **kwargs: Any) -> Response:
        """Read this calendar from now on."""
        calendar = outside.add(self.resource(), self.me, self.read(AddOutsideShape)["url"])
        return self.show(OutsideShape, calendar, 201)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Read it no more: what it said is busy is free again."""
        outside.remove(self.get_object(), self.me)
        return Response(status=204)
