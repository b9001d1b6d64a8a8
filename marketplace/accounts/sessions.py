"""Where a person is signed in, and how she ends that from elsewhere. Open sockets go with the session."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

FRESH = timedelta(minutes=1)  # people read the minute in which a device was last seen
LONGEST = UserSession._meta.get_field("user_agent").max_length
NOTE = """
INSERT INTO usersessions_usersession (session_key, user_id, ip, user_agent, created_at, last_seen_at, data)
SELECT %(key)s, %(user)s, %(ip)s, %(browser)s, %(now)s, %(now)s, '{}'
WHERE NOT EXISTS (
    SELECT FROM usersessions_usersession
    WHERE session_key = %(key)s AND user_id = %(user)s AND ip = %(ip)s AND user_agent = %(browser)s
      AND last_seen_at > %(stale)s
)
ON CONFLICT (session_key) DO UPDATE
SET user_id = excluded.user_id, ip = excluded.ip, user_agent = excluded.user_agent, last_seen_at = excluded.last_seen_at
"""


class Middleware:
    """Notes from where a session is used, and when, in one question: the library's own asks five with every page. It
    writes only once in a minute, or when the address or the browser is another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            note(request)
        return self.get_response(request)


def note(request: HttpRequest) -> None:
    now = timezone.now()
    told = {
        "key": request.session.session_key,
        "user": request.user.pk,
        "ip": get_account_adapter().get_client_ip(request),
        "browser": request.headers.get("User-Agent", "")[:LONGEST],
        "now": now,
        "stale": now - FRESH,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, told)


def of(user: Any) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=user.pk).order_by("created_at", "pk")


def others(user: Any, key: str | None) -> QuerySet[UserSession]:
    """All but the one of this session key: that is left by signing out."""
    return of(user).exclude(session_key=key)


def end(sessions: Iterable[UserSession]) -> None:
    get_adapter().end_sessions(list(sessions))
