"""What a browser keeps of the site: how it is put among a phone's apps, and the page for when there is no line.

Nothing of it is anybody's: it is the same for everybody who speaks a language."""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from frontend.context import NAME, city
from frontend.pages.errors import stylesheet
from frontend.tokens import colours
from marketplace.accounts.language import SPOKEN

AN_HOUR = "public, max-age=3600"  # a browser asks for the script anew after each page, else
MAIN, WORKER = "frontend/scripts/main.ts", "frontend/scripts/worker.ts"


def manifest(request: HttpRequest) -> HttpResponse:
    """The site as one of the apps of a phone, in the language of whoever asks."""
    paper = colours()["paper"]
    told: dict[str, Any] = {
        "id": "/", "start_url": "/", "scope": "/",
        "display": "minimal-ui",  # our pages have no button that leads back: the browser's stays
        "name": f"{NAME} {settings.CITY}", "short_name": NAME,
        "description": _(
            "A babysitter, the shopping, help with a form. Your neighbours do it: see the price, choose the time, book."
        ),
        "lang": translation.get_language(), "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "theme_color": paper, "background_color": paper, "icons": icons(),
        "shortcuts": [
            {"name": _("Search"), "url": reverse("search")},
            {"name": _("My things"), "url": reverse("bookings")},
        ],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "private, no-cache"})


def icons() -> list[dict[str, str]]:
    """Our logo alone, and on a ground that a phone cuts to its shape: drawn, and as dots for those that read no SVG."""
    return [
        icon("logo.svg", "image/svg+xml", "any", "any"),
        icon("icon.svg", "image/svg+xml", "any", "maskable"),
        icon("icon.png", "image/png", "512x512", "any maskable"),
    ]


def icon(name: str, kind: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": staticfiles_storage.url(f"built/{name}"), "type": kind, "sizes": sizes, "purpose": purpose}


def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The page for when there is no line, in one of all languages that are spoken here; workers ask for it."""
    if language not in dict(SPOKEN):
        raise Http404
    return HttpResponse(words(language), headers={"Cache-Control": "no-cache", "Content-Language": language})


def words(language: str) -> str:
    with translation.override(language):
        return render_to_string(
            "offline.html", {"cortile": city(), "stylesheet": stylesheet(), "paper": colours()["paper"]}
        )


def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers with that page. It comes from the root, so that it reaches the whole site."""
    script = f"self.kept = {json.dumps(kept())};\n{built(WORKER)}"
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": AN_HOUR})


@cache
def kept() -> dict[str, Any]:
    """What the script keeps: files whose names change with what is in them, and a page for each language. The name of
    all of it changes with any of it, so that a browser then keeps it anew."""
    pages = {language: reverse("offline", args=[language]) for language, _name in SPOKEN}
    said = "".join(map(words, pages)) + built(WORKER)
    return {"name": f"shell-{sha256(said.encode()).hexdigest()[:16]}", "files": files(), "pages": pages}


def files() -> list[str]:
    """The styles and the typefaces that they name."""
    entry = built_ones()[MAIN]
    return [staticfiles_storage.url(f"built/{name}") for name in (*entry["css"], *entry["assets"])]


def built(entry: str) -> str:
    return (manifest_of_built().parent / built_ones()[entry]["file"]).read_text(encoding="utf-8")


def built_ones() -> dict[str, Any]:
    return json.loads(manifest_of_built().read_text(encoding="utf-8"))


def manifest_of_built() -> Path:
    return Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
