"""How often one may ask. Each web process counts for itself, in memory: no request waits for a shared counter, and the
ceiling of a site is the rate times its processes."""

import time
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

MOST = 10_000  # callers remembered at once

counts: dict[tuple[str, int], int] = {}
guard = Lock()


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
    """One more request of this caller in this window."""
    with guard:
        if len(counts) >= MOST:
            counts.clear()
        counts[who, window] = counts.get((who, window), 0) + 1
        return counts[who, window]


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
