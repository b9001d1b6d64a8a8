"""One shape for all that goes wrong: {"type", "errors": [{"code", "detail", "attr"}]}. Texts are for people."""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from drf_standardized_errors.handler import ExceptionHandler
from rest_framework import exceptions
from rest_framework.response import Response

from marketplace.refusals import Refused, by_field

DOOR = "/api/"
TAKEN = {"23505", "23P01"}  # PostgreSQL: unique and exclusion violations, that is, somebody was faster
AGAIN_AFTER = 5  # seconds


class Conflict(exceptions.APIException):
    """Not now, or not yours to do: what `Refused` is called on the wire."""

    status_code = 409
    default_code = "refused"
    default_detail = _("Somebody else was faster. Look again.")


class Unavailable(exceptions.APIException):
    status_code = 503
    default_code = "unavailable"
    default_detail = _("This is taking too long right now. Try again in a moment.")
    wait = AGAIN_AFTER


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = _("This is too large to be read.")


class Handler(ExceptionHandler):
    """Knows the core's ways of saying no besides DRF's own."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Refused):
            return Conflict(str(exc))
        if isinstance(exc, ValidationError):
            return exceptions.ValidationError(details(exc))
        if isinstance(exc, OperationalError | InterfaceError):
            return Unavailable()
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, SuspiciousOperation):
            return exceptions.ParseError()  # a form of thousands of parts, for one
        if isinstance(exc, IntegrityError) and getattr(exc.__cause__, "sqlstate", "") in TAKEN:
            return Conflict()
        return super().convert_known_exceptions(exc)


def handler(exc: Exception, context: Any) -> Response | None:
    return Handler(exc, context).run()


def details(error: ValidationError) -> dict[str, list[exceptions.ErrorDetail]]:
    """Django's errors, field by field, as DRF's."""
    return {
        "non_field_errors" if name in {"", NON_FIELD_ERRORS} else name: [said(each) for each in errors]
        for name, errors in by_field(error).items()
    }


def said(error: ValidationError) -> exceptions.ErrorDetail:
    return exceptions.ErrorDetail(" ".join(error.messages), error.code or "invalid")


def both_doors(status: int, page: str) -> Callable[..., HttpResponse]:
    """An error view of Django's that answers in JSON below /api/, and everywhere else with this page."""

    def answer(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        if request.path.startswith(DOOR):
            return plain(status)
        module, name = page.rsplit(".", 1)
        view = getattr(import_module(module), name)
        return view(request) if status == 500 else view(request, exception)

    def answer_alone(request: HttpRequest) -> HttpResponse:
        return answer(request)

    return answer_alone if status == 500 else answer


def plain(status: int) -> JsonResponse:
    """What failed before a view was reached. A database that is away is asked for again, not reported as our fault."""
    error: exceptions.APIException = PLAIN.get(status, exceptions.APIException)()
    if database_is_away():
        error = Unavailable()
    body = Handler(error, {}).format_exception(error)  # type: ignore[typeddict-item]
    headers = {"Retry-After": str(error.wait)} if isinstance(error, Unavailable) else {}
    return JsonResponse(body, status=error.status_code, headers=headers)


def database_is_away() -> bool:
    """Is that why the view that is being answered for failed? Also where every connection of the pool is in use."""
    return isinstance(sys.exc_info()[1], OperationalError | InterfaceError)


PLAIN: dict[int, type[exceptions.APIException]] = {
    400: exceptions.ParseError,
    403: exceptions.PermissionDenied,
    404: exceptions.NotFound,
}
