"""The only file that talks to Stripe: one function for each thing we ask, answers as plain dictionaries.

Without a key and with the stand-in switched on, the same library speaks to `bookings.payments.standin` instead of a
socket. Whoever asks has its row committed before, and names its own idempotency key.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import stripe
from django.conf import settings

from bookings.payments.standin import server

P = ParamSpec("P")
R = TypeVar("R")
Json = dict[str, Any]
TIMEOUT = 20  # seconds


class Away(Exception):
    """There was no answer, or none that says what became of it: it may have happened, and it may not."""


class Declined(Exception):
    """Stripe heard it, and nothing has happened. `code` is Stripe's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Forged(Exception):
    """A webhook that Stripe did not sign, or not lately."""


class Underneath(stripe.HTTPClient):
    """What the library takes for the network: the stand-in, in this process."""

    name = "standin"

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **kwargs: Any
    ) -> tuple[str, int, Mapping[str, str]]:
        try:
            return server.answer(method, url, headers or {}, post_data or "")
        except server.Silence as silence:
            raise stripe.APIConnectionError(str(silence)) from silence

    def close(self) -> None:
        """There is no socket to close."""


@cache
def client() -> stripe.StripeClient:
    under = Underneath() if settings.STRIPE.standin else stripe.RequestsClient(timeout=TIMEOUT)
    # No retries of the library's own: a time-out is written down, and asked again by us with the same key.
    return stripe.StripeClient(settings.STRIPE.key, http_client=under, max_network_retries=0)


def heard(ask: Callable[P, R]) -> Callable[P, R]:
    """The library's errors as the two that matter: nothing has happened, or nobody knows."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return ask(*args, **kwargs)
        except (stripe.InvalidRequestError, stripe.CardError) as error:
            raise Declined(error.code or "invalid_request") from error
        except stripe.StripeError as error:
            raise Away(str(error)) from error

    return asked


# --- what the customer pays ---------------------------------------------------------------------------------------
@heard
def open_session(params: Any, key: str) -> Json:
    return client().v1.checkout.sessions.create(params, {"idempotency_key": key}).to_dict()


@heard
def session(number: str) -> Json:
    """With the card, where it saved one."""
    told: Any = {"expand": ["setup_intent.payment_method"]}
    return client().v1.checkout.sessions.retrieve(number, told).to_dict()


@heard
def expire_session(number: str, key: str) -> Json:
    return client().v1.checkout.sessions.expire(number, {}, {"idempotency_key": key}).to_dict()


@heard
def intent(number: str) -> Json:
    return client().v1.payment_intents.retrieve(number, {"expand": ["latest_charge"]}).to_dict()


@heard
def capture(number: str, cents: int, key: str) -> Json:
    return client().v1.payment_intents.capture(number, {"amount_to_capture": cents}, {"idempotency_key": key}).to_dict()


@heard
def cancel(number: str, key: str) -> Json:
    return client().v1.payment_intents.cancel(number, {}, {"idempotency_key": key}).to_dict()


# --- saved cards ---------------------------------------------------------------------------------------------------
@heard
def charge_saved(params: Any, key: str) -> Json:
    return client().v1.payment_intents.create(params, {"idempotency_key": key}).to_dict()


@heard
def intents_of(payer: str) -> list[Json]:
    """What was tried with a saved card, the newest first."""
    return every(client().v1.payment_intents.list({"customer": payer, "limit": 100}))


@heard
def detach(method: str, key: str) -> Json:
    return client().v1.payment_methods.detach(method, {}, {"idempotency_key": key}).to_dict()


# --- what goes back, and what goes on -----------------------------------------------------------------------------
@heard
def refund(params: Any, key: str) -> Json:
    return client().v1.refunds.create(params, {"idempotency_key": key}).to_dict()


@heard
def refunds_of(intent_id: str) -> list[Json]:
    return every(client().v1.refunds.list({"payment_intent": intent_id, "limit": 100}))


@heard
def disputes_of(intent_id: str) -> list[Json]:
    return every(client().v1.disputes.list({"payment_intent": intent_id, "limit": 100}))


@heard
def transfer(params: Any, key: str) -> Json:
    return client().v1.transfers.create(params, {"idempotency_key": key}).to_dict()


@heard
def transfers_of(group: str) -> list[Json]:
    return every(client().v1.transfers.list({"transfer_group": group, "limit": 100}))


@heard
def reverse(number: str, params: Any, key: str) -> Json:
    """Take back a part of a transfer."""
    return client().v1.transfers.reversals.create(number, params, {"idempotency_key": key}).to_dict()


@heard
def reversals_of(number: str) -> list[Json]:
    return every(client().v1.transfers.reversals.list(number, {"limit": 100}))


@heard
def balance_of(account: str) -> int:
    """What an organisation's account holds and could give back, in cents of a euro."""
    held = client().v1.balance.retrieve({}, {"stripe_account": account}).to_dict()
    return sum(part["amount"] for part in held["available"] if part["currency"] == "eur")


def pages(kind: str, until: int) -> Iterator[list[Json]]:
    """All charges, disputes, refunds or transfers until that second, the newest first, a hundred at a time."""
    asked: Json = {"created": {"lte": until}, "limit": 100}
    more = True
    while more:
        page = listed(kind, asked)
        more = page["has_more"]
        asked |= {"starting_after": page["data"][-1]["id"]} if more else {}
        yield page["data"]


@heard
def listed(kind: str, asked: Any) -> Json:
    return getattr(client().v1, kind).list(asked).to_dict()


@heard
def events_since(at: int) -> list[Json]:
    """The oldest first."""
    return every(client().v1.events.list({"created": {"gte": at}, "limit": 100}))[::-1]


def every(page: Any) -> list[Json]:
    """All pages of a list, with the library's own paging."""
    return [thing.to_dict() for thing in page.auto_paging_iter()]


# --- organisations ------------------------------------------------------------------------------------------------
@heard
def open_account(params: Any, key: str) -> Json:
    return client().v2.core.accounts.create(params, {"idempotency_key": key}).to_dict()


@heard
def account(number: str) -> Json:
    include: Any = {"include": ["configuration.recipient", "requirements"]}
    return client().v2.core.accounts.retrieve(number, include).to_dict()


@heard
def account_link(params: Any) -> Json:
    return client().v2.core.account_links.create(params).to_dict()


# --- webhooks -----------------------------------------------------------------------------------------------------
def verify(payload: bytes, signature: str) -> None:
    """Raises Forged unless Stripe signed exactly this, in the last five minutes, with one of our secrets."""
    if not any(signed(payload, signature, secret) for secret in settings.STRIPE.secret.split(",")):
        raise Forged


def signed(payload: bytes, signature: str, secret: str) -> bool:
    try:
        return stripe.WebhookSignature.verify_header(payload.decode(), signature, secret.strip(), 300)
    except (stripe.SignatureVerificationError, ValueError):
        return False
