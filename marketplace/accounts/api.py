"""Who you are, over the wire."""

from typing import Any, ClassVar

from allauth.usersessions.models import UserSession
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.accounts import sessions
from marketplace.accounts.language import SPOKEN
from marketplace.accounts.models import User
from marketplace.api.shapes import Choice, ModelShape
from marketplace.api.views import Room


class MeShape(ModelShape):
    """You, as we know you. The e-mail is changed on the pages, where its owner proves it."""

    language = Choice(choices=SPOKEN)

    class Meta:
        model = User
        fields = ("id", "given_name", "family_name", "email", "phone", "language")
        read_only_fields = ("id", "email")


class SessionShape(serializers.ModelSerializer):
    """Where you are signed in. `device` is what its browser says of itself; `current`: this is it."""

    device = serializers.CharField(source="user_agent")
    current = serializers.SerializerMethodField()

    class Meta:
        model = UserSession
        fields: tuple[str, ...] = ("id", "device", "created_at", "last_seen_at", "current")

    def get_current(self, session: UserSession) -> bool:
        return session.session_key == self.context["request"].session.session_key


class Sessions(Room):
    """Where you are signed in. One signs in on the pages; no organisation's key opens this."""

    queryset = UserSession.objects.none()
    serializer_class = SessionShape

    def get_queryset(self) -> Any:
        return sessions.of(self.me)

    @property
    def others(self) -> Any:
        return sessions.others(self.me, self.request.session.session_key)

    @extend_schema(responses=SessionShape(many=True))
    def list(self, request: Request) -> Response:
        return self.page(self.get_queryset(), SessionShape)

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Sign out there: sockets that are open there are closed. 404 for the session that asks."""
        sessions.end([get_object_or_404(self.others, pk=kwargs["pk"])])
        return Response(status=204)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="end-others")
    def end_others(self, request: Request) -> Response:
        """Sign out everywhere but here."""
        sessions.end(self.others)
        return Response(status=204)


class Me(Room):
    """You. No organisation's key opens this."""

    queryset = User.objects.none()
    serializer_class = MeShape
    paged: ClassVar[tuple[str, ...]] = ()

    def retrieve(self, request: Request) -> Response:
        return self.show(MeShape, self.me)

    @extend_schema(request=MeShape, responses=MeShape)
    def partial_update(self, request: Request) -> Response:
        given: dict[str, Any] = self.read(MeShape, self.me, partial=True)
        User.objects.filter(pk=self.me.pk).update(**given)
        return self.show(MeShape, User.objects.get(pk=self.me.pk))
