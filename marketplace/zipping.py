"""Pages and answers of the API go over the line compressed.

Whoever makes a browser ask again and again, and sees how long the answers are, could guess at a secret that stands
beside words of his own (BREACH). A form's token is masked anew each time, and each length is blurred by up to a hundred
random bytes. What may not be kept (`no-store`: files, codes, keys shown once) or says `no-transform` goes as it is.
"""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORTH_IT = {"text/html", "text/plain", "text/csv", "application/json", "application/problem+json"}
LEFT_ALONE = {"no-store", "no-transform"}


class Middleware(GZipMiddleware):
    """Pictures and papers are compressed already, and what is streamed goes on as it comes."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or said(response) & LEFT_ALONE or kind(response) not in WORTH_IT:
            return response
        return super().process_response(request, response)


def said(response: HttpResponseBase) -> set[str]:
    """The single words of its `Cache-Control`."""
    return {word.strip().lower() for word in response.headers.get("Cache-Control", "").split(",")}


def kind(response: HttpResponseBase) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
