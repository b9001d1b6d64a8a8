"""What the stand-in does: it holds, takes, gives back and hands on like Stripe, and refuses what Stripe refuses."""

from typing import Any

from django.conf import settings
from django.db import transaction

from bookings.payments.standin import objects, sending
from bookings.payments.standin.cards import ASKS, Does, read
from bookings.payments.standin.models import Dials, Kept

Json = dict[str, Any]
LEAST = 50  # cents


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
    found = rows().filter(kind=kind.removesuffix("s"))
    if about := asked.get("payment_intent") or asked.get("transfer_group"):
        found = found.filter(about=about)
    return paged(found, asked, f"/v1/{kind}")


def find_reversals(asked: Json, number: str) -> Json:
    found = rows().filter(kind="transfer_reversal", about=number)
    return paged(found, asked, f"/v1/transfers/{number}/reversals")


def paged(found: Any, asked: Json, url: str) -> Json:
    """The newest first, of some time, after the last one of the page before."""
    for side, moment in asked.get("created", {}).items():
        found = found.filter(**{f"data__created__{side}": int(moment)})
    if after := asked.get("starting_after"):
        found = found.filter(pk__lt=rows().get(number=after).pk)
    size = int(asked.get("limit", 10))
    things = [row.data for row in found.order_by("-pk")[: size + 1]]
    return objects.listed(things[:size], url, more=len(things) > size)


# --- paying -------------------------------------------------------------------------------------------------------
def open_session(asked: Json) -> Json:
    line = asked["line_items"]["0"]
    amount = int(line["price_data"]["unit_amount"]) * int(line["quantity"])
    if amount < LEAST:
        raise Wrong("amount_too_small", "The amount must be at least 50 cents.")
    session = objects.session(asked, amount, settings.SITE_URL)
    intent = objects.intent(amount, asked.get("payment_intent_data", {}))
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
    saves = session["mode"] == "setup"
    if does is Does.REFUSE or (does is Does.SAVE and not saves):
        return refuse(session, said if does is Does.REFUSE else "card_declined")
    if does in ASKS and not proved:
        return "asked"
    (save if saves else authorise)(session, said, card)
    return "paid"


def save(session: Json, brand: str, card: str) -> None:
    """A customer of this page alone, with this card."""
    customer = keep(objects.customer(session.get("customer_email")))
    method = keep(objects.payment_method(customer["id"], brand, card.strip()[-4:]), customer["id"])
    setup = held(session["setup_intent"])
    setup = change(setup, status="succeeded", customer=customer["id"], payment_method=method["id"])
    done = {"status": "complete", "customer": customer["id"], "url": None}
    sending.send("setup_intent.succeeded", setup)
    sending.send("checkout.session.completed", change(session, **done))


def refuse(session: Json, code: str) -> str:
    if session["mode"] == "setup":
        return code
    intent = change(intent_of(session), last_payment_error={"type": "card_error", "code": code})
    sending.send("payment_intent.payment_failed", intent)
    return code


def authorise(session: Json, brand: str, card: str) -> None:
    intent = hold(intent_of(session), brand, card.strip()[-4:])
    session = change(session, status="complete", payment_intent=intent["id"], url=None)
    sending.send("checkout.session.completed", session)


def hold(intent: Json, brand: str, last4: str) -> Json:
    charge = keep(objects.charge(intent, brand, last4), intent["id"])
    holding = {"status": "requires_capture", "amount_capturable": intent["amount"], "latest_charge": charge["id"]}
    intent = change(intent, **holding)
    sending.send("payment_intent.amount_capturable_updated", intent)
    return intent


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
    gone = sum(row.data["amount"] - row.data["amount_reversed"] for row in sent)
    return charge["amount_captured"] - charge["amount_refunded"] - gone


def reverse(asked: Json, number: str) -> Json:
    """No more than the account holds, and no more than was transferred."""
    transfer = held(number)
    cents = int(asked.get("amount") or transfer["amount"] - transfer["amount_reversed"])
    if not 0 < cents <= transfer["amount"] - transfer["amount_reversed"]:
        raise Wrong("amount_too_large", "More than what is left of the transfer cannot be reversed.")
    if cents > balance_of(transfer["destination"]):
        raise Wrong("balance_insufficient", "The account does not hold enough to reverse this transfer.")
    taken = keep(objects.reversal(transfer, cents, asked.get("metadata", {})), number)
    reversed_ = transfer["amount_reversed"] + cents
    made = transfer["reversals"] | {"data": [taken, *transfer["reversals"]["data"]][:10]}
    whole = reversed_ == transfer["amount"]
    sending.send("transfer.reversed", change(transfer, amount_reversed=reversed_, reversed=whole, reversals=made))
    return taken


def balance_of(account: str) -> int:
    """What was transferred there and neither reversed nor paid out, in cents."""
    came = [row.data for row in rows().filter(kind="transfer", data__destination=account)]
    went = sum(row.data["amount"] for row in rows().filter(kind="payout", about=account))
    return sum(sent["amount"] - sent["amount_reversed"] for sent in came) - went


def find_balance(asked: Json) -> Json:
    return objects.balance(balance_of(asked["account"]))


@transaction.atomic
def pay_out(account: str, cents: int) -> Json:
    """An account hands on to its bank what it holds. Below zero: somebody pays in."""
    held(account)
    return keep(objects.payout(cents), account)


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
