"""The stand-in's side of a request: faults that the dials ask for, repeated keys, routes, and errors as Stripe's."""

import json
import random
import re
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db import transaction

from bookings.payments.standin import acting, bodies, finding, objects, saving
from bookings.payments.standin.models import Answer

Reply = tuple[str, int, Mapping[str, str]]
ROUTES = (
    ("post", "/v1/checkout/sessions", saving.open_session),
    ("get", "/v1/checkout/sessions/(?P<number>[^/]+)", saving.find_session),
    ("post", "/v1/checkout/sessions/(?P<number>[^/]+)/expire", acting.expire_session),
    ("post", "/v1/payment_intents", saving.charge_saved),
    ("get", "/v1/payment_intents", saving.find_intents),
    ("post", "/v1/payment_methods/(?P<number>[^/]+)/detach", saving.detach),
    ("get", "/v1/payment_intents/(?P<number>[^/]+)", finding.find_intent),
    ("post", "/v1/payment_intents/(?P<number>[^/]+)/capture", acting.capture),
    ("post", "/v1/payment_intents/(?P<number>[^/]+)/cancel", acting.cancel),
    ("post", "/v1/refunds", acting.refund),
    ("get", "/v1/(?P<kind>charges|refunds|disputes|transfers|events)", finding.find_all),
    ("post", "/v1/transfers", acting.transfer),
    ("post", "/v1/transfers/(?P<number>[^/]+)/reversals", acting.reverse),
    ("get", "/v1/transfers/(?P<number>[^/]+)/reversals", finding.find_reversals),
    ("get", "/v1/balance", finding.find_balance),
    ("post", "/v2/core/accounts", bodies.open_account),
    ("get", "/v2/core/accounts/(?P<number>[^/]+)", finding.find),
    ("post", "/v2/core/account_links", bodies.account_link),
)


class Silence(Exception):
    """Nothing comes back: a line that is down, or an answer that takes too long."""


def answer(method: str, url: str, headers: Mapping[str, str], body: Any) -> Reply:
    """What Stripe would answer to this request. Raises Silence."""
    dials = acting.dials()
    if happens(dials.away):
        raise Silence("not reached")
    key, broken = headers.get("Idempotency-Key", ""), dials.broken if method == "post" else 0
    if method == "post" and key:
        status, text = remembered(url, key, body, broken)
    else:
        status, text = handled(method, url, body, broken, headers.get("Stripe-Account", ""))
    if happens(dials.slow):
        raise Silence("no answer in time")
    return text, status, {"Request-Id": objects.number("req")}


def happens(percent: int) -> bool:
    return percent > 0 and random.randrange(100) < percent


@transaction.atomic
def remembered(url: str, key: str, body: Any, broken: int) -> tuple[int, str]:
    """The same key is answered the same, errors of the server among them; with another wish it is refused."""
    asked, answers = f"post {url} {body}", Answer.objects
    before = answers.filter(key=key).first()
    if before and before.asked != asked:
        clash = objects.error("idempotency_key_in_use", "This key was used for another request.", "idempotency_error")
        return 400, json.dumps(clash)
    if not before:
        status, text = handled("post", url, body, broken)
        before = answers.create(key=key, asked=asked, status=status, text=text)
    return before.status, before.text


def handled(method: str, url: str, body: Any, broken: int, account: str = "") -> tuple[int, str]:
    """`account`: on whose behalf it is asked; empty, the platform's own. `broken`: in so many percent it fails when all
    is done."""
    parts = urlsplit(url)
    told = parts.query if method == "get" else body
    asked = read(parts.path, told) | ({"account": account} if account else {})
    try:
        with transaction.atomic() if method == "post" else nullcontext():
            done = route(method, parts.path, asked)
    except acting.Wrong as wrong:
        return wrong.answered, json.dumps(objects.error(wrong.code, str(wrong)))
    if happens(broken):
        return 500, json.dumps(objects.error("api_error", "Something went wrong.", "api_error"))
    return 402 if "error" in done else 200, json.dumps(done)


def route(method: str, path: str, asked: Any) -> Any:
    for verb, pattern, act in ROUTES:
        if verb == method and (match := re.fullmatch(pattern, path)):
            return act(asked, **match.groupdict())
    raise acting.Wrong("url_invalid", "Unrecognized request URL.", 404)


def read(path: str, told: Any) -> Any:
    """Forms in the first version of the interface, JSON in the second; queries are forms in both."""
    if path.startswith("/v2/") and str(told).startswith("{"):
        return json.loads(told)
    root: dict[str, Any] = {}
    for name, value in parse_qsl(str(told), keep_blank_values=True):
        plant(root, re.findall(r"[^\[\]]+", name), value)
    return root


def plant(root: dict[str, Any], path: list[str], value: str) -> None:
    """metadata[attempt]=charge:7 as {"metadata": {"attempt": "charge:7"}}; lists as dictionaries of their places."""
    for step in path[:-1]:
        root = root.setdefault(step, {})
    root[path[-1]] = value
