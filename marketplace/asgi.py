"""The plug for sockets: one small ASGI process that answers `/ws/` and nothing else."""

import os
from urllib.parse import urlsplit

import django
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
django.setup()

from marketplace.live import Live  # noqa: E402 - models must be ready first


def full(origin: str) -> str:
    """An origin with its port written out: the validator compares ports only where one is given."""
    parts = urlsplit(origin)
    return f"{parts.scheme}://{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


sockets = AuthMiddlewareStack(URLRouter([path("ws/", Live.as_asgi())]))
application = ProtocolTypeRouter(
    {"websocket": OriginValidator(sockets, [full(origin) for origin in settings.TRUSTED_ORIGINS])}
)
