"""Pages by keyset: the cursor says after which row to go on; nothing is skipped or told twice as rows come and go."""

import hashlib
import math
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

DEFAULT, MOST = 20, 100
PARAMETERS = ("limit", "cursor")
NONCE = 12  # bytes, another one for each cursor


class CursorPaging(BasePagination):
    """`?limit=1..100` and an opaque `cursor`. The queryset's own order decides; it must end in something unique.

    Columns that may be null are ordered with nulls last.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list:
        self.request = request
        order = order_of(queryset)
        limit = limit_of(request)
        if after := self.read(request.query_params.get("cursor"), len(order)):
            queryset = queryset.filter(beyond(order, after))
        rows = list(queryset[: limit + 1])
        self.next = self.write([value(rows[limit - 1], name) for name in order]) if len(rows) > limit else None
        return rows[:limit]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data, "next": self.next and self.link(self.next)})

    def link(self, cursor: str) -> str:
        return replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def write(self, values: list) -> str:
        """Sealed, for the values may be more exact than what is told; and for this question alone: a cursor of another
        search would skip at random."""
        nonce = secrets.token_bytes(NONCE)
        sealed = seal().encrypt(nonce, Exact().dumps(values), question(self.request).encode())
        return signing.b64_encode(nonce + sealed).decode()

    def read(self, cursor: str | None, columns: int) -> list | None:
        if cursor is None:
            return None
        try:
            sealed = signing.b64_decode(cursor.encode())
            opened = seal().decrypt(sealed[:NONCE], sealed[NONCE:], question(self.request).encode())
            values = Exact().loads(opened)
        except (InvalidTag, ValueError):
            values = []
        if len(values) != columns:
            raise ValidationError(
                {"cursor": _("This cursor does not belong to this question. Start at the first page.")}
            )
        return values

    def get_paginated_response_schema(self, schema: dict) -> dict:
        following = {"type": ["string", "null"], "format": "uri", "description": "The next page; null on the last."}
        properties = {"results": schema, "next": following}
        return {"type": "object", "required": ["results", "next"], "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict]:
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}
        return [
            {"name": "limit", "in": "query", "required": False, "schema": limit},
            {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string", "minLength": 1}},
        ]


class Exact(signing.JSONSerializer):
    """JSON that keeps times as ISO 8601 and floats to the last bit."""

    def dumps(self, obj: list) -> bytes:
        return super().dumps([each.isoformat() if hasattr(each, "isoformat") else each for each in obj])


def seal() -> AESGCM:
    return AESGCM(hashlib.sha256(b"cursor:" + settings.SECRET_KEY.encode()).digest())


def order_of(found: Any) -> list[Any]:
    """Of a queryset, or of whatever says in which order it is."""
    if hasattr(found, "order"):
        return list(found.order)
    return list(found.query.order_by or found.model._meta.ordering)


def limit_of(request: Request) -> int:
    text = request.query_params.get("limit", str(DEFAULT))
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST):
        raise ValidationError({"limit": _("Ask for 1 to %(most)d.") % {"most": MOST}})
    return int(text)


def question(request: Request) -> str:
    """What was asked, without where in the answer we are."""
    asked = sorted((name, values) for name, values in request.query_params.lists() if name not in PARAMETERS)
    return hashlib.sha256(repr((request.path, asked)).encode()).hexdigest()[:16]


def name_of(term: Any) -> tuple[str, bool]:
    """The column that an order_by term names, and whether it goes down."""
    if isinstance(term, str):
        return term.lstrip("-"), term.startswith("-")
    return term.expression.name, term.descending


def value(row: Any, term: Any) -> Any:
    found = row
    for part in name_of(term)[0].split("__"):
        found = getattr(found, part)
    return None if isinstance(found, float) and not math.isfinite(found) else found


def beyond(order: list, after: list) -> Q:
    """The rows after these values: (a, b) > (1, 2) written out, so that columns may go up or down."""
    rows, same = Q(pk__in=[]), Q()
    for term, last in zip(order, after, strict=True):
        name, down = name_of(term)
        if last is None:
            same &= Q(**{f"{name}__isnull": True})
            continue
        farther = Q(**{f"{name}__{'lt' if down else 'gt'}": last})
        rows |= same & (farther if name == "pk" else farther | Q(**{f"{name}__isnull": True}))
        same &= Q(**{name: last})
    return rows
