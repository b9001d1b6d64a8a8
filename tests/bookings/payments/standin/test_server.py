"""The stand-in answers as Stripe does: with the real library, in its shapes, and with its refusals."""

import json
import sys
from pathlib import Path

import pytest

from bookings.payments import stripe_client as stripe
from bookings.payments.standin import acting, bodies, objects, sending
from bookings.payments.standin.models import Dials, Kept, Post
from tests import contract

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[5] / "shared" / "stripe" / "fixtures3.json"
OURS = (
    "checkout.session",
    "setup_intent",
    "customer",
    "payment_method",
    "payment_intent",
    "charge",
    "refund",
    "transfer",
    "dispute",
    "event",
)


@pytest.fixture
def dial():
    def turn(**to):
        Dials.objects.update_or_create(pk=1, defaults=dict.fromkeys(("away", "slow", "broken", "lost"), 0) | to)

    return turn


def page(cents=2400):
    price = {"currency": "eur", "unit_amount": cents, "product_data": {"name": "Babysitting"}}
    held = {"capture_method": "manual", "metadata": {"attempt": "charge:1"}, "transfer_group": "booking:1"}
    return {
        "mode": "payment", "line_items": [{"quantity": 1, "price_data": price}], "payment_intent_data": held,
        "metadata": {"attempt": "charge:1"}, "success_url": "https://example.org/", "cancel_url": "https://example.org/",
    }  # fmt: skip


def paid(card="4242 4242 4242 4242", key="one"):
    """The intent of a session that somebody has paid."""
    session = stripe.open_session(page(), key)
    assert acting.pay(session["id"], card) == "paid"
    return stripe.intent(stripe.session(session["id"])["payment_intent"])


def captured(card="4242 4242 4242 4242"):
    return stripe.capture(paid(card)["id"], 2400, "capture")


def account(ready=True):
    number = stripe.open_account({"dashboard": "express", "display_name": "Biagio"}, "account")["id"]
    if ready:
        bodies.complete_account(number)
    return number


def sending_to(destination, intent, cents):
    source = {"source_transaction": intent["latest_charge"], "transfer_group": "booking:1"}
    return {"amount": cents, "currency": "eur", "destination": destination} | source


def saved(card="4242 4242 4242 4242"):
    """A session on which somebody has saved this card, with the card in it."""
    session = stripe.open_session(saving(), "save")
    assert acting.pay(session["id"], card, proved=True) == "paid"
    return stripe.session(session["id"])


def saving():
    return {
        "mode": "setup", "customer_creation": "always", "allowed_payment_method_types": ["card"],
        "success_url": "https://example.org/", "cancel_url": "https://example.org/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("4000 0000 0000 0002", "card_declined"),
        ("4000 0000 0000 9995", "insufficient_funds"),
        ("4000 0000 0000 0069", "expired_card"),
        ("4000 0027 6000 3184", "asked"),
        ("1234", "incorrect_number"),
    ],
)
def test_published_cards_do_what_stripe_says_they_do(card, said):
    session = stripe.open_session(page(), "one")

    assert acting.pay(session["id"], card) == said
    assert stripe.session(session["id"])["status"] == "open"


def test_a_second_factor_lets_the_card_pay():
    session = stripe.open_session(page(), "one")

    assert acting.pay(session["id"], "4000 0027 6000 3184", proved=True) == "paid"


def test_an_expired_page_takes_no_card():
    session = stripe.open_session(page(), "one")
    stripe.expire_session(session["id"], "close")

    assert acting.pay(session["id"], "4242 4242 4242 4242") == "session_over"
    with pytest.raises(stripe.Declined, match="not_open"):
        stripe.expire_session(session["id"], "close again")


def test_a_disputed_charge_is_not_refunded():
    intent = captured("4000 0000 0000 0259")
    acting.dispute(intent["id"])

    with pytest.raises(stripe.Declined, match="disputed"):
        stripe.refund({"payment_intent": intent["id"]}, "refund")
    assert [one["status"] for one in stripe.disputes_of(intent["id"])] == ["needs_response"]


def test_an_account_is_opened_completed_and_looked_at():
    number = account()
    where = {"refresh_url": "https://example.org/"}
    use = {"type": "account_onboarding", "account_onboarding": where}

    link = stripe.account_link({"account": number, "use_case": use})

    assert number in link["url"]
    assert objects.ready(stripe.account(number)) == "active"


# --- dials --------------------------------------------------------------------------------------------------------
def test_not_reached_means_that_nothing_happened(dial):
    dial(away=100)

    with pytest.raises(stripe.Away):
        stripe.open_session(page(), "one")
    assert not Kept.objects.exists()


@pytest.mark.parametrize("how", ["slow", "broken"])
def test_no_answer_and_a_500_may_both_have_acted(dial, how):
    intent = paid()
    dial(**{how: 100})

    with pytest.raises(stripe.Away):
        stripe.capture(intent["id"], 2400, "capture")
    dial()
    assert stripe.intent(intent["id"])["status"] == "succeeded"


def test_a_500_is_repeated_under_its_key(dial):
    intent = paid()
    dial(broken=100)
    for _time in range(2):
        with pytest.raises(stripe.Away):
            stripe.capture(intent["id"], 2400, "capture")
        dial()


def test_webhooks_come_twice_or_never_and_are_heard_of_again(dial):
    dial(duplicated=100)
    paid(key="one")
    assert Post.objects.count() == 4
    dial(lost=100, duplicated=0)
    paid(key="two")

    assert Post.objects.count() == 4
    assert len(stripe.events_since(0)) == 4


def test_webhooks_are_signed_as_stripe_signs(dial):
    paid()
    body, signature = sending.signed(Post.objects.first().event)

    stripe.verify(body, signature)

    with pytest.raises(stripe.Forged):
        stripe.verify(body + b" ", signature)
    with pytest.raises(stripe.Forged):
        stripe.verify(body, "")


# --- shapes -------------------------------------------------------------------------------------------------------
def test_what_the_stand_in_keeps_has_the_shape_of_stripes_own_examples(capsys):
    """Where the examples are not there, the library's types are what objects are held against, in every test."""
    intent = captured("4000 0000 0000 0259")
    stripe.refund({"payment_intent": intent["id"], "amount": 100}, "refund")
    stripe.transfer(sending_to(account(), intent, 500), "transfer")
    acting.dispute(intent["id"])
    saved()
    examples = json.loads(EXAMPLES.read_text())["resources"] if EXAMPLES.exists() else {}

    compared = [kind for kind in OURS if kind in examples]

    for kind in compared:
        assert strange(Kept.objects.filter(kind=kind).first().data, examples[kind]) == []
    typed = [name for name in OURS if name in examples and not list(contract.wrong_object(examples[name]))]
    counts = f"{len(compared)} of our {len(OURS)} objects held against {len(examples)} examples of Stripe's"
    with capsys.disabled():
        sys.stdout.write(f"\n{counts}; {len(typed)} of these are as the library's types say\n")


def strange(ours, example):
    """Names that Stripe's example does not have, and values of another sort than there."""
    both = {name: (value, example[name]) for name, value in ours.items() if name in example}
    sorts = [name for name, (one, other) in both.items() if None not in (one, other) and sort(one) is not sort(other)]
    return sorted(ours.keys() - example.keys()) + sorts


def sort(value):
    return str if isinstance(value, dict) and "id" in value else type(value)
