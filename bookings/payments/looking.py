"""What is true at Stripe, fetched, and gone to. Each raises Away where nobody answers."""

from contextlib import suppress
from typing import Any

from bookings.models import Charge, Transfer
from bookings.payments import lasting, stripe_client, truth
from bookings.payments.states import CAPTURED, DISPUTED, LOST, SENT


def look(charge: Charge) -> Charge:
    """Fetch what is true at Stripe, and go there. Raises Away."""
    if not charge.stripe_id and charge.session_id:
        session = stripe_client.session(charge.session_id)
        charge = truth.of_session(charge, session)
        charge = named(charge, session)
    if charge.stripe_id:
        intent = stripe_client.intent(charge.stripe_id)
        keep_card(charge, intent)
        charge = see(charge, intent)
    if charge.status in (CAPTURED, DISPUTED, LOST):
        charge = look_behind(charge)
        look_beyond(charge)
    return charge


def see(charge: Charge, intent: Any) -> Charge:
    """What is held for a charge that is over, because its answer came too late, is let go."""
    charge = truth.of_intent(charge, intent)
    if charge.state.final and intent["status"] == "requires_capture":
        with suppress(stripe_client.Declined):
            stripe_client.cancel(intent["id"], f"{charge.topic}:late:{intent['id']}")
    return charge


def keep_card(charge: Charge, intent: Any) -> None:
    """Paid on a page that said so, with a card for the later dates of its series. Before the charge goes on, so that
    it is done again where we die in between."""
    if intent.get("setup_future_usage") and intent["status"] in ("requires_capture", "succeeded"):
        name = truth.of_source(intent.get("latest_charge")).get("card", "")
        lasting.adopt(charge, intent["customer"], intent["payment_method"], name)


def named(charge: Charge, session: Any) -> Charge:
    """The session names its intent as soon as somebody has paid."""
    if session.get("payment_intent"):
        Charge.objects.filter(pk=charge.pk).update(stripe_id=session["payment_intent"])
        charge.stripe_id = session["payment_intent"]
    return charge


def look_behind(charge: Charge) -> Charge:
    """What went back of it, and what its holder says at the bank."""
    for given in stripe_client.refunds_of(charge.stripe_id):
        truth.of_refund(charge, given)
    return truth.of_disputes(charge, stripe_client.disputes_of(charge.stripe_id))


def look_beyond(charge: Charge) -> None:
    """What came back of what was transferred."""
    for transfer in Transfer.objects.filter(charge=charge, status=SENT).order_by("pk"):
        for taken in stripe_client.reversals_of(transfer.stripe_id):
            truth.of_reversal(transfer, taken)
