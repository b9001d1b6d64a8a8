"""Where a person is signed in, and how she ends that from elsewhere. Open sockets go with the session."""

from collections.abc import Iterable
from typing import Any

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet


def of(user: Any) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=user.pk).order_by("created_at", "pk")


def others(user: Any, key: str | None) -> QuerySet[UserSession]:
    """All but the one of this session key: that is left by signing out."""
    return of(user).exclude(session_key=key)


def end(sessions: Iterable[UserSession]) -> None:
    get_adapter().end_sessions(list(sessions))
