"""How often one may ask. All processes count together, in a table that is not logged, so that no request waits for a
disk. Not in Redis, also where there is one: it may be lost, and the limits with it."""

import time
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

LONGEST = 86_400  # seconds that a count is kept; no window is longer
ONE_MORE = """
    INSERT INTO api_call (who, span, number, since) VALUES (%s, %s, 1, now())
    ON CONFLICT (who, span) DO UPDATE SET number = api_call.number + 1 RETURNING number
"""


class Throttle(SimpleRateThrottle):
    """So many requests in each window of time."""

    num_requests: int | None
    duration: int | None

    def allow_request(self, request: Request, view: Any) -> bool:
        who = self.get_cache_key(request, view)
        if who is None or not self.num_requests or not self.duration:
            return True
        return count(who, int(time.time()) // self.duration) <= self.num_requests

    def wait(self) -> float:
        """Seconds until the next window."""
        duration = self.duration or 60
        return duration - time.time() % duration


def count(who: str, window: int) -> int:
    """One more request of this caller in this window, and how many that makes. Nobody reads out of it who called."""
    name = sha256(f"{settings.SECRET_KEY}:{who}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE, [name, window])
        return cursor.fetchone()[0]


class Anonymous(Throttle):
    """Somebody we do not know, by address."""

    scope = "anonymous"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return None if request.user.is_authenticated else f"anonymous:{address(request)}"


class Signed(Throttle):
    """A person, or a key of an organisation: each has a count of its own."""

    scope = "signed"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not request.user.is_authenticated:
            return None
        return f"key:{request.auth.pk}" if request.auth else f"person:{request.user.pk}"


def address(request: Request | HttpRequest) -> str:
    """Who called. What the caller writes into X-Forwarded-For counts only where our own proxy added to it, last."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")
