"""What the description says of every operation by itself: queries, keys, and what may go wrong."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.utils import OpenApiParameter

from marketplace.api.idempotency import HEADER, LONGEST
from marketplace.api.shapes import Problem, Strict

WRONG = {
    "400": "Something that was sent cannot be.",
    "401": "Nobody is signed in, or the key is not valid.",
    "403": "The key has not this scope, or the token against forged requests is missing.",
    "404": "There is nothing here that you may see.",
    "406": "Only JSON is spoken here.",
    "409": "Not possible now, or not yours to do.",
    "413": "This is too large.",
    "415": "What was sent is of another media type than is read here.",
    "422": "The Idempotency-Key was sent with another request.",
    "429": "Too many requests. Retry-After says when to go on.",
    "503": "Busy. Retry-After says when to try again.",
}


class AutoSchema(SpectacularSchema):
    def get_override_parameters(self) -> list:
        queries = getattr(self.view, "queries", {}).get(getattr(self.view, "action", ""))
        return [*super().get_override_parameters(), *([queries] if queries else []), *self.key_header()]

    def key_header(self) -> list[OpenApiParameter]:
        if self.method != "POST" or not getattr(self.view, "repeats", False):
            return []
        form = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"}
        text = "A word of your own: sent again with the same request, it does nothing twice and answers the same."
        return [OpenApiParameter(HEADER, form, OpenApiParameter.HEADER, description=text)]

    def _get_parameters(self) -> list[dict]:
        paged = getattr(self.view, "paged", ("list",))
        shown = super()._get_parameters()
        return [p for p in shown if p["name"] not in {"limit", "cursor"} or getattr(self.view, "action", "") in paged]

    def _get_response_bodies(self, direction: Any = "response") -> dict:
        problem = self.resolve_serializer(Problem, "response").ref
        answers = super()._get_response_bodies(direction)
        for status in self.wrong():
            content = {"application/json": {"schema": problem}}
            answers.setdefault(status, {"description": WRONG[status], "content": content})
        return answers

    def wrong(self) -> list[str]:
        """What may go wrong in this operation."""
        wrong = {"400", "401", "403", "406", "429", "503"}
        wrong |= {"404"} if "{" in self.path else set()
        wrong |= {"409", "413", "415"} if self.method in {"POST", "PUT", "PATCH", "DELETE"} else set()
        wrong |= {"422"} if self.key_header() else set()
        return sorted(wrong)

    def _map_serializer(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> dict:
        shape = super()._map_serializer(serializer, direction, bypass_extensions)
        if direction == "request" and isinstance(serializer, Strict) and "properties" in shape:
            shape["additionalProperties"] = False
        return shape


class KeyScheme(OpenApiAuthenticationExtension):
    """How a key of an organisation is sent."""

    target_class = "marketplace.organisations.keys.KeyAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict:
        text = "`Key <prefix>.<secret>`, a key of an organisation."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": text}
