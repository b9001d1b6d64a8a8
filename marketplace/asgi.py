"""The plug for sockets: one small ASGI process that answers `/ws/`, and its own `/metrics`."""

import os
from typing import Any
from urllib.parse import urlsplit

import django
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
django.setup()

from marketplace import metrics  # noqa: E402
from marketplace.live import Live  # noqa: E402 - models must be ready first
from marketplace.organisations import proving  # noqa: E402


def full(origin: str) -> str:
    """An origin with its port written out: the validator compares ports only where one is given."""
    parts = urlsplit(origin)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def straight(application: Any) -> Any:
    """The same, and what it serves finds in its scope how the server itself is told."""

    async def called(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await application({**scope, "straight": send}, receive, send)

    return called


async def numbers(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """`/metrics` for whoever may read it; nothing else is here."""
    headers = {name.decode("latin-1").title(): value.decode("latin-1") for name, value in scope["headers"]}
    found = scope["path"] == "/metrics" and metrics.may_read((scope["client"] or [""])[0], headers)
    about = [(b"content-type", metrics.FORM.encode())]
    await send({"type": "http.response.start", "status": 200 if found else 404, "headers": about})
    await send({"type": "http.response.body", "body": metrics.of_sockets() if found else b""})


sockets = AuthMiddlewareStack(URLRouter([path("ws/", Live.as_asgi(owes=proving.owes))]))
guarded = OriginValidator(sockets, [full(origin) for origin in settings.TRUSTED_ORIGINS])
application = ProtocolTypeRouter({"websocket": straight(guarded), "http": numbers})
