"""The shapes of Stripe's objects as the stand-in answers with them. The tests hold them against the library's types."""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def number(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def now() -> int:
    return int(time.time())


def moment() -> str:
    """As the second version of the interface writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def listed(things: list[Json], url: str, more: bool = False) -> Json:
    return {"object": "list", "data": things, "has_more": more, "url": url}


def session(asked: Json, amount: int | None, site: str) -> Json:
    own = number("cs_test")
    named = ("success_url", "cancel_url", "customer_email", "client_reference_id", "mode")
    return {name: asked.get(name) for name in named} | {
        "id": own, "object": "checkout.session", "created": now(), "livemode": False,
        "amount_subtotal": amount, "amount_total": amount, "currency": "eur",
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None,
                        "submit": asked.get("custom_text", {}).get("submit"),
                        "terms_of_service_acceptance": None},
        "expires_at": asked.get("expires_at") or now() + 86_400, "metadata": asked.get("metadata", {}),
        "payment_intent": None, "payment_method_types": ["card"], "payment_status": "unpaid",
        "shipping_options": [], "status": "open", "url": f"{site}/standin/pay/{own}/",
    }  # fmt: skip


def setup_intent(data: Json) -> Json:
    return {
        "id": number("seti"), "object": "setup_intent", "created": now(), "livemode": False, "customer": None,
        "metadata": data.get("metadata", {}), "payment_method": None, "payment_method_types": ["card"],
        "status": "requires_payment_method", "usage": "off_session",
    }  # fmt: skip


def customer(email: str | None) -> Json:
    return {"id": number("cus"), "object": "customer", "created": now(), "livemode": False, "email": email}


def payment_method(customer: str, brand: str, last4: str) -> Json:
    nobody = {"address": None, "email": None, "name": None, "phone": None, "tax_id": None}
    return {
        "id": number("pm"), "object": "payment_method", "created": now(), "livemode": False, "type": "card",
        "billing_details": nobody, "customer": customer,
        "card": {"brand": brand, "last4": last4, "exp_month": 12, "exp_year": 2034, "checks": None,
                 "country": None, "display_brand": None, "fingerprint": None, "funding": "credit",
                 "generated_from": None, "networks": None, "regulated_status": None, "three_d_secure_usage": None,
                 "wallet": None},
    }  # fmt: skip


def intent(amount: int, data: Json) -> Json:
    return {
        "id": number("pi"), "object": "payment_intent", "created": now(), "livemode": False,
        "amount": amount, "amount_capturable": 0, "amount_received": 0, "currency": "eur",
        "canceled_at": None, "capture_method": data.get("capture_method", "automatic"),
        "confirmation_method": "automatic", "last_payment_error": None, "latest_charge": None,
        "metadata": data.get("metadata", {}), "payment_method_types": ["card"],
        "customer": None, "payment_method": None, "setup_future_usage": data.get("setup_future_usage"),
        "status": "requires_payment_method", "transfer_group": data.get("transfer_group"),
    }  # fmt: skip


def charge(intent: Json, brand: str, last4: str) -> Json:
    return {
        "id": number("ch"), "object": "charge", "created": now(), "livemode": False,
        "amount": intent["amount"], "amount_captured": 0, "amount_refunded": 0, "currency": "eur",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None, "tax_id": None},
        "captured": False, "disputed": False, "metadata": intent["metadata"], "paid": True, "refunded": False,
        "payment_intent": intent["id"], "status": "succeeded", "transfer_group": intent["transfer_group"],
        "payment_method_details": {
            "type": "card",
            "card": {"brand": brand, "last4": last4, "exp_month": 12, "exp_year": 2034,
                     "capture_before": now() + 7 * 86_400},
        },
    }  # fmt: skip


def refund(charge: Json, cents: int, metadata: Json, waits: bool = False) -> Json:
    return {
        "id": number("re"), "object": "refund", "created": now(), "amount": cents, "currency": "eur",
        "charge": charge["id"], "payment_intent": charge["payment_intent"], "metadata": metadata, "reason": None,
        "status": "pending" if waits else "succeeded",
    } | ({"pending_reason": "processing"} if waits else {})  # fmt: skip


def failure() -> Json:
    """What a refund has besides once it failed: why, and the line of the balance that takes it back."""
    return {"failure_reason": "expired_or_canceled_card", "failure_balance_transaction": number("txn")}


def dispute(charge: Json, cents: int) -> Json:
    when = {"due_by": now() + 7 * 86_400, "has_evidence": False, "past_due": False, "submission_count": 0}
    return {
        "id": number("dp"), "object": "dispute", "created": now(), "livemode": False,
        "amount": cents, "balance_transactions": [], "charge": charge["id"], "currency": "eur",
        "enhanced_eligibility_types": [], "evidence": {"enhanced_evidence": {}},
        "evidence_details": when | {"enhanced_eligibility": {}, "submission_method": "not_submitted"},
        "is_charge_refundable": False, "metadata": {}, "payment_intent": charge["payment_intent"],
        "reason": "fraudulent", "status": "needs_response",
    }  # fmt: skip


def transfer(asked: Json) -> Json:
    own = number("tr")
    return {
        "id": own, "object": "transfer", "created": now(), "livemode": False,
        "amount": int(asked["amount"]), "amount_reversed": 0, "currency": "eur", "description": None,
        "destination": asked["destination"], "metadata": asked.get("metadata", {}),
        "reversals": listed([], f"/v1/transfers/{own}/reversals"), "reversed": False,
        "source_transaction": asked.get("source_transaction"), "transfer_group": asked.get("transfer_group"),
    }  # fmt: skip


def reversal(transfer: Json, cents: int, metadata: Json) -> Json:
    return {
        "id": number("trr"), "object": "transfer_reversal", "created": now(), "amount": cents, "currency": "eur",
        "balance_transaction": None, "destination_payment_refund": None, "metadata": metadata, "source_refund": None,
        "transfer": transfer["id"],
    }  # fmt: skip


def payout(cents: int) -> Json:
    """From an organisation's account on to its bank."""
    return {
        "id": number("po"), "object": "payout", "created": now(), "livemode": False, "amount": cents, "currency": "eur",
        "arrival_date": now(), "automatic": True, "destination": None, "metadata": {}, "method": "standard",
        "reconciliation_status": "in_progress", "source_type": "card", "status": "paid", "type": "bank_account",
    }  # fmt: skip


def balance(cents: int) -> Json:
    of_cards = {"amount": cents, "currency": "eur", "source_types": {"card": cents}}
    return {"object": "balance", "livemode": False, "available": [of_cards], "pending": []}


def account(asked: Json) -> Json:
    capability = {"status": "restricted", "status_details": [
        {"code": "requirements_past_due", "resolution": "provide_info"}]}  # fmt: skip
    return {
        "id": number("acct"), "object": "v2.core.account", "created": moment(), "livemode": False,
        "applied_configurations": ["recipient"], "dashboard": asked.get("dashboard"),
        "display_name": asked.get("display_name"), "contact_email": asked.get("contact_email"),
        "metadata": asked.get("metadata", {}),
        "configuration": {"recipient": {
            "applied": True, "capabilities": {"stripe_balance": {"stripe_transfers": capability}}}},
    }  # fmt: skip


def account_link(asked: Json, site: str) -> Json:
    return {
        "object": "v2.core.account_link", "account": asked["account"], "created": moment(), "expires_at": moment(),
        "livemode": False, "url": f"{site}/standin/accounts/{asked['account']}/", "use_case": asked["use_case"],
    }  # fmt: skip


def event(kind: str, thing: Json) -> Json:
    return {
        "id": number("evt"), "object": "event", "created": now(), "livemode": False, "api_version": None,
        "data": {"object": thing}, "pending_webhooks": 1, "request": None, "type": kind,
    }  # fmt: skip


def thin_event(kind: str, account: str) -> Json:
    """The second version of the interface says that something changed, never what."""
    related = {"id": account, "type": "v2.core.account", "url": f"/v2/core/accounts/{account}"}
    return {"id": number("evt"), "object": "v2.core.event", "created": moment(), "livemode": False,
            "type": kind, "related_object": related}  # fmt: skip


def error(code: str, message: str, kind: str = "invalid_request_error") -> Json:
    return {"error": {"type": kind, "code": code, "message": message}}


def ready(account: Json) -> str:
    return account["configuration"]["recipient"]["capabilities"]["stripe_balance"]["stripe_transfers"]["status"]
