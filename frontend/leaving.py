"""Whoever signs out leaves no page behind: a browser would show it to the next one who goes back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER, PAGES = "Clear-Site-Data", '"cache"'  # and not "storage": what a till took lies there until it has arrived


class Middleware:
    """In the answer that signs out, and in one that signs somebody else in. A session that was ended elsewhere, or ran
    out, is not known here any more: nobody can say whose pages they were."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user.pk
        response = self.get_response(request)
        if person and request.user.pk != person:
            response.headers[HEADER] = PAGES
        return response
