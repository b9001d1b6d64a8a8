"""What every part of the API has in common: who may come in, what may be asked, and that a repeat does nothing."""

from functools import cache
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import permissions, viewsets
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from marketplace.api import idempotency
from marketplace.api.models import Answer
from marketplace.api.paging import PARAMETERS

NUMBER, SLUG = "[0-9]{1,18}", "[-a-zA-Z0-9_]{1,60}"


class Json(JSONParser):
    """JSON, but not nested so deep that reading it takes the whole stack."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(_("This is nested too deep.")) from None


class Room(viewsets.GenericViewSet):
    """A part of the API. Its querysets are fetched through the person, so that an outsider finds nothing."""

    scope: ClassVar[str] = ""  # "bookings": a key needs "bookings:read" or ":write". Empty: no key opens this
    public: ClassVar[bool] = False  # may be read before any account
    queries: ClassVar[dict[str, type[Serializer]]] = {}  # by action: what may stand behind the ? in the address
    several: ClassVar[tuple[str, ...]] = ()  # what may stand there several times, or once with commas
    paged: ClassVar[tuple[str, ...]] = ("list",)
    uploads: ClassVar[tuple[str, ...]] = ()  # by action: takes a file, which is larger than what is read at once
    repeats: ClassVar[bool] = True  # takes an Idempotency-Key
    parser_classes = [Json]
    metadata_class = None
    lookup_value_regex = NUMBER
    asked: dict[str, Any]
    repeat: Answer | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if request.method not in permissions.SAFE_METHODS and self.action not in self.uploads:
            _whole = request._request.body  # read here once: a body that is too large ends here
        super().initial(request, *args, **kwargs)
        self.asked = self.read_query(request)
        kept = self.repeats and self.action and self.action not in self.uploads  # of a file the core's key alone
        if request.method == "POST" and kept:
            self.repeat = idempotency.begin(request)

    def read_query(self, request: Request) -> dict[str, Any]:
        """What stands behind the ? in the address, checked. Raises ValidationError for what nobody knows here."""
        reader = reader_of(self.queries.get(self.action or "", Serializer), get_language())
        known = {*reader.fields, *(PARAMETERS if self.action in self.paged else ())}
        if unknown := set(request.query_params) - known:
            raise ValidationError({name[:80]: _("This is not asked for here.") for name in unknown}, "unknown")
        return reader.run_validation(self.said(request.query_params))

    def said(self, query: QueryDict) -> dict[str, Any]:
        return query.dict() | {name: ",".join(query.getlist(name)) for name in self.several if name in query}

    def handle_exception(self, exc: Exception) -> Response:
        return exc.response if isinstance(exc, idempotency.Replay) else super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if self.repeat:
            idempotency.finish(self.repeat, response)
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def me(self) -> Any:
        """Whoever asks; an AnonymousUser where that is allowed."""
        return self.request.user

    @property
    def key(self) -> str | None:
        """The request's Idempotency-Key as the core keeps it."""
        return idempotency.key_of(self.request)

    def read(self, shape: type[Serializer], instance: Any = None, **extra: Any) -> Any:
        """The body, checked. Raises ValidationError."""
        context = self.get_serializer_context()
        serializer = shape(instance, data=self.request.data, context=context, **extra)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def show(self, shape: type[Serializer], thing: Any, status: int = 200, **context: Any) -> Response:
        return Response(shape(thing, context={**self.get_serializer_context(), **context}).data, status=status)

    def show_once(self, shape: type[Serializer], thing: Any, **context: Any) -> Response:
        """Something new with its secret: nothing on the way keeps it."""
        answer = self.show(shape, thing, 201, **context)
        add_never_cache_headers(answer)
        return answer

    def page(self, queryset: Any, shape: type[Serializer], **context: Any) -> Response:
        """One page of these rows in this shape."""
        rows = self.paginate_queryset(queryset)
        return self.get_paginated_response(
            shape(rows, many=True, context={**self.get_serializer_context(), **context}).data
        )


@cache
def reader_of(shape: type[Serializer], _language: str | None) -> Serializer:
    """Reads queries of this shape, for everybody: it keeps nothing of what it reads, but a sentence about a limit in
    the language in which it was said first."""
    return shape()


class Schema(SpectacularAPIView):
    """The description of this API, OpenAPI 3.1."""

    authentication_classes = ()
    permission_classes = [permissions.AllowAny]


class Docs(APIView):
    """The description as a page to try things out on. No inline script: the site's own rule for scripts holds here."""

    authentication_classes = ()
    permission_classes = [permissions.AllowAny]
    renderer_classes = [TemplateHTMLRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response({}, template_name="api/docs.html")


class Nowhere(APIView):
    """Every other address below /api/: not found, in the API's own shape."""

    authentication_classes = ()
    permission_classes = [permissions.AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Http404
