"""Bringing our rows to where Stripe's objects are: forward only, the booking locked first, then the payment."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bookings.models import Charge, Refund, Reversal, SavedCard, Transfer
from bookings.models.payment import Payment
from bookings.payments import following, later, purchases, reversals, squaring
from bookings.payments.states import CAPTURED, DISPUTED
from bookings.payments.waking import wake
from marketplace import live
from marketplace.lives.engine import CLOCK, is_open, lock, take

P = TypeVar("P", bound=Payment)
Json = dict[str, Any]


@transaction.atomic
def forward(payment: P, name: str, **fields: Any) -> P:
    """Take a step if it can still be taken, with what Stripe has told besides; else change nothing."""
    if is_told(payment, name, fields):
        return type(payment).objects.get(pk=payment.pk)
    booked, payment = lock(payment.booked), lock(payment)
    note(payment, fields)
    if not is_open(payment, name, CLOCK):
        return payment
    payment = take(payment, name, CLOCK)
    following.FOLLOWS.get(name, following.nothing)(payment)
    purchases.follow(booked)
    live.publish(booked.topic)
    return payment


def note(thing: Payment | SavedCard, fields: Json) -> None:
    """What Stripe has told besides."""
    for field, value in fields.items():
        setattr(thing, field, value)
    thing.save(update_fields=fields)


def is_told(payment: Payment, name: str, fields: Json) -> bool:
    """Whether this is no news, as of most that is told again each time we look: it says so already, and whatever
    becomes of it meanwhile, it will not take this step any more. Then nobody has to wait for a lock."""
    ended = payment.table.comes_to(payment.status).isdisjoint(payment.table.steps[name].sources)
    return ended and all(getattr(payment, field) == value for field, value in fields.items())


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
    """One of ours by its metadata, or one that somebody has started at Stripe: then a row is made for it.

    What Stripe has said yes to may still fail, weeks later."""
    refund, told = refund_named(charge, given) or born_at_stripe(charge, given), {"stripe_id": given["id"]}
    match given["status"]:
        case "succeeded":
            forward(refund, "gave", **told)
        case "failed" | "canceled":
            told["failure"] = given.get("failure_reason") or given["status"]
            forward(forward(refund, "fail", **told), "bounce")
        case "pending" | "requires_action":
            forward(refund, "wait", **told)


@transaction.atomic
def of_refusal(refund: Refund) -> None:
    """Stripe has heard it and did nothing. Where the bank asks for the money it waits; where others gave some of it
    back meanwhile, the rest is asked for anew."""
    lock(refund.booked)
    Refund.objects.filter(pk=refund.pk).update(refusals=F("refusals") + 1)
    charge, refund = lock(refund.charge), lock(refund)
    if charge.status != CAPTURED or not is_open(refund, "fail", CLOCK):
        return
    if (too_much := charge.too_much_back) <= 0:
        forward(refund, "fail")
    else:
        squaring.trim(refund, too_much)
        wake(refund, {})  # where nothing is left of it, its task finds that


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
    fields = {"transfer": transfer, "cents": taken["amount"], "due_at": timezone.now(), "by_hand": True}
    return Reversal.objects.get_or_create(stripe_id=taken["id"], defaults=fields)[0]


@transaction.atomic
def of_shortage(reversal: Reversal, there: int) -> None:
    """The account holds so many cents. The desk is told the first time; it is tried again in a day."""
    lock(reversal.booked)
    told = reversal.changes.filter(step="fall_short").exists()
    due = timezone.now() + reversals.A_DAY
    forward(reversal, "still_short" if told else "fall_short", due_at=due)
    reversals.split(lock(reversal), there)


def of_disputes(charge: Charge, disputes: list[Json]) -> Charge:
    """For how much of it holders of cards ask their banks now, and how much these have given them. Of several the sums
    count. Nothing is lost before it was disputed here too."""
    asked = sum(dispute["amount"] for dispute in disputes if dispute["status"] not in (*MILD, "won", "lost"))
    lost = sum(dispute["amount"] for dispute in disputes if dispute["status"] == "lost")
    if asked or lost > charge.lost_cents:
        more = max(0, lost - charge.lost_cents)
        charge = forward(charge, "dispute", disputed_cents=asked + more)
    if lost > charge.lost_cents:
        name = "lose_part" if charge.captured_cents - charge.gone > lost else "lose"
        charge = forward(charge, name, lost_cents=lost, disputed_cents=asked)
        return forward(charge, "dispute") if asked else charge
    return forward(charge, "win", disputed_cents=0) if charge.status == DISPUTED and not asked else charge


# Questions of a bank before a dispute move no money.
MILD = ("warning_needs_response", "warning_under_review", "warning_closed", "prevented")
