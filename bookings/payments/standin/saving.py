"""What the stand-in does with cards that are saved: kept on a page, charged while nobody is there, forgotten."""

from typing import Any

from django.conf import settings

from bookings.payments.standin import acting, objects, sending
from bookings.payments.standin.cards import refuses_later

Json = dict[str, Any]


def open_session(asked: Json) -> Json:
    return open_setup(asked) if asked["mode"] == "setup" else acting.open_session(asked)


def open_setup(asked: Json) -> Json:
    """A page on which a card is saved and nothing is paid."""
    setup = acting.keep(objects.setup_intent(asked.get("setup_intent_data", {})))
    session = objects.session(asked, None, settings.SITE_URL)
    return acting.keep(session | {"setup_intent": setup["id"], "payment_status": "no_payment_required"})


def find_session(asked: Json, number: str) -> Json:
    session = acting.seen(number)
    if "expand" in asked and session.get("setup_intent"):
        setup = acting.seen(session["setup_intent"])
        method = setup["payment_method"] and acting.seen(setup["payment_method"])
        return session | {"setup_intent": setup | {"payment_method": method}}
    return session


def charge_saved(asked: Json) -> Json:
    """A saved card is charged while nobody is there. What the bank refuses is answered, and its intent stays."""
    method, cents = acting.held(asked["payment_method"]), int(asked["amount"])
    if method["customer"] != asked["customer"]:
        raise acting.Wrong("payment_method_not_available", "The PaymentMethod does not belong to this Customer.")
    if cents < acting.LEAST:
        raise acting.Wrong("amount_too_small", "The amount must be at least 50 cents.")
    intent = objects.intent(cents, asked) | {"customer": asked["customer"], "payment_method": method["id"]}
    acting.keep(intent, asked["customer"])
    if code := refuses_later(method["card"]["last4"]):
        intent = acting.change(intent, payment_method=None, last_payment_error={"type": "card_error", "code": code})
        sending.send("payment_intent.payment_failed", intent)
        return objects.error(code, "The bank refuses it.", "card_error")
    return acting.hold(intent, method["card"]["brand"], method["card"]["last4"])


def find_intents(asked: Json) -> Json:
    """What was tried with the saved card of a customer, the newest first."""
    found = acting.rows().filter(kind="payment_intent", about=asked["customer"]).order_by("-pk")
    return objects.listed([row.data for row in found], "/v1/payment_intents")


def detach(asked: Json, number: str) -> Json:
    method = acting.held(number)
    if not method["customer"]:
        raise acting.Wrong("invalid_request_error", "The payment method is not attached to a customer.")
    return acting.change(method, customer=None)
