"""What you were told, over the wire."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.views import Room
from marketplace.notices.models import Notice


class NoticeShape(serializers.ModelSerializer):
    """One thing you were told. `life` is the number of the booking, offer or organisation it is about."""

    species = serializers.CharField(source="life.species", help_text="What it is about, such as bookings.booking.")
    life = serializers.IntegerField(source="life_id")

    class Meta:
        model = Notice
        fields = ("id", "species", "life", "role", "channel", "subject", "text", "created_at", "done_at")


class Notices(Room):
    """What you were told, the latest first. No organisation's key opens this."""

    queryset = Notice.objects.all()
    serializer_class = NoticeShape

    def get_queryset(self) -> Any:
        return Notice.objects.filter(reader=self.me.pk).select_related("life").order_by("-pk")

    @extend_schema(responses=NoticeShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), NoticeShape)

    def retrieve(self, request: Request, **kwargs: Any) -> Response:
        return self.show(NoticeShape, self.get_object())
