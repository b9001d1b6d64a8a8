"""What a page may ask of a device: the camera at the till, nothing anywhere else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Permissions-Policy"
NOTHING, CAMERA = "camera=(), microphone=()", "camera=(self), microphone=()"


class Middleware:
    """A page that needs more has said so itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOTHING)
        return response
