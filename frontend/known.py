"""What a visitor's browser has already is not sent again: it asks each time, and hears that the page is as it was."""

import re
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from marketplace.zipping import kind, said

# Masked anew in each answer. One of an earlier answer is as good, as long as the cookie is the same.
TOKENS = re.compile(rb'(name="csrfmiddlewaretoken" value="|"X-CSRFToken": ")\w{64}')


class Middleware:
    """Pages alone, and none of anybody who has a session: those are not to be found in a browser later on.

    The tag is that of what the page says, after it was made: a time that was taken meanwhile makes it another one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "immutable" in said(response):  # the same to all: only what looks after people looked at who asks
            del response.headers["Vary"]
        if not is_for_all(request, response):
            return response
        response.headers["ETag"] = tag(request, response)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def is_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    page = request.method == "GET" and response.status_code == 200 and not response.streaming
    cookies = {*request.COOKIES, *response.cookies}
    told = "ETag" in response.headers or "no-store" in said(response)
    return page and kind(response) == "text/html" and not told and settings.SESSION_COOKIE_NAME not in cookies


def tag(request: HttpRequest, response: HttpResponse) -> str:
    """Of the words, the cookie that makes the page's forms good, and what the page may do: an answer without a page
    leaves the browser with the rules it had."""
    forms, rules = request.META.get("CSRF_COOKIE") or "", response.headers.get("Content-Security-Policy", "")
    words = TOKENS.sub(rb"\1", response.content)
    return f'"{sha256(b"|".join([forms.encode(), rules.encode(), words])).hexdigest()[:32]}"'
