"""What the stand-in does: it holds, takes, gives back and hands on like Stripe, and refuses what Stripe refuses."""

from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app as tasks

from bookings.payments.standin import objects, sending
from bookings.payments.standin.cards import ASKS, BY_END, LATER, Does, read
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
    return known(rows().select_for_update().filter(number=number).first(), number)


def seen(number: str) -> Json:
    """The same for whoever only looks, and waits for nobody."""
    return known(rows().filter(number=number).first(), number)


def known(row: Kept | None, number: str) -> Json:
    if not row:
        raise Wrong("resource_missing", f"No such object: '{number}'", 404)
    return row.data


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
    word, said = read(card)
    saves = session["mode"] == "setup"
    if word is Does.REFUSE or (word is Does.SAVE and not saves):
        return refuse(session, said if word is Does.REFUSE else "card_declined")
    if word in ASKS and not proved:
        return "asked"
    (save if saves else authorise)(session, said, card)
    return "paid"


def save(session: Json, brand: str, card: str) -> None:
    owner = owned(session, brand, card)
    setup = change(held(session["setup_intent"]), status="succeeded", **owner)
    done = {"status": "complete", "customer": owner["customer"], "url": None}
    sending.send("setup_intent.succeeded", setup)
    sending.send("checkout.session.completed", change(session, **done))


def owned(session: Json, brand: str, card: str) -> Json:
    """A customer of this page alone, with this card."""
    customer = keep(objects.customer(session.get("customer_email")))
    method = keep(objects.payment_method(customer["id"], brand, card.strip()[-4:]), customer["id"])
    return {"customer": customer["id"], "payment_method": method["id"]}


def refuse(session: Json, code: str) -> str:
    if session["mode"] == "setup":
        return code
    intent = change(intent_of(session), last_payment_error={"type": "card_error", "code": code})
    sending.send("payment_intent.payment_failed", intent)
    return code


def authorise(session: Json, brand: str, card: str) -> None:
    intent = intent_of(session)
    owner = owned(session, brand, card) if intent["setup_future_usage"] else {}
    intent = hold(change(intent, **owner), brand, card.strip()[-4:])
    session = change(session, status="complete", payment_intent=intent["id"], url=None, customer=owner.get("customer"))
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
    left = not_back(charge)
    cents = int(asked.get("amount") or left)
    if asked_by_banks(charge, "needs_response"):
        raise Wrong("charge_disputed", "A disputed charge cannot be refunded.")
    if not 0 < cents <= left:
        raise Wrong("amount_too_large", "More than what is left of the charge cannot be refunded.")
    word, about = does(charge["id"]), charge["payment_intent"]
    charge = count_refunded(charge, cents)
    given = keep(objects.refund(charge, cents, asked.get("metadata", {}), waits=word is Does.WAIT), about)
    if word in LATER:
        tasks.configure_task("standin.end_refund", schedule_in={"seconds": 60}).defer(number=given["id"])
    sending.send("refund.created", given)
    sending.send("charge.refunded", charge)
    return given


def does(charge: str) -> Does:
    """What the card does that paid this charge."""
    return BY_END[rows().get(number=charge).data["payment_method_details"]["card"]["last4"]]


def count_refunded(charge: Json, cents: int) -> Json:
    refunded = charge["amount_refunded"] + cents
    return change(charge, amount_refunded=refunded, refunded=refunded == charge["amount_captured"])


@transaction.atomic
def end_refund(number: str, fails: bool) -> Json:
    """What the bank says of it later, whatever it said before."""
    given = held(number)
    if given["status"] == "failed" or (given["status"] == "succeeded" and not fails):
        return given
    if not fails:
        given = change(given, status="succeeded")
        sending.send("refund.updated", given)
        return given
    count_refunded(held(given["charge"]), -given["amount"])
    given = change(given, status="failed", **objects.failure())
    sending.send("refund.failed", given)
    return given


def not_back(charge: Json) -> int:
    """What has gone back neither to the card nor, after a dispute or during one, to the bank."""
    return charge["amount_captured"] - charge["amount_refunded"] - asked_by_banks(charge, "needs_response", "lost")


def asked_by_banks(charge: Json, *statuses: str) -> int:
    disputes = rows().filter(kind="dispute", about=charge["payment_intent"], data__status__in=statuses)
    return sum(row.data["amount"] for row in disputes)


@transaction.atomic
def dispute(intent: str, cents: int | None = None) -> Json:
    """The holder of the card disputes so much of the payment with the bank; else all that has not gone back."""
    charge = change(held(held(intent)["latest_charge"]), disputed=True)
    opened = keep(objects.dispute(charge, cents or not_back(charge)), intent)
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
    if objects.ready(held(asked["destination"])) != "active":
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


@transaction.atomic
def pay_out(account: str, cents: int) -> Json:
    """An account hands on to its bank what it holds. Below zero: somebody pays in."""
    held(account)
    return keep(objects.payout(cents), account)
