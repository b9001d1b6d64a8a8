"""What goes on to the organisation: kept back while a bank asks for it, summed for its desk, and of bundles as well."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Transfer
from bookings.payments import cards, checking, listing, stripe_client
from bookings.payments.standin import acting
from marketplace.lives.tasks import take_due
from tests.payments import catch_up, charge_of, do, jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(paid_and_done, now_is):
    """It is time to hand on what a card has paid, and Stripe is to be asked."""
    now_is(paid_and_done.ends_at + timedelta(hours=50))
    take_due()
    return paid_and_done


def test_what_stripe_puts_off_waits_while_a_bank_asks_for_it(done, monkeypatch, now_is):
    [sending] = jobs()
    dispute = acting.dispute(charge_of(done).stripe_id)
    all_but(sending)
    monkeypatch.setattr(stripe_client, "transfer", refuse)
    catch_up()

    assert (charge_of(done).status, Transfer.objects.get().status) == ("disputed", "frozen")
    monkeypatch.undo()
    now_is(timezone.now() + timedelta(days=9))
    take_due()
    assert Transfer.objects.get().status == "frozen"
    acting.end_dispute(dispute["id"], won=True)
    catch_up()
    take_due()
    catch_up()
    assert Transfer.objects.get().status == "sent"


def test_what_stripe_puts_off_and_has_gone_back_meanwhile_is_dropped(done, monkeypatch):
    [sending] = jobs()
    stripe_client.refund({"payment_intent": charge_of(done).stripe_id, "amount": 2400}, "by somebody at Stripe")
    all_but(sending)
    monkeypatch.setattr(stripe_client, "transfer", refuse)

    catch_up()

    assert (Transfer.objects.get().status, charge_of(done).left) == ("dropped", 0)
    assert {refund.status for refund in charge_of(done).refunds.all()} == {"given"}
    assert not list(checking.differences())


def all_but(late):
    """Do whatever waits, and what comes of it, before this."""
    while told := [job for job in jobs() if job != late]:
        for job in told:
            do(job)


def refuse(asked, key):
    raise stripe_client.Declined("insufficient_capabilities_for_transfer")


def test_what_comes_back_of_a_bundle_is_in_the_sums_of_its_desk(bought, elena, biagio, now_is):
    now_is(timezone.now() + timedelta(hours=60))
    take_due()
    catch_up()
    handed_on = listing.sums([biagio])["transferred"]
    cards.refund_by_hand(bought, 700, elena)
    owed = listing.sums([biagio])["owed"]
    catch_up()

    assert (handed_on, owed) == (9900, 700)
    assert listing.sums([biagio])["transferred"] == 9200
    assert [charge.purchase for charge in listing.refunded([biagio])] == [bought]


def test_what_a_bank_took_and_the_book_does_not_know_is_found(done):
    catch_up()
    assert not list(checking.differences())

    type(done.charges.get()).objects.filter(booking=done).update(lost_cents=2400)

    number = charge_of(done).pk
    assert f"The book should have 2400 of charge:{number}:lost, and has 0." in list(checking.differences())
