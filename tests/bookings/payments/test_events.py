"""Webhooks at the door, and what is heard of when none comes."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import PayoutAccount, StripeEvent
from bookings.payments import cards, events, looking, reconciling, stripe_client, talking
from bookings.payments.standin import acting, sending
from bookings.payments.standin.models import Post
from marketplace import environment
from marketplace.lives.engine import Actor, take
from tests.folding import each
from tests.payments import catch_up, charge_of, fresh, jobs, pay, taken, turn

pytestmark = pytest.mark.django_db
DOOR = "/webhooks/stripe/"


def knock(client, body, signature):
    return client.post(DOOR, body, content_type="application/json", headers={"Stripe-Signature": signature})


def test_what_stripe_signed_is_kept_once_with_one_task(client, paying):
    pay(paying())
    body, signature = sending.signed(Post.objects.last().event)
    before = len(jobs())

    answers = [knock(client, body, signature).status_code for _time in range(2)]

    assert answers == [200, 200]
    assert StripeEvent.objects.filter(number=json.loads(body)["id"]).count() == 1
    assert len(jobs()) == before + 1
    assert reverse("stripe_webhook") == DOOR


@each("signature", ["", "t=1,v1=abc", "nonsense"])
def test_what_nobody_signed_is_not_kept(client, paying, signature):
    pay(paying())
    body, _good = sending.signed(Post.objects.last().event)

    assert knock(client, body, signature).status_code == 400
    assert knock(client, b"\xff", signature).status_code == 400
    assert not StripeEvent.objects.filter(number=json.loads(body)["id"]).exists()
    assert client.get(DOOR).status_code == 405


def test_an_event_about_something_unknown_is_kept_and_nothing_else(db):
    events.keep({"id": "evt_1", "object": "event", "type": "customer.created", "data": {"object": {"id": "cus_1"}}})

    catch_up()

    assert StripeEvent.objects.get().handled_at
    assert StripeEvent.objects.get().body == {"type": "customer.created"}


def test_what_was_lost_on_the_way_is_heard_of_within_the_hour(paying):
    booking = paying()
    turn(lost=100)
    pay(booking)
    catch_up()
    assert fresh(booking).status == "paying"

    reconciling.reconcile()
    catch_up()

    assert fresh(booking).status == "asked"


def test_a_dispute_that_nobody_told_of_is_found(paying, elena):
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    turn(lost=100)
    acting.dispute(charge_of(booking).stripe_id)

    reconciling.reconcile()
    catch_up()

    assert charge_of(booking).status == "disputed"


def test_an_account_that_lost_its_capability_takes_no_more_cards(takes_cards):
    acting.change(acting.seen(takes_cards.stripe_id), configuration={"recipient": {"applied": True}})

    reconciling.reconcile()

    assert not PayoutAccount.objects.get().ready


def test_one_that_fails_stops_no_other(paying, make_offer, monkeypatch):
    booking = paying()
    turn(lost=100)
    pay(booking)
    monkeypatch.setattr(stripe_client, "events_since", lambda at: 1 / 0)

    reconciling.reconcile()

    assert fresh(booking).status == "asked"


def test_a_task_that_was_done_is_done_again_without_harm(paying, elena):
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    catch_up()
    before = charge_of(booking).last_change_id

    talking.work(charge_of(booking).pk)
    looking.look(charge_of(booking))
    for event in StripeEvent.objects.all():
        events.handle(event)

    assert (charge_of(booking).status, charge_of(booking).last_change_id) == ("captured", before)


def test_what_is_told_again_waits_for_no_lock(paying, elena):
    booking = taken(paying, elena)
    cards.refund_by_hand(booking, 700, elena)
    catch_up()

    with CaptureQueriesContext(connection) as asked:
        looking.look(charge_of(booking))

    assert [one["sql"] for one in asked if " FOR " in one["sql"].partition(" WHERE ")[2]] == []
    assert charge_of(booking).gone == 700


# --- keys ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", ["sk_live_1", "rk_live_1"])
@pytest.mark.parametrize(("standin", "tried"), [("1", False), ("", True)])
def test_a_live_key_with_the_stand_in_refuses_to_start(monkeypatch, key, standin, tried):
    monkeypatch.setenv("STRIPE_KEY", key)
    monkeypatch.setenv("STRIPE_STANDIN", standin)

    with pytest.raises(ImproperlyConfigured, match="live key"):
        environment.stripe(tried=tried)


def test_without_a_key_a_city_takes_no_cards_and_a_demo_has_the_stand_in(monkeypatch):
    for name in ("STRIPE_KEY", "STRIPE_STANDIN"):
        monkeypatch.delenv(name, raising=False)

    assert not environment.stripe(tried=False).on
    assert environment.stripe(tried=True).standin


def test_a_city_with_real_people_takes_no_invented_cards(monkeypatch):
    monkeypatch.setenv("STRIPE_STANDIN", "1")

    with pytest.raises(ImproperlyConfigured, match="invented card"):
        environment.stripe(tried=False)


def test_stripe_may_sign_from_several_places_each_with_its_secret(settings):
    body, signature = sending.signed({"id": "evt_1"})

    for ours in (f"whsec_other,{settings.STRIPE.secret}", f"{settings.STRIPE.secret}, whsec_other"):
        settings.STRIPE = environment.Stripe("sk_test_1", ours, standin=False)
        stripe_client.verify(body, signature)
    settings.STRIPE = environment.Stripe("sk_test_1", "whsec_other", standin=False)

    with pytest.raises(stripe_client.Forged):
        stripe_client.verify(body, signature)


def test_a_key_asks_for_the_secret_of_webhooks(monkeypatch):
    monkeypatch.setenv("STRIPE_KEY", "sk_test_1")
    with pytest.raises(ImproperlyConfigured, match="STRIPE_WEBHOOK_SECRET"):
        environment.stripe(tried=False)

    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", "whsec_1")

    assert environment.stripe(tried=False) == environment.Stripe("sk_test_1", "whsec_1", standin=False)
