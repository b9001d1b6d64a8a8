"""Cards that are saved at the stand-in: by the numbers that Stripe publishes, charged while nobody is there."""

import pytest

from bookings.payments import stripe_client as stripe
from bookings.payments.standin import acting
from tests.bookings.payments.standin.test_server import page, saved, saving

pytestmark = pytest.mark.django_db


def charge_of(session, cents=2400):
    return {
        "amount": cents, "currency": "eur", "customer": session["customer"], "capture_method": "manual",
        "payment_method": session["setup_intent"]["payment_method"]["id"], "confirm": True, "off_session": True,
    }  # fmt: skip


@pytest.mark.parametrize("card", ["4242 4242 4242 4242", "4000 0025 0000 3155"])
def test_a_saved_card_is_charged_while_nobody_is_there(card):
    session = saved(card)

    assert session["setup_intent"]["payment_method"]["card"]["last4"] == card[-4:]
    assert stripe.charge_saved(charge_of(session), "charge")["status"] == "requires_capture"


@pytest.mark.parametrize(
    ("card", "said"),
    [("4000 0025 0000 3155", "asked"), ("4000 0027 6000 3184", "asked"), ("4000 0000 0000 0002", "card_declined")],
)
def test_a_card_is_saved_only_with_what_the_bank_asks(card, said):
    session = stripe.open_session(saving(), "save")

    assert acting.pay(session["id"], card) == said
    assert stripe.session(session["id"])["setup_intent"]["payment_method"] is None


def test_a_card_that_is_refused_whenever_it_is_charged_pays_on_no_page():
    assert acting.pay(stripe.open_session(page(), "one")["id"], "4000 0000 0000 0341") == "card_declined"
