"""What a page may ask of a device: the camera at the till, where it is where one searches, nothing anywhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
NOTHING = "camera=(), microphone=(), geolocation=()"
CAMERA = "camera=(self), microphone=(), geolocation=()"
POSITION = "camera=(), microphone=(), geolocation=(self)"
View = Callable[..., HttpResponse]


class Middleware:
    """A page that needs more has said so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response


def allowing(what: str) -> Callable[[View], View]:
    """This page may ask for it."""

    def around(view: View) -> View:
        @wraps(view)
        def shown(*args: Any, **kwargs: Any) -> HttpResponse:
            response = view(*args, **kwargs)
            response.headers[HEADER] = what
            return response

        return shown

    return around
