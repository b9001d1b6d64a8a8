"""The language of a request: the person's own, else the one chosen on this device, else what the browser asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


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


def keep(request: HttpRequest, response: HttpResponse, language: str) -> HttpResponse:
    """Remember the choice on this device and, for somebody who is signed in, with the person."""
    if language not in dict(settings.LANGUAGES):
        return response
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=secure, httponly=True, samesite="Lax"
    )
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return response


def chosen(texts: dict[str, str]) -> str:
    """The text in the language of the moment, else Italian, else whichever there is."""
    language = (translation.get_language() or "it")[:2]
    return texts.get(language) or texts.get("it") or next(iter(texts.values()), "")
