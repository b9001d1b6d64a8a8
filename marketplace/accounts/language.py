"""The language of a request: the person's own, else the one chosen on this device, else what the browser asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

# What the page of a supported person speaks beside the languages of the whole site: it has few words, and they matter.
ALSO = (("ar", "العربية"), ("fr", "Français"))
SPOKEN = (*settings.LANGUAGES, *ALSO)


class Middleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def language_of(request: HttpRequest) -> str:
    user = request.user
    if user.is_authenticated and user.language in dict(settings.LANGUAGES):
        return user.language
    return translation.get_language_from_request(request)


def asked_for(request: HttpRequest) -> str:
    """The first of all languages spoken anywhere here that this browser asks for; Italian where it asks for none."""
    told = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    codes = [code[:2] for code, _weight in told if code[:2] in dict(SPOKEN)]
    kept = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return kept if kept in dict(SPOKEN) else (codes or [settings.LANGUAGE_CODE])[0]


def keep(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """Remember the choice on this device and, for somebody who is signed in, with the person: but not over a language
    that only her own page speaks, which she would lose there."""
    if language not in dict(settings.LANGUAGES):
        return response
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=secure, httponly=True, samesite="Lax"
    )
    if request.user.is_authenticated and request.user.language not in dict(ALSO):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return response


class Chosen(str):
    """A text that knows its language: where it is not the page's, the page has to say so."""

    language: str

    def __new__(cls, text: str, language: str = "") -> "Chosen":
        self = super().__new__(cls, text)
        self.language = language
        return self


def here() -> str:
    """The language of the moment, without its country."""
    return (translation.get_language() or "it")[:2]


def chosen(texts: dict[str, str]) -> Chosen:
    """The text in the language of the moment, else Italian, else whichever there is."""
    language = next((one for one in (here(), "it", *texts) if texts.get(one)), "")
    return Chosen(texts.get(language, ""), language)
