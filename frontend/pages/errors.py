"""What people see when something does not work: what to do next, and nothing typed lost."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from frontend.context import city
from marketplace.api.errors import AGAIN_AFTER, database_is_away
from marketplace.refusals import came_from

OURS = {"csrfmiddlewaretoken", "key", "seen", "next", "action"}


@requires_csrf_token
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page's token does not fit any more: show what was sent, and let the person send it again. Status 403."""
    return whole_page(request, render(request, "stale_form.html", sent(request), status=403))


def unkept(request: HttpRequest, back: str) -> HttpResponse:
    """To be signed in for, and no draft could be kept: the page holds what was sent until it can be sent again."""
    facts = sent(request) | {"sign_in": redirect_to_login(back).url}
    return whole_page(request, render(request, "unkept.html", facts, status=429))


def sent(request: HttpRequest) -> dict[str, Any]:
    return {
        "address": request.get_full_path(),
        "fields": to_send_again(request),
        "words": [value for name, value in pairs(request) if is_words(name, value)],
        "files": request.FILES,
        "back": came_from(request) or request.get_full_path(),
    }


def to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    return [] if secret(request) else [pair for pair in pairs(request) if pair[0] != "csrfmiddlewaretoken"]


def secret(request: HttpRequest) -> bool:
    """A password is never written into a page: such a form is filled in anew."""
    return any("password" in name for name in request.POST)


def pairs(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() for value in values]


def is_words(name: str, value: str) -> bool:
    """Worth showing: what somebody wrote, not a number or a name of ours."""
    return name not in OURS and any(letter.isspace() for letter in value.strip())


def whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """To htmx: this is a page, not the fragment it asked for."""
    if getattr(request, "htmx", False):
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return whole_page(request, render(request, "400.html", status=400))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return whole_page(request, render(request, "403.html", status=403))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return whole_page(request, render(request, "404.html", status=404))


def too_many(request: HttpRequest) -> HttpResponse:
    """Asked for too often: nothing was done, and the browser's way back leads to what was typed."""
    return whole_page(request, render(request, "429.html", status=429))


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. This page asks nothing of the database, the session or anything else that may be what is broken."""
    with translation.override(language_of(request)):
        if database_is_away():
            return away(request)
        return HttpResponse(render_to_string("500.html", plain_facts()), status=500)


def language_of(request: HttpRequest) -> str:
    """What breaks before we know who it is leaves the device's language."""
    return getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)


def away(request: HttpRequest) -> HttpResponse:
    """The database is gone for a moment: nothing was done, and what was posted can be posted again from here."""
    facts = plain_facts() | {
        "headline": _("One moment, please"),
        "why": _("Cortile does not answer right now. Nothing was done by halves. Try again in a few seconds."),
        "address": request.get_full_path(),
        "fields": to_send_again(request),
        "token": get_token(request),
    }
    return HttpResponse(render_to_string("500.html", facts), status=503, headers={"Retry-After": str(AGAIN_AFTER)})


def plain_facts() -> dict[str, Any]:
    return city() | {
        "language": get_language(),
        "stylesheet": stylesheet(),
        "headline": _("Something broke here"),
        "why": _(
            "It is our fault, not yours, and we have been told. Nothing was done by halves. Try again in a minute."
        ),
        "home": _("Go to the first page"),
        "desk": _("Would you rather talk? The front desk:"),
    }


def stylesheet() -> str:
    """The address of the styles, or nothing where they were not built: an error page must not fail itself."""
    try:
        manifest = json.loads(Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).read_text(encoding="utf-8"))
        return staticfiles_storage.url(f"built/{manifest['frontend/scripts/main.ts']['css'][0]}")
    except (OSError, LookupError, ValueError):
        return ""
