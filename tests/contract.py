"""Stripe's typed contract, read from the pinned library: its annotations are generated from Stripe's own description.

Every request that reaches the stand-in and every answer that it gives is held against them, in all tests. Enums that
the library leaves open (`Literal[...] | str`) are closed here: an unknown word is a mistake of ours.
"""

import ast
import importlib
import inspect
import json
import sys
import typing
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
import typing_extensions
from stripe import ListObject
from stripe._stripe_object import UntypedStripeObject

from bookings.payments.standin import server

ASKED = {
    "/v1/checkout/sessions": ("checkout._session_create_params", "SessionCreateParams"),
    "/v1/checkout/sessions/expire": ("checkout._session_expire_params", "SessionExpireParams"),
    "/v1/payment_intents/capture": ("_payment_intent_capture_params", "PaymentIntentCaptureParams"),
    "/v1/payment_intents/cancel": ("_payment_intent_cancel_params", "PaymentIntentCancelParams"),
    "/v1/payment_intents": ("_payment_intent_create_params", "PaymentIntentCreateParams"),
    "/v1/payment_methods/detach": ("_payment_method_detach_params", "PaymentMethodDetachParams"),
    "/v1/refunds": ("_refund_create_params", "RefundCreateParams"),
    "/v1/transfers": ("_transfer_create_params", "TransferCreateParams"),
    "/v1/transfers/reversals": ("_transfer_reversal_create_params", "TransferReversalCreateParams"),
    "/v2/core/accounts": ("v2.core._account_create_params", "AccountCreateParams"),
    "/v2/core/account_links": ("v2.core._account_link_create_params", "AccountLinkCreateParams"),
}
CLASSES = {
    "checkout.session": ("checkout._session", "Session"),
    "v2.core.account": ("v2.core._account", "Account"),
    "v2.core.account_link": ("v2.core._account_link", "AccountLink"),
}
PLAIN = (int, str, bool, float)


@pytest.fixture(autouse=True)
def every_word_with_stripe_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    speak = server.answer

    def checked(method: str, url: str, headers: Any, body: Any) -> Any:
        if method == "post":
            assert list(wrong_request(url, body)) == []
        text, status, told = speak(method, url, headers, body)
        if status == 200:
            assert list(wrong_object(json.loads(text))) == []
        return text, status, told

    monkeypatch.setattr(server, "answer", checked)


def wrong_request(url: str, body: Any) -> Iterator[str]:
    path = "/" + url.split("/", 3)[3]
    parts = [part for part in path.split("/") if not part.startswith(("cs_", "pi_", "tr_", "pm_"))]
    module, name = ASKED["/".join(parts)]
    hint = getattr(importlib.import_module(f"stripe.params.{module}"), name)
    yield from mistakes(server.read(path, body), hint, name, form=not path.startswith("/v2/"))


def wrong_object(thing: Any) -> Iterator[str]:
    """What is not as the library's class of this object says."""
    if thing["object"] == "list":
        for one in thing["data"]:
            yield from wrong_object(one)
        return
    yield from mistakes(thing, class_of(thing["object"]), thing["object"])


def class_of(name: str) -> Any:
    module, cls = CLASSES.get(name) or (f"_{name}", "".join(word.title() for word in name.split("_")))
    return getattr(importlib.import_module(f"stripe.{module}"), cls)


# --- values against annotations -----------------------------------------------------------------------------------
def mistakes(value: Any, hint: Any, path: str, form: bool = False) -> Iterator[str]:
    """Each way in which the value is not what the annotation says. `form`: numbers came as words."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any or hint is UntypedStripeObject or origin is UntypedStripeObject:
        return
    if origin in (typing_extensions.NotRequired, typing.NotRequired, typing.ClassVar):
        yield from mistakes(value, args[0], path, form)
    elif origin in (typing.Union, UnionType):
        yield from of_union(value, closed(args), path, form)
    elif origin in (typing.Literal, typing_extensions.Literal):
        yield from [] if value in args else [f"{path}: {value!r} is none of {args}"]
    elif origin in (list, dict):
        yield from of_many(value, origin, args, path, form)
    elif (origin or hint) is ListObject:
        yield from [f"{path}: no list"] if value.get("object") != "list" else []
    elif hint in (*PLAIN, Decimal, type(None)):
        yield from [] if fits(value, hint, form) else [f"{path}: {value!r} is no {hint.__name__}"]
    else:
        yield from of_fields(value, hint, path, form)


def closed(args: tuple[Any, ...]) -> list[Any]:
    words = any(get_origin(arg) in (typing.Literal, typing_extensions.Literal) for arg in args)
    return [arg for arg in args if not (words and arg is str)]


def of_union(value: Any, args: list[Any], path: str, form: bool) -> Iterator[str]:
    tried = [list(mistakes(value, arg, path, form)) for arg in args]
    # Of several that do not fit, the one that was meant: where the mistake lies deeper than the value itself.
    yield from min(tried, key=lambda found: (any(one.startswith(f"{path}: ") for one in found), len(found)))


def of_many(value: Any, origin: Any, args: tuple[Any, ...], path: str, form: bool) -> Iterator[str]:
    """A form has its lists as dictionaries of places."""
    if not isinstance(value, dict if form else origin):
        yield f"{path}: {value!r} is no {origin.__name__}"
        return
    each = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in each:
        yield from mistakes(one, args[-1], f"{path}.{key}", form)


def fits(value: Any, hint: Any, form: bool) -> bool:
    if form and isinstance(value, str) and hint in (int, float, Decimal):
        return value.lstrip("-").replace(".", "", 1).isdecimal()
    if form and hint is bool:
        return value in ("true", "false")
    if hint is Decimal:  # JSON has them as words
        return isinstance(value, str)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))


def of_fields(value: Any, hint: Any, path: str, form: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: {value!r} is no {hint.__name__}"
        return
    fields = fields_of(hint)
    yield from (f"{path}.{name}: not known" for name in value.keys() - fields.keys())
    for name, of in fields.items():
        if name in value:
            yield from mistakes(value[name], of, f"{path}.{name}", form)
        elif not optional(of):
            yield f"{path}.{name}: missing"


def optional(hint: Any) -> bool:
    origin = get_origin(hint)
    return origin in (typing_extensions.NotRequired, typing.NotRequired) or type(None) in get_args(hint)


# --- the library's annotations, with what it imports for type checkers alone --------------------------------------
@cache
def fields_of(cls: Any) -> dict[str, Any]:
    """Also what is inherited; without the options of a request, which never leave the library."""
    found: dict[str, Any] = {}
    for one in reversed([base for base in inspect.getmro(cls) if base.__module__.startswith("stripe.")]):
        if one.__module__ not in ("stripe._stripe_object", "stripe._api_resource", "stripe._request_options"):
            space = {**typed_imports(one.__module__), **vars(sys.modules[one.__module__])}
            told = {name: hint for name, hint in vars(one).get("__annotations__", {}).items() if wanted(name, one)}
            found |= {name: read(hint, space, one) for name, hint in told.items()}
    return {name: hint for name, hint in found.items() if get_origin(hint) is not typing.ClassVar}


def wanted(name: str, owner: Any) -> bool:
    return name[0] != "_" and not (issubclass(owner, dict) and name in REQUEST_OPTIONS)


REQUEST_OPTIONS = {"api_key", "stripe_version", "stripe_account", "stripe_context", "max_network_retries",
                   "idempotency_key", "content_type", "headers"}  # fmt: skip


def read(hint: Any, space: dict[str, Any], owner: Any) -> Any:
    """An annotation with all its names resolved, those in quotation marks too."""
    text = hint if isinstance(hint, str) else getattr(hint, "__forward_arg__", None)
    if text is not None:
        return read(eval(text, space, dict(vars(owner))), space, owner)
    args = get_args(hint)
    if not args or get_origin(hint) in (typing.Literal, typing_extensions.Literal):
        return hint
    resolved = tuple(read(arg, space, owner) for arg in args)
    return rebuilt(hint, resolved)


def rebuilt(hint: Any, args: tuple[Any, ...]) -> Any:
    origin = get_origin(hint)
    if origin in (typing.Union, UnionType):
        return typing.Union[args]  # noqa: UP007
    if origin in (typing_extensions.NotRequired, typing.NotRequired):
        return typing_extensions.NotRequired[args[0]]
    if origin is list:
        return list[args[0]]  # type: ignore[valid-type]
    if origin is dict:
        return dict[args]  # type: ignore[valid-type]
    return hint


@cache
def typed_imports(module: str) -> dict[str, Any]:
    """What stands under `if TYPE_CHECKING:`, imported after all."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    blocks = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    wanted = [node for block in blocks for node in block.body if isinstance(node, ast.ImportFrom) and node.module]
    return {
        name.asname or name.name: getattr(importlib.import_module(str(node.module)), name.name)
        for node in wanted
        for name in node.names
        if not str(node.module).startswith("stripe.params")
    }
