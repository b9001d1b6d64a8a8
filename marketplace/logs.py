"""What is written down: each request by its route and number, and what goes wrong. Nothing of persons.

In a demo as lines for people, else as JSON, one object a line, for whatever collects them."""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from marketplace import metrics
from marketplace.masking import masked

log = logging.getLogger("cortile.requests")
NUMBER: ContextVar[str] = ContextVar("number", default="")
PROPER = re.compile(r"[0-9A-Za-z-]{8,64}")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}  # others may be anything: counted as one


class Middleware:
    """Gives each request its number (the proxy's, where there is one), counts it and writes it down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began, before = time.perf_counter(), NUMBER.set(number_of(request))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = NUMBER.get()
            note(request, response.status_code, time.perf_counter() - began)
        finally:
            NUMBER.reset(before)
        return response


def number_of(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return given if PROPER.fullmatch(given) else uuid4().hex


def note(request: HttpRequest, status: int, seconds: float) -> None:
    """By its route: an address may name somebody, or be a secret."""
    method, route = request.method if request.method in METHODS else "other", route_of(request)
    metrics.ANSWERS.labels(method, route, status).inc()
    metrics.SECONDS.labels(route).observe(seconds)
    about = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    log.info("%s %s %s", method, route, status, extra={"about": about})


def route_of(request: HttpRequest) -> str:
    if match := request.resolver_match:
        return f"/{match.route}"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"


class Line(logging.Formatter):
    """A JSON object: when, how bad, who says so, what, in which request, and of a fault its kind and where it was. What
    it says is left out: the database's own words name rows."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "text": masked(record.getMessage()),
            "request": NUMBER.get(),
        }
        said |= getattr(record, "about", {})
        if record.exc_info and record.exc_info[0]:
            said |= {"fault": record.exc_info[0].__name__, "where": where(record.exc_info[2])}
        return json.dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False)


def where(trace: object) -> list[str]:
    """The calls that led there, the last one at the end."""
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
