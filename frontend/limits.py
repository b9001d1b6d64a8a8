"""How often a page may be asked for: a search by those we do not know, and what a person sends. Nobody meets it who
reads and writes; a program that the API turns away finds no other door here."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from frontend.pages import errors
from marketplace.api import throttles

SEARCHES = ("search", "search_map", "find", "find_where", "find_when", "find_details")
MINUTE = 60  # seconds of a window


class Middleware:
    """Counts within the window what may be asked for so often, and shows whoever asks more a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The API and the webhooks, which no form of ours leads to, have limits of their own."""
        sort = "" if getattr(view, "csrf_exempt", False) else sort_of(request)
        most = settings.PAGE_RATES.get(sort)
        now = int(time.time())
        if not most or throttles.count(f"{sort}:{caller(request)}", now // MINUTE) <= most:
            return None
        return too_often(request, MINUTE - now % MINUTE)


def sort_of(request: HttpRequest) -> str:
    """As what this counts; empty: not at all. Those who are signed in and only read are never counted."""
    if request.method == "POST":
        return "posts"
    found = request.resolver_match
    searches = found is not None and found.url_name in SEARCHES
    return "searches" if searches and not request.user.is_authenticated else ""


def caller(request: HttpRequest) -> str:
    """A person wherever she is; of those whom we do not know the address."""
    return f"person:{request.user.pk}" if request.user.is_authenticated else f"from:{throttles.address(request)}"


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    response = errors.too_many(request)
    response["Retry-After"] = str(seconds)
    patch_cache_control(response, no_store=True)
    return response
