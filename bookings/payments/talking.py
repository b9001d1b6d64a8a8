"""What is asked of Stripe: each call belongs to a row that is committed, is safe to repeat, and holds no lock.

An answer that does not come makes the row `unknown`, never failed: it is asked again soon, less and less often, and
each hour by `reconciling`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app as tasks

from bookings.models import Charge, Refund, Reversal, Transfer
from bookings.models.payment import Payment
from bookings.payments import later, looking, pages, saving, stripe_client, truth
from bookings.payments.states import (
    ASKED,
    CAPTURED,
    CAPTURING,
    CHARGING,
    PENDING,
    RELEASING,
    SENDING,
    STARTING,
    UNKNOWN,
)
from bookings.payments.truth import forward
from marketplace.lives.models import Life

Wish = Charge.Wish
A_DAY = timedelta(days=1)
TAKEN, OVER = ("requires_capture", "succeeded"), ("succeeded", "canceled")
AGAIN, LONGEST = 15, 3600  # seconds until an answer that did not come is asked for again


def work(life_id: int) -> None:
    """Do what this row wishes of Stripe, if it still does."""
    payment = Life.objects.get(pk=life_id).concrete()
    try:
        DOING[payment.species](payment)
    except stripe_client.Away:
        doubt(payment)  # type: ignore[arg-type]


def doubt(payment: Payment) -> None:
    """Nobody knows. The next try has another key where doing it twice is harmless, and the same where it is not."""
    tries = payment.tries + 1
    forward(payment, "lose_sight", tries=tries)
    wait = min(AGAIN * 2**tries, LONGEST)
    tasks.configure_task("payments.work", schedule_in={"seconds": wait}).defer(life_id=payment.pk)


# --- charges ------------------------------------------------------------------------------------------------------
def charge(charge: Charge) -> None:
    if charge.status in (STARTING, CHARGING, CAPTURING, RELEASING, UNKNOWN):
        WISHES[charge.wish](charge)
    elif charge.method and (charge.state.final or charge.captured_cents):
        forget(charge)


def hold(charge: Charge) -> None:
    if later.is_charged_unattended(charge):
        charge_saved(charge)
    else:
        open_page(charge)


def open_page(charge: Charge) -> None:
    """A session of which nobody has the address is no danger: each try may make a new one."""
    try:
        session = stripe_client.open_session(pages.page_for(charge), f"{charge.topic}:open:{charge.tries}")
    except stripe_client.Declined:
        forward(charge, "too_late" if charge.until else "lapse")
    else:
        truth.of_session(charge, session)


def charge_saved(charge: Charge) -> None:
    """Look first: the try before may have succeeded. It is held, then taken, as on a page."""
    try:
        tried = [intent for intent in tries_of(charge) if intent["status"] != "canceled"]
        key = f"{charge.topic}:charge:{charge.tries}"
        intent = tried[0] if tried else stripe_client.charge_saved(pages.unattended(charge), key)
    except stripe_client.Declined:
        ask_instead(charge)
        return
    if intent["status"] in TAKEN:
        looking.see(charge, stripe_client.intent(intent["id"]))
    else:
        ask_instead(charge)


def ask_instead(charge: Charge) -> None:
    """The bank wants her, or another card: a page is opened. What it refused is ended first, so that there are never
    two that could be paid."""
    let_go(charge)
    forward(charge, "refused")


def tries_of(charge: Charge) -> list[Any]:
    """What was tried of this charge with its saved card."""
    payer = charge.keeper.payer
    every = stripe_client.intents_of(payer) if payer else []
    return [intent for intent in every if intent["metadata"].get("attempt") == charge.topic]


def let_go(charge: Charge) -> None:
    """End what was tried with the saved card and is not taken."""
    for intent in tries_of(charge):
        if intent["status"] not in OVER:
            with suppress(stripe_client.Declined):
                stripe_client.cancel(intent["id"], f"{charge.topic}:cancel:{intent['id']}:{charge.tries}")


def capture(charge: Charge) -> None:
    """When Stripe refuses, it has been taken already, or the hold is gone: we look."""
    try:
        intent = stripe_client.capture(charge.stripe_id, charge.cents, f"{charge.topic}:capture:{charge.tries}")
    except stripe_client.Declined:
        looking.look(charge)
    else:
        truth.of_intent(charge, intent)


def release(charge: Charge) -> None:
    """The page is closed, so that nobody pays any more; whoever was quicker has her hold cancelled, or her card
    forgotten."""
    if charge.session_id and not charge.stripe_id:
        charge = close(charge)
    if charge.stripe_id:
        cancel(charge)
    elif charge.method:
        let_go(charge)
        forward(forget(charge), "forget")
    elif charge.saved:
        let_go(charge)
        forward(charge, "lapse")
    elif not charge.session_id:
        forward(charge, "lapse")


def forget(charge: Charge) -> Charge:
    """Nothing more will be taken from the saved card. Stripe refuses where it was forgotten before."""
    with suppress(stripe_client.Declined):
        stripe_client.detach(charge.method, f"{charge.topic}:forget:{charge.tries}")
    Charge.objects.filter(pk=charge.pk).update(method="")
    charge.method = ""
    return charge


def close(charge: Charge) -> Charge:
    try:
        session = stripe_client.expire_session(charge.session_id, f"{charge.topic}:close:{charge.tries}")
    except stripe_client.Declined:
        return looking.look(charge)
    return truth.of_session(charge, session)


def cancel(charge: Charge) -> None:
    try:
        intent = stripe_client.cancel(charge.stripe_id, f"{charge.topic}:cancel:{charge.tries}")
    except stripe_client.Declined:
        looking.look(charge)
    else:
        truth.of_intent(charge, intent)


WISHES: dict[str, Callable[[Charge], None]] = {
    Wish.SAVE: open_page,
    Wish.HOLD: hold,
    Wish.CAPTURE: capture,
    Wish.RELEASE: release,
}


# --- refunds and transfers ----------------------------------------------------------------------------------------
def refund(refund: Refund) -> None:
    """Look first: the try before may have succeeded. Until the charge is taken, a dispute is over, or
    what was transferred has come back, it waits."""
    if refund.status == PENDING:
        looking.look_behind(refund.charge)
    if refund.status not in (ASKED, UNKNOWN) or refund.charge.status != CAPTURED:
        return
    if found(refund) if refund.status == UNKNOWN else not refund.is_covered:
        return
    attempt = {"payment_intent": refund.charge.stripe_id, "amount": refund.cents, "metadata": {"attempt": refund.topic}}
    try:
        truth.of_refund(refund.charge, stripe_client.refund(attempt, f"{refund.topic}:{refund.refusals}"))
    except stripe_client.Declined:
        looking.look(refund.charge)
        truth.of_refusal(refund)


def found(refund: Refund) -> bool:
    looking.look_behind(refund.charge)
    refund.refresh_from_db()
    return bool(refund.stripe_id)


def transfer(transfer: Transfer) -> None:
    """Look first, as with refunds. What Stripe refuses, because the account lacks something, is tried in a day."""
    if transfer.status not in (SENDING, UNKNOWN):
        return
    booking = transfer.booked
    for sent in stripe_client.transfers_of(booking.topic) if transfer.status == UNKNOWN else []:
        if sent["metadata"].get("attempt") == transfer.topic:
            forward(transfer, "sent", stripe_id=sent["id"])
            return
    send(transfer)


def send(transfer: Transfer) -> None:
    booking = transfer.booked
    asked = {
        "amount": transfer.cents,
        "currency": "eur",
        "destination": booking.organisation.payout_account.stripe_id,
        "source_transaction": transfer.charge.source,
        "transfer_group": booking.topic,
        "metadata": {"attempt": transfer.topic},
    }
    try:
        sent = stripe_client.transfer(asked, f"{transfer.topic}:{transfer.due_at:%Y%m%d%H%M}")
    except stripe_client.Declined:
        forward(transfer, "put_off", due_at=timezone.now() + A_DAY)
    else:
        forward(transfer, "sent", stripe_id=sent["id"])


def reversal(reversal: Reversal) -> None:
    """Look first, as with refunds. What Stripe refuses is looked at, and tried again in a day under another key."""
    if reversal.status not in (ASKED, UNKNOWN) or (reversal.status == UNKNOWN and came_back(reversal)):
        return
    transfer, asked = reversal.transfer, {"amount": reversal.cents, "metadata": {"attempt": reversal.topic}}
    try:
        taken = stripe_client.reverse(transfer.stripe_id, asked, f"{reversal.topic}:{reversal.due_at:%Y%m%d%H%M}")
    except stripe_client.Declined:
        looking.look_beyond(transfer.charge)
        truth.of_shortage(reversal, stripe_client.balance_of(transfer.booked.organisation.payout_account.stripe_id))
    else:
        truth.of_reversal(transfer, taken)


def came_back(reversal: Reversal) -> bool:
    looking.look_beyond(reversal.transfer.charge)
    reversal.refresh_from_db()
    return bool(reversal.stripe_id)


DOING: dict[str, Callable[[Any], None]] = {
    "bookings.savedcard": saving.work,
    "bookings.charge": charge,
    "bookings.refund": refund,
    "bookings.transfer": transfer,
    "bookings.reversal": reversal,
}
