"""Bringing our rows to where Stripe's objects are: forward only, the booking locked first, then the payment."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from bookings.models import Charge, Refund, Reversal, Transfer
from bookings.models.payment import Payment
from bookings.payments import cards, later, purchases, receipts, reversals, shares
from bookings.payments.states import ASKED, FROZEN, UNKNOWN, WAITING
from bookings.payments.waking import wake
from marketplace import live
from marketplace.lives.engine import CLOCK, lock, steps_open, take
from marketplace.refusals import Refused

P = TypeVar("P", bound=Payment)
Json = dict[str, Any]


@transaction.atomic
def forward(payment: P, name: str, **fields: Any) -> P:
    """Take a step if it can still be taken, with what Stripe has told besides; else change nothing."""
    lock(payment.booked)
    payment = lock(payment)
    if fields:
        type(payment).objects.filter(pk=payment.pk).update(**fields)
        payment = lock(payment)
    if name not in steps_open(payment, CLOCK):
        return payment
    payment = take(payment, name, CLOCK)
    FOLLOWS.get(name, nothing)(payment)
    purchases.follow(payment.booked)
    live.publish(payment.booked.topic)
    return payment


# --- what follows from it -----------------------------------------------------------------------------------------
def nothing(payment: Any) -> None:
    """Most steps have no consequence beyond themselves."""


def follow_hold(charge: Charge) -> None:
    """What is agreed already is taken at once; what waits for the money goes on."""
    if charge.follows_yes:
        take(charge, "capture", CLOCK)
    else:
        go_on(charge, "paid")


def follow_save(charge: Charge) -> None:
    if charge.its_booking.agreed:
        cards.plan_charge(charge, charge.its_booking)
    else:
        go_on(charge, "card_saved")


def go_on(charge: Charge, name: str) -> None:
    """The booking goes on. Where its place is gone, because it was paid too late, the money is let go."""
    try:
        with transaction.atomic():
            take(lock(charge.booked), name, CLOCK)
    except (Refused, ValidationError):
        take(charge, "release", CLOCK)


def follow_lapse(charge: Charge) -> None:
    """Nobody will pay it any more."""
    booking = lock(charge.booked)
    if "not_paid" in steps_open(booking, CLOCK):
        take(booking, "not_paid", CLOCK)
    follow_end(charge)


def follow_end(charge: Charge) -> None:
    """Nothing was taken: what is kept of a price is owed on site, and a saved card is forgotten."""
    if charge.booking:
        shares.fall_back(charge.booking)
    cards.tidy(charge)
    forget(charge)


def forget(charge: Charge) -> None:
    if charge.method:
        wake(charge, {})


def follow_captured(charge: Charge) -> None:
    """What was wished meanwhile is done now: refunds that waited; all of it where it should have been let go."""
    if charge.wish != Charge.Wish.CAPTURE:
        cards.give_back(charge, charge.captured_cents)
    elif charge.follows_yes and cards.is_settled(charge.its_booking):
        cards.plan(charge)
    wake_refunds(charge)
    forget(charge)
    receipts.for_charge(charge)


def wake_refunds(charge: Charge) -> None:
    for refund in charge.refunds.filter(status__in=(ASKED, UNKNOWN)):
        wake(refund, {})


def follow_dispute(charge: Charge) -> None:
    if transfer := Transfer.objects.filter(charge=charge, status=WAITING).first():
        take(transfer, "freeze", CLOCK)


def follow_win(charge: Charge) -> None:
    if transfer := Transfer.objects.filter(charge=charge, status=FROZEN).first():
        take(transfer, "thaw", CLOCK)
    wake_refunds(charge)


def follow_loss(charge: Charge) -> None:
    cards.tidy(charge)
    receipts.for_charge(charge)


def follow_gift(refund: Refund) -> None:
    charge = lock(refund.charge)
    cards.tidy(charge)
    receipts.for_charge(charge)


def follow_sent(transfer: Transfer) -> None:
    """What was asked back while it was on its way."""
    reversals.take_back(lock(transfer.charge))


def follow_put_off(transfer: Transfer) -> None:
    """It waits again, and meanwhile the bank may have asked for the money, or nothing may be left of it."""
    transfer.charge = charge = lock(transfer.charge)
    cards.freeze(transfer)
    cards.tidy(charge)
    reversals.let_go_on(charge)


def follow_taken(reversal: Reversal) -> None:
    reversals.let_go_on(reversal.transfer.charge)


def follow_shortage(reversal: Reversal) -> None:
    charge = lock(reversal.transfer.charge)
    reversals.take_back(charge)
    reversals.hold_up(charge)


FOLLOWS: dict[str, Any] = {
    "hold": follow_hold,
    "save": follow_save,
    "lapse": follow_lapse,
    "forget": follow_end,
    "released": follow_end,
    "captured": follow_captured,
    "slipped": follow_end,
    "dispute": follow_dispute,
    "win": follow_win,
    "lose": follow_loss,
    "gave": follow_gift,
    "fail": follow_gift,
    "sent": follow_sent,
    "put_off": follow_put_off,
    "took": follow_taken,
    "fall_short": follow_shortage,
    "still_short": follow_shortage,
}


# --- what Stripe's objects mean -----------------------------------------------------------------------------------
def of_session(charge: Charge, session: Json) -> Charge:
    if session["status"] == "expired":
        return forward(charge, "renew" if later.has_time(charge) else "lapse")
    if session["mode"] == "setup" and session["status"] == "complete":
        return of_setup(charge, session)
    return forward(charge, "opened", session_id=session["id"], page=session.get("url") or charge.page)


def of_setup(charge: Charge, session: Json) -> Charge:
    """The card that was saved, and the customer whom Stripe has made for it. What is over has forgotten it."""
    if charge.state.final:
        return charge
    method = session["setup_intent"]["payment_method"]
    told = {"payer": session["customer"], "method": method["id"], "card": named(method.get("card") or {})}
    return forward(charge, "save", session_id=session["id"], **told)


def of_intent(charge: Charge, intent: Json) -> Charge:
    """What is held, taken or let go; with the card that pays, as far as we want to know it."""
    told = {"stripe_id": intent["id"], **of_source(intent.get("latest_charge"))}
    match intent["status"]:
        case "requires_capture":
            return forward(charge, "hold", **told)
        case "succeeded":
            return forward(charge, "captured", captured_cents=intent["amount_received"], **told)
        case "canceled":
            return forward(charge, "slipped" if charge.wish == Charge.Wish.CAPTURE else "released", **told)
    return charge


def of_source(source: Any) -> dict[str, str]:
    if not isinstance(source, dict):
        return {}
    card = (source.get("payment_method_details") or {}).get("card") or {}
    return {"source": source["id"], "card": named(card)}


def named(card: Json) -> str:
    return f"{card.get('brand') or ''} {card.get('last4') or ''}".strip()


def of_refund(charge: Charge, given: Json) -> None:
    """One of ours by its metadata, or one that somebody has started at Stripe: then a row is made for it."""
    refund = refund_named(charge, given) or born_at_stripe(charge, given)
    if given["status"] == "succeeded":
        forward(refund, "gave", stripe_id=given["id"])
    elif given["status"] in ("failed", "canceled"):
        forward(refund, "fail", stripe_id=given["id"])


def refund_named(charge: Charge, given: Json) -> Refund | None:
    kind, _colon, number = (given.get("metadata") or {}).get("attempt", "").partition(":")
    ours = charge.refunds.filter(stripe_id=given["id"])
    return ours.first() or (charge.refunds.filter(pk=number).first() if kind == "refund" else None)


@transaction.atomic
def born_at_stripe(charge: Charge, given: Json) -> Refund:
    lock(charge.booked)
    lock(charge)
    fields = {"charge": charge, "cents": given["amount"]}
    return Refund.objects.get_or_create(stripe_id=given["id"], defaults=fields)[0]


def of_reversal(transfer: Transfer, taken: Json) -> None:
    """Ours by its metadata, or one that somebody has started at Stripe. There is none that waits or fails."""
    reversal = reversal_named(transfer, taken) or reversed_at_stripe(transfer, taken)
    forward(reversal, "took", stripe_id=taken["id"])


def reversal_named(transfer: Transfer, taken: Json) -> Reversal | None:
    kind, _colon, number = (taken.get("metadata") or {}).get("attempt", "").partition(":")
    ours = transfer.reversals.filter(stripe_id=taken["id"])
    return ours.first() or (transfer.reversals.filter(pk=number).first() if kind == "reversal" else None)


@transaction.atomic
def reversed_at_stripe(transfer: Transfer, taken: Json) -> Reversal:
    lock(transfer.booked)
    fields = {"transfer": transfer, "cents": taken["amount"], "due_at": timezone.now()}
    return Reversal.objects.get_or_create(stripe_id=taken["id"], defaults=fields)[0]


@transaction.atomic
def of_shortage(reversal: Reversal, there: int) -> None:
    """The account holds so many cents. The desk is told the first time; it is tried again in a day."""
    lock(reversal.booked)
    told = reversal.changes.filter(step="fall_short").exists()
    due = timezone.now() + reversals.A_DAY
    forward(reversal, "still_short" if told else "fall_short", due_at=due)
    reversals.split(lock(reversal), there)


def of_dispute(charge: Charge, dispute: Json) -> Charge:
    status = dispute["status"]
    if status in MILD:
        return charge
    if status != "won":
        charge = forward(charge, "dispute")
    return forward(charge, CLOSED[status]) if status in CLOSED else charge


# Questions of a bank before a dispute move no money.
MILD = {"warning_needs_response", "warning_under_review", "warning_closed", "prevented"}
CLOSED = {"won": "win", "lost": "lose"}
