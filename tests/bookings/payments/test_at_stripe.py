"""What we ask of Stripe and what it answers: at the stand-in, and the same at Stripe's sandbox where there is a key."""

import time

import pytest

from bookings.payments import stripe_client as stripe
from bookings.payments.standin import acting
from tests.tills import PAYING_OUT

pytestmark = pytest.mark.django_db
GOOD, ASKS, SAVES = "4242424242424242", "4000002760003184", "4000000000000341"


def test_a_page_to_pay_on_is_opened_once_for_each_key_and_closed_once(till):
    session = stripe.open_session(till.page(), till.key("open"))

    assert stripe.open_session(till.page(), till.key("open"))["id"] == session["id"]
    with pytest.raises(stripe.Away):
        stripe.open_session(till.page(2500), till.key("open"))
    assert session["url"].startswith("http")
    assert stripe.expire_session(session["id"], till.key("close"))["status"] == "expired"
    with pytest.raises(stripe.Declined):
        stripe.expire_session(session["id"], till.key("close again"))
    assert stripe.session(session["id"])["status"] == "expired"


def test_a_page_to_save_a_card_on_has_none_before_somebody_was_there(till):
    session = stripe.open_session(till.saving(), till.key("open"))

    assert stripe.session(session["id"])["setup_intent"]["payment_method"] is None


def test_a_payment_is_held_then_taken_in_part_and_once(till):
    intent = till.held()
    assert (intent["status"], intent["amount_capturable"]) == ("requires_capture", 2400)

    taken = stripe.capture(intent["id"], 1200, till.key("take"))

    assert (taken["status"], taken["amount_received"]) == ("succeeded", 1200)
    with pytest.raises(stripe.Declined):
        stripe.capture(intent["id"], 1200, till.key("take again"))
    charge = stripe.intent(intent["id"])["latest_charge"]
    assert charge["amount_captured"] == 1200
    assert charge["payment_method_details"]["card"]["last4"] == "4242"


def test_what_is_held_can_be_let_go_and_is_not_taken_afterwards(till):
    intent = till.held()

    assert stripe.cancel(intent["id"], till.key("let go"))["status"] == "canceled"
    with pytest.raises(stripe.Declined, match="unexpected_state"):
        stripe.capture(intent["id"], 2400, till.key("take"))


@pytest.mark.parametrize(("card", "said"), [(ASKS, "authentication_required"), (SAVES, "card_declined")])
def test_what_the_bank_refuses_later_leaves_an_intent_that_takes_nothing(till, card, said):
    asked = till.charge(card)

    for _time in range(2):
        with pytest.raises(stripe.Declined, match=said):
            stripe.charge_saved(asked, till.key("charge"))

    tried = stripe.intents_of(asked["customer"])
    assert [(intent["status"], intent["metadata"]["attempt"]) for intent in tried] == [
        ("requires_payment_method", till.name)
    ]


def test_a_card_that_was_forgotten_is_not_charged(till):
    asked = till.charge(GOOD)
    stripe.detach(asked["payment_method"], till.key("forget"))

    with pytest.raises(stripe.Declined):
        stripe.charge_saved(asked, till.key("charge"))
    with pytest.raises(stripe.Declined):
        stripe.detach(asked["payment_method"], till.key("again"))


def test_no_more_goes_back_than_was_taken(till):
    intent = till.taken()
    asked = {"payment_intent": intent["id"], "amount": 2000, "metadata": {"attempt": till.name}}
    stripe.refund(asked, till.key("back"))

    with pytest.raises(stripe.Declined):
        stripe.refund(asked, till.key("too much back"))
    assert [given["amount"] for given in stripe.refunds_of(intent["id"])] == [2000]
    assert stripe.disputes_of(intent["id"]) == []


def test_what_happened_is_listed_and_told_as_an_event(till):
    since, intent = int(time.time()) - 5, till.taken()

    def told():
        return [one for one in stripe.events_since(since) if one["data"]["object"].get("id") == intent["id"]]

    listed = [one["payment_intent"] for page in stripe.pages("charges", int(time.time()) + 60) for one in page]
    assert intent["id"] in listed
    assert "payment_intent.succeeded" in till.seen(lambda: [one["type"] for one in told()])


def test_an_account_of_which_stripe_knows_nothing_is_paid_nothing(till, biagio):
    number, intent = till.account(biagio), till.taken()
    use = {"type": "account_onboarding", "account_onboarding": {"refresh_url": "https://example.org/"}}

    assert stripe.account_link({"account": number, "use_case": use})["url"].startswith("http")
    assert acting.ready(stripe.account(number)) != "active"
    with pytest.raises(stripe.Declined):
        stripe.transfer(sent(till, intent, number, 2400), till.key("send"))


@pytest.mark.parametrize("till", PAYING_OUT, indirect=True)
def test_no_more_goes_on_than_was_taken_and_no_more_comes_back_than_went_on(till, biagio):
    intent, number = till.taken(), till.ready_account(biagio)
    gone = stripe.transfer(sent(till, intent, number, 2000), till.key("send"))

    with pytest.raises(stripe.Declined):
        stripe.transfer(sent(till, intent, number, 500), till.key("send too much"))
    stripe.reverse(gone["id"], {"amount": 700, "metadata": {"attempt": till.name}}, till.key("back"))
    with pytest.raises(stripe.Declined):
        stripe.reverse(gone["id"], {"amount": 1400}, till.key("too much back"))

    assert [one["amount"] for one in stripe.transfers_of(till.name)] == [2000]
    assert [one["amount"] for one in stripe.reversals_of(gone["id"])] == [700]
    assert stripe.balance_of(number) >= 0


def sent(till, intent, account, cents):
    charge = stripe.intent(intent["id"])["latest_charge"]["id"]
    to = {"destination": account, "source_transaction": charge, "transfer_group": till.name}
    return {"amount": cents, "currency": "eur", **to}
