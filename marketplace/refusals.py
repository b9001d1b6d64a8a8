"""How rules say no. `ValidationError` names a wish that cannot be; `Refused` says: not now, or not you.

Pages learn of both through the middleware here, the API through `marketplace.api.errors`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


class Refused(Exception):
    """Not possible now, or not yours to do. Its text is for people, in their language."""


class Counted(ValidationError):
    """A wish that cannot be, and that it was tried is kept: `count` runs when all else of the step is undone."""

    def __init__(self, message: dict[str, str], count: Callable[[], None]) -> None:
        super().__init__(message)
        self.count = count


class Middleware:
    """Turns a refusal that a page did not show itself into a sentence on the page the person came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused | ValidationError):
            return None
        back = came_from(request)
        if request.method == "POST" and back:
            for sentence in sentences(exception):
                messages.error(request, sentence)
            return HttpResponseRedirect(back)
        return render(request, "refused.html", {"sentences": sentences(exception)}, status=409)


def sentences(exception: Exception) -> list[str]:
    if isinstance(exception, ValidationError):
        return [str(text) for text in exception.messages]
    return [str(exception)]


def came_from(request: HttpRequest) -> str:
    """The page of ours that the person posted from; empty when there is none."""
    referer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if safe else ""


@contextmanager
def refusals_on(form: BaseForm) -> Iterator[None]:
    """Show what a rule says beside the field it speaks of, and above the form what has no field."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        for name, errors in by_field(error).items():
            form.add_error(name if name in form.fields else None, errors)


def by_field(error: ValidationError) -> dict[str, list[ValidationError]]:
    if hasattr(error, "error_dict"):
        return error.error_dict
    return {"": error.error_list}
