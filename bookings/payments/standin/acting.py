"""What the stand-in does: it holds, takes, gives back and hands on like Stripe, and refuses what Stripe refuses."""

from typing import Any

from django.conf import settings
from django.db import transaction

from bookings.payments.standin import objects, sending
from bookings.payments.standin.cards import Does, read
from bookings.payments.standin.models import Dials, Kept

Json = dict[str, Any]


class Wrong(Exception):
    """A request that Stripe would refuse."""

    def __init__(self, code: str, message: str, answered: int = 400) -> None:
        super().__init__(message)
        self.code, self.answered = code, answered


def dials() -> Any:
    return Dials.objects.get_or_create(pk=1)[0]


# --- what is kept -------------------------------------------------------------------------------------------------
def rows() -> Any:
    return Kept.objects


def keep(thing: Json, about: str = "") -> Json:
    rows().create(number=thing["id"], kind=thing["object"], about=about, data=thing)
    return thing


def change(thing: Json, **fields: Any) -> Json:
    thing |= fields
    rows().filter(number=thing["id"]).update(data=thing)
    return thing


def held(number: str) -> Json:
    """The object of this number, locked until the request is over."""
    row = rows().select_for_update().filter(number=number).first()
    if not row:
        raise Wrong("resource_missing", f"No such object: '{number}'", 404)
    return row.data


@transaction.atomic
def seen(number: str) -> Json:
    return held(number)


def find(asked: Any, number: str) -> Json:
    return held(number)


def find_intent(asked: Json, number: str) -> Json:
    intent = held(number)
    if "expand" in asked and intent["latest_charge"]:
        return intent | {"latest_charge": held(intent["latest_charge"])}
    return intent


def find_all(asked: Json, kind: str) -> Json:
    found = (
        rows()
        .filter(kind=kind.removesuffix("s"), about=asked.get("payment_intent") or asked["transfer_group"])
        .order_by("-pk")
    )
    return objects.listed([row.data for row in found], f"/v1/{kind}")


def find_events(asked: Json) -> Json:
    """The newest first, from a moment on."""
    found = rows().filter(kind="event", data__created__gte=int(asked["created"]["gte"])).order_by("-pk")
    return objects.listed([row.data for row in found], "/v1/events")


# --- paying -------------------------------------------------------------------------------------------------------
def open_session(asked: Json) -> Json:
    line = asked["line_items"]["0"]
    amount = int(line["price_data"]["unit_amount"]) * int(line["quantity"])
    if amount < 50:
        raise Wrong("amount_too_small", "The amount must be at least 50 cents.")
    session = objects.session(asked, amount, settings.SITE_URL)
    intent = objects.intent(session, asked.get("payment_intent_data", {}))
    keep(intent, session["id"])
    return keep(session)


def intent_of(session: Json) -> Json:
    """It is named in the session when somebody has tried to pay, not before."""
    return held(rows().get(kind="payment_intent", about=session["id"]).number)


@transaction.atomic
def pay(number: str, card: str, proved: bool = False) -> str:
    """Somebody pays on the hosted page. Answers "paid", "asked" for a second factor, or why it was refused."""
    session = held(number)
    if session["status"] != "open":
        return "session_over"
    does, said = read(card)
    if does is Does.REFUSE:
        return refuse(session, said)
    if does is Does.ASK and not proved:
        return "asked"
    authorise(session, said, card)
    return "paid"


def refuse(session: Json, code: str) -> str:
    intent = change(intent_of(session), last_payment_error={"type": "card_error", "code": code})
    sending.send("payment_intent.payment_failed", intent)
    return code


def authorise(session: Json, brand: str, card: str) -> None:
    intent = intent_of(session)
    charge = keep(objects.charge(intent, brand, card.strip()[-4:]), intent["id"])
    holding = {"status": "requires_capture", "amount_capturable": intent["amount"], "latest_charge": charge["id"]}
    intent = change(intent, **holding)
    session = change(session, status="complete", payment_intent=intent["id"], url=None)
    sending.send("payment_intent.amount_capturable_updated", intent)
    sending.send("checkout.session.completed", session)


def expire_session(asked: Json, number: str) -> Json:
    session = held(number)
    if session["status"] != "open":
        raise Wrong("session_not_open", "Only open sessions can be expired.")
    session = change(session, status="expired", url=None)
    sending.send("checkout.session.expired", session)
    return session


def capture(asked: Json, number: str) -> Json:
    intent = held(number)
    cents = int(asked.get("amount_to_capture") or intent["amount"])
    if intent["status"] != "requires_capture":
        raise Wrong("payment_intent_unexpected_state", f"This PaymentIntent is {intent['status']}.")
    if not 0 < cents <= intent["amount_capturable"]:
        raise Wrong("amount_too_large", "More than what is held cannot be captured.")
    change(held(intent["latest_charge"]), captured=True, amount_captured=cents)
    intent = change(intent, status="succeeded", amount_capturable=0, amount_received=cents)
    sending.send("payment_intent.succeeded", intent)
    return intent


def cancel(asked: Json, number: str) -> Json:
    intent = held(number)
    if intent["status"] in ("succeeded", "canceled"):
        raise Wrong("payment_intent_unexpected_state", f"This PaymentIntent is {intent['status']}.")
    intent = change(intent, status="canceled", amount_capturable=0, canceled_at=objects.now())
    sending.send("payment_intent.canceled", intent)
    return intent


# --- back and on --------------------------------------------------------------------------------------------------
def refund(asked: Json) -> Json:
    charge = held(held(asked["payment_intent"])["latest_charge"])
    left = charge["amount_captured"] - charge["amount_refunded"]
    cents = int(asked.get("amount") or left)
    if charge["disputed"]:
        raise Wrong("charge_disputed", "A disputed charge cannot be refunded.")
    if not 0 < cents <= left:
        raise Wrong("amount_too_large", "More than what is left of the charge cannot be refunded.")
    refunded = charge["amount_refunded"] + cents
    charge = change(charge, amount_refunded=refunded, refunded=refunded == charge["amount_captured"])
    given = keep(objects.refund(charge, cents, asked.get("metadata", {})), charge["payment_intent"])
    sending.send("refund.created", given)
    sending.send("charge.refunded", charge)
    return given


@transaction.atomic
def dispute(intent: str) -> Json:
    """The holder of the card disputes the payment with the bank."""
    charge = change(held(held(intent)["latest_charge"]), disputed=True)
    opened = keep(objects.dispute(charge), intent)
    sending.send("charge.dispute.created", opened)
    return opened


@transaction.atomic
def end_dispute(number: str, won: bool) -> Json:
    ended = change(held(number), status="won" if won else "lost")
    if won:
        change(held(ended["charge"]), disputed=False)
    sending.send("charge.dispute.closed", ended)
    return ended


def transfer(asked: Json) -> Json:
    source = held(asked["source_transaction"])
    if ready(held(asked["destination"])) != "active":
        raise Wrong("insufficient_capabilities_for_transfer", "The account cannot receive transfers yet.")
    if int(asked["amount"]) > left_of(source):
        raise Wrong("balance_insufficient", "The charge does not cover this transfer.")
    sent = keep(objects.transfer(asked), asked.get("transfer_group", ""))
    sending.send("transfer.created", sent)
    return sent


def left_of(charge: Json) -> int:
    """What a charge still covers: captured, less what went back, less what was transferred."""
    sent = rows().filter(kind="transfer", data__source_transaction=charge["id"])
    gone = sum(row.data["amount"] for row in sent)
    return charge["amount_captured"] - charge["amount_refunded"] - gone


# --- organisations ------------------------------------------------------------------------------------------------
def open_account(asked: Json) -> Json:
    return keep(objects.account(asked))


def account_link(asked: Json) -> Json:
    held(asked["account"])
    return objects.account_link(asked, settings.SITE_URL)


@transaction.atomic
def complete_account(number: str) -> None:
    """The organisation has told Stripe all that it asks."""
    account = held(number)
    active = {"stripe_balance": {"stripe_transfers": {"status": "active", "status_details": []}}}
    recipient = {"applied": True, "capabilities": active}
    change(account, configuration={"recipient": recipient})
    sending.send_thin("v2.core.account[configuration.recipient].capability_status_updated", number)


def ready(account: Json) -> str:
    return account["configuration"]["recipient"]["capabilities"]["stripe_balance"]["stripe_transfers"]["status"]
