"""What we ask of Stripe and what it answers: at the stand-in, and the same at Stripe's sandbox where there is a key."""

import time

import pytest

from bookings.payments import stripe_client as stripe
from bookings.payments.standin import objects
from tests.payments import BOUNCES, WAITS
from tests.tills import PAYING_OUT

pytestmark = pytest.mark.django_db
GOOD, ASKS, SAVES = "4242424242424242", "4000002760003184", "4000000000000341"


def test_a_page_to_pay_on_is_opened_once_for_each_key_and_closed_once(checkout):
    session = stripe.open_session(checkout.page(), checkout.key("open"))

    assert stripe.open_session(checkout.page(), checkout.key("open"))["id"] == session["id"]
    with pytest.raises(stripe.Away):
        stripe.open_session(checkout.page(2500), checkout.key("open"))
    assert session["url"].startswith("http")
    assert stripe.expire_session(session["id"], checkout.key("close"))["status"] == "expired"
    with pytest.raises(stripe.Declined):
        stripe.expire_session(session["id"], checkout.key("close again"))
    assert stripe.session(session["id"])["status"] == "expired"


def test_a_page_to_save_a_card_on_has_none_before_somebody_was_there(checkout):
    session = stripe.open_session(checkout.saving(), checkout.key("open"))

    assert stripe.session(session["id"])["setup_intent"]["payment_method"] is None


def test_a_payment_is_held_then_taken_in_part_and_once(checkout):
    intent = checkout.held()
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 2400)

    taken = stripe.capture(intent["id"], 1200, checkout.key("take"))

    assert (taken["status"], taken["amount_received"]) == ("succeeded", 1200)
    with pytest.raises(stripe.Declined):
        stripe.capture(intent["id"], 1200, checkout.key("take again"))
    charge = stripe.intent(intent["id"])["latest_charge"]
    assert charge["amount_captured"] == 1200
    assert charge["payment_method_details"]["card"]["last4"] == "4242"


def test_what_is_held_can_be_let_go_and_is_not_taken_afterwards(checkout):
    intent = checkout.held()

    assert stripe.cancel(intent["id"], checkout.key("let go"))["status"] == "canceled"
    with pytest.raises(stripe.Declined, match="unexpected_state"):
        stripe.capture(intent["id"], 2400, checkout.key("take"))


@pytest.mark.parametrize(("card", "said"), [(ASKS, "authentication_required"), (SAVES, "card_declined")])
def test_what_the_bank_refuses_later_leaves_an_intent_that_takes_nothing(checkout, card, said):
    asked = checkout.charge(card)

    for _time in range(2):
        with pytest.raises(stripe.Declined, match=said):
            stripe.charge_saved(asked, checkout.key("charge"))

    tried = stripe.intents_of(asked["customer"])
    assert [(intent["status"], intent["metadata"]["attempt"]) for intent in tried] == [
        ("requires_payment_method", checkout.name)
    ]


def test_a_card_that_was_forgotten_is_not_charged(checkout):
    asked = checkout.charge(GOOD)
    stripe.detach(asked["payment_method"], checkout.key("forget"))

    with pytest.raises(stripe.Declined):
        stripe.charge_saved(asked, checkout.key("charge"))
    with pytest.raises(stripe.Declined):
        stripe.detach(asked["payment_method"], checkout.key("again"))


def test_no_more_goes_back_than_was_taken(checkout):
    intent = checkout.taken()
    asked = {"payment_intent": intent["id"], "amount": 2000, "metadata": {"attempt": checkout.name}}
    stripe.refund(asked, checkout.key("back"))

    with pytest.raises(stripe.Declined):
        stripe.refund(asked, checkout.key("too much back"))
    assert [given["amount"] for given in stripe.refunds_of(intent["id"])] == [2000]
    assert stripe.disputes_of(intent["id"]) == []


@pytest.mark.parametrize(("card", "status"), [(WAITS, "pending"), (BOUNCES, "succeeded")])
def test_of_what_goes_back_to_some_cards_the_bank_has_its_word_later(checkout, card, status):
    intent = checkout.taken(card)

    given = stripe.refund({"payment_intent": intent["id"], "amount": 700}, checkout.key("back"))

    assert given["status"] == status
    assert [one["id"] for one in stripe.refunds_of(intent["id"])] == [given["id"]]


def test_what_happened_is_listed_and_told_as_an_event(checkout):
    since, intent = int(time.time()) - 5, checkout.taken()

    def told():
        return [one for one in stripe.events_since(since) if one["data"]["object"].get("id") == intent["id"]]

    listed = [one["payment_intent"] for page in stripe.pages("charges", int(time.time()) + 60) for one in page]
    assert intent["id"] in listed
    assert "payment_intent.succeeded" in checkout.seen(lambda: [one["type"] for one in told()])


def test_an_account_of_which_stripe_knows_nothing_is_paid_nothing(checkout, biagio):
    number, intent = checkout.account(biagio), checkout.taken()
    use = {"type": "account_onboarding", "account_onboarding": {"refresh_url": "https://example.org/"}}

    assert stripe.account_link({"account": number, "use_case": use})["url"].startswith("http")
    assert objects.ready(stripe.account(number)) != "active"
    with pytest.raises(stripe.Declined):
        stripe.transfer(sent(checkout, intent, number, 2400), checkout.key("send"))


@pytest.mark.parametrize("checkout", PAYING_OUT, indirect=True)
def test_no_more_goes_on_than_was_taken_and_no_more_comes_back_than_went_on(checkout, biagio):
    intent, number = checkout.taken(), checkout.ready_account(biagio)
    gone = stripe.transfer(sent(checkout, intent, number, 2000), checkout.key("send"))

    with pytest.raises(stripe.Declined):
        stripe.transfer(sent(checkout, intent, number, 500), checkout.key("send too much"))
    stripe.reverse(gone["id"], {"amount": 700, "metadata": {"attempt": checkout.name}}, checkout.key("back"))
    with pytest.raises(stripe.Declined):
        stripe.reverse(gone["id"], {"amount": 1400}, checkout.key("too much back"))

    assert [one["amount"] for one in stripe.transfers_of(checkout.name)] == [2000]
    assert [one["amount"] for one in stripe.reversals_of(gone["id"])] == [700]
    assert stripe.balance_of(number) >= 0


def sent(checkout, intent, account, cents):
    charge = stripe.intent(intent["id"])["latest_charge"]["id"]
    to = {"destination": account, "source_transaction": charge, "transfer_group": checkout.name}
    return {"amount": cents, "currency": "eur", **to}
