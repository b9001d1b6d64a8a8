"""Searches that somebody keeps, over the wire."""

from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.shapes import Shape, Words
from marketplace.api.views import Room
from services.models import SavedSearch
from services.models.saved import LONGEST
from services.search import keeping


class SearchShape(serializers.ModelSerializer):
    """A search of which you are told by mail what is new. `offer`: one that you wait for; once something of it is free
    you are told, and it ends."""

    title = serializers.SerializerMethodField(help_text="What it looks for, in the language of the request.")

    class Meta:
        model = SavedSearch
        fields = ("id", "query", "title", "offer", "saved_at", "until")

    def get_title(self, saved: SavedSearch) -> str:
        return keeping.title(saved, self.context.get("known"))


class KeepSearchShape(Shape):
    """The filters of `/offers/`, as they stand in an address; or one offer of which nothing is free now."""

    query = Words(
        max_length=LONGEST, help_text="For example category=babysitting&near=Aurora&on=2026-12-05; or offer=7."
    )


class Searches(Room):
    """The searches that you keep, to be told of what is new; of a wished day or of so many places, of what is free
    after all; of one offer, once, that something of it is free. No organisation's key opens these."""

    queryset = SavedSearch.objects.all()
    serializer_class = SearchShape

    def get_queryset(self) -> Any:
        return SavedSearch.objects.visible_to(self.me)

    @extend_schema(responses=SearchShape(many=True))
    def list(self, request: Request) -> Response:
        rows: Any = self.paginate_queryset(self.get_queryset().order_by("pk"))
        context = {**self.get_serializer_context(), "known": keeping.known_of(rows)}
        return self.get_paginated_response(SearchShape(rows, many=True, context=context).data)

    @extend_schema(request=KeepSearchShape, responses={201: SearchShape})
    def create(self, request: Request) -> Response:
        saved = keeping.keep(self.me, QueryDict(self.read(KeepSearchShape)["query"]))
        return self.show(SearchShape, saved, 201)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """To hear no more of it."""
        self.get_object().delete()
        return Response(status=204)
