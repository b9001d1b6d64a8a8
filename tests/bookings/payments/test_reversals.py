"""What goes back after it was transferred is first taken back from the organisation, as far as its account allows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.models import PayoutAccount, Refund, Reversal, Transfer
from bookings.payments import cards, checking, reconciling, talking
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from tests.folding import each
from tests.payments import catch_up, charge_of, fresh, jobs, pay, turn

pytestmark = pytest.mark.django_db


def held(booking, kind):
    holder = booking.customer if kind == Account.Kind.CARD else booking.organisation.topic
    return book.balance(book.account(holder, kind))


def pass_by(now_is, **time):
    now_is(timezone.now() + timedelta(**time))
    take_due()
    catch_up()


@pytest.fixture
def transferred(paying, nadia, now_is):
    """24 euros, done and transferred."""
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    now_is(booking.ends_at + timedelta(hours=1))
    take(fresh(booking), "confirm", Actor(nadia))
    pass_by(now_is, hours=50)
    assert Transfer.objects.get().status == "sent"
    return fresh(booking)


@pytest.fixture
def pay_out():
    """Biagio has its bank fetch what its account holds; below zero, it pays in."""

    def fetch(cents):
        acting.pay_out(PayoutAccount.objects.get().stripe_id, cents)

    return fetch


def test_what_goes_back_is_taken_back_from_the_organisation_first(transferred, elena):
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()

    assert [(one.cents, one.status) for one in Reversal.objects.all()] == [(700, "taken")]
    assert [(one.cents, one.status) for one in Refund.objects.all()] == [(700, "given")]
    assert held(transferred, Account.Kind.TRANSFERRED) == 1700
    assert held(transferred, Account.Kind.TO_TRANSFER) == 0
    assert held(transferred, Account.Kind.CARD) == -1700
    assert Kept.objects.get(kind="transfer").data["amount_reversed"] == 700
    assert list(checking.differences()) == []


def test_parts_go_back_until_nothing_is_left(transferred, elena):
    for cents in (700, 1000, 700):
        cards.refund_by_hand(transferred, cents, elena)
    catch_up()

    assert held(transferred, Account.Kind.TRANSFERRED) == held(transferred, Account.Kind.CARD) == 0
    assert Kept.objects.get(kind="transfer").data["reversed"]
    assert not charge_of(transferred).can_go_back


def test_no_more_goes_back_than_was_paid_after_the_transfer_either(transferred, elena):
    with pytest.raises(ValidationError, match="No more"):
        cards.refund_by_hand(transferred, 2401, elena)

    assert not Reversal.objects.exists()


def test_a_refund_waits_until_the_transfer_has_come_back(transferred, elena):
    refund = cards.refund_by_hand(transferred, 700, elena)

    talking.work(refund.pk)
    assert fresh(refund).status == "asked"
    assert not Kept.objects.filter(kind="refund").exists()
    catch_up()

    assert fresh(refund).status == "given"


def test_what_is_asked_back_while_it_is_transferred_comes_back_afterwards(paying, elena, nadia, now_is):
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    now_is(booking.ends_at + timedelta(hours=1))
    take(fresh(booking), "confirm", Actor(nadia))
    now_is(timezone.now() + timedelta(hours=50))
    take_due()

    cards.refund_by_hand(fresh(booking), 2400, elena)
    catch_up()

    assert (Transfer.objects.get().cents, Reversal.objects.get().status) == (2400, "taken")
    assert Refund.objects.get().status == "given"
    assert held(booking, Account.Kind.TRANSFERRED) == 0


def test_where_the_account_holds_too_little_the_refund_is_owed_and_the_desk_is_told(transferred, elena, pay_out):
    pay_out(2400)

    cards.refund_by_hand(transferred, 700, elena)
    catch_up()

    assert (Refund.objects.get().status, Reversal.objects.get().status) == ("owed", "short")
    assert "have still to go back to the card" in Refund.objects.get().said
    assert "The organisation owes €7 of what was transferred" in Reversal.objects.get().said
    assert Reversal.objects.get().table.steps["fall_short"].told == ("provider",)
    assert held(transferred, Account.Kind.CARD) == -2400
    assert list(checking.differences()) == []


def test_it_is_tried_again_each_day_until_the_account_holds_enough(transferred, elena, pay_out, now_is):
    pay_out(2400)
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()
    pass_by(now_is, hours=25)
    assert [change.step for change in Reversal.objects.get().changes.all()][-2:] == ["again", "still_short"]

    pay_out(-5000)
    pass_by(now_is, hours=25)

    assert (Refund.objects.get().status, Reversal.objects.get().status) == ("given", "taken")
    assert not clock.overdue().exists()
    assert not jobs()


def test_what_the_account_does_hold_comes_back_at_once(transferred, elena, pay_out, now_is):
    pay_out(2000)
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()
    assert sorted(Reversal.objects.values_list("cents", "status")) == [(300, "short"), (400, "taken")]
    assert Refund.objects.get().status == "owed"

    pay_out(-300)
    pass_by(now_is, hours=25)

    assert sorted(Reversal.objects.values_list("cents", "status")) == [(300, "taken"), (400, "taken")]
    assert Refund.objects.get().status == "given"


def test_a_refund_started_at_stripe_takes_back_the_transfer(transferred):
    acting.refund({"payment_intent": charge_of(transferred).stripe_id, "amount": "900"})

    catch_up()

    assert (Refund.objects.get().cents, Reversal.objects.get().cents) == (900, 900)
    assert held(transferred, Account.Kind.TRANSFERRED) == 1500
    assert held(transferred, Account.Kind.TO_TRANSFER) == 0


def test_a_reversal_started_at_stripe_is_entered_and_none_is_made_twice(transferred, elena):
    acting.reverse({"amount": "900"}, Transfer.objects.get().stripe_id)
    catch_up()
    assert (Reversal.objects.get().cents, Reversal.objects.get().status) == (900, "taken")
    assert held(transferred, Account.Kind.TO_TRANSFER) == 900

    cards.refund_by_hand(transferred, 900, elena)
    catch_up()

    assert (Reversal.objects.count(), Refund.objects.get().status) == (1, "given")


def lose(booking):
    dispute = acting.dispute(charge_of(booking).stripe_id)
    catch_up()
    acting.end_dispute(dispute["id"], won=False)
    catch_up()


def test_a_dispute_lost_after_the_transfer_takes_it_back(transferred):
    lose(transferred)

    assert charge_of(transferred).status == "lost"
    assert (Reversal.objects.get().cents, Reversal.objects.get().status) == (2400, "taken")
    assert held(transferred, Account.Kind.TRANSFERRED) == held(transferred, Account.Kind.TO_TRANSFER) == 0


def test_what_the_account_does_not_hold_after_a_lost_dispute_is_owed_in_the_book(transferred, pay_out):
    pay_out(1400)

    lose(transferred)

    assert sorted(Reversal.objects.values_list("cents", "status")) == [(1000, "taken"), (1400, "short")]
    assert held(transferred, Account.Kind.TO_TRANSFER) == -1400


def test_a_reversal_that_became_needless_is_dropped(transferred, elena, pay_out):
    """Somebody reverses the whole transfer at Stripe while ours waits."""
    pay_out(2400)
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()
    pay_out(-2400)
    acting.reverse({}, Transfer.objects.get().stripe_id)

    catch_up()

    assert Reversal.objects.get(cents=700).status == "dropped"
    assert Refund.objects.get().status == "given"


@each("fault", ["away", "slow", "broken"])
def test_an_answer_that_does_not_come_takes_nothing_back_twice(transferred, elena, fault):
    cards.refund_by_hand(transferred, 700, elena)
    turn(**{fault: 100})
    talking.work(Reversal.objects.get().pk)
    assert Reversal.objects.get().status == "unknown"

    turn()
    reconciling.reconcile()
    catch_up()

    assert Kept.objects.get(kind="transfer").data["amount_reversed"] == 700
    assert (Reversal.objects.get().status, Refund.objects.get().status) == ("taken", "given")
    assert Entry.objects.filter(key__endswith=":taken").count() == 1
    assert not Reversal.objects.get().changes.filter(step="fall_short").exists()


def test_what_somebody_reversed_at_stripe_meanwhile_is_not_asked_for_again(transferred, elena, now_is):
    cards.refund_by_hand(transferred, 2400, elena)
    acting.reverse({"amount": "500"}, Kept.objects.get(kind="transfer").number)
    catch_up()

    assert {(one.cents, one.status) for one in Reversal.objects.all()} == {(500, "taken"), (1900, "short")}
    pass_by(now_is, days=1)

    assert {one.status for one in Reversal.objects.all()} == {"taken"}
    assert Refund.objects.get().status == "given"
    assert held(transferred, Account.Kind.TRANSFERRED) == 0
    assert list(checking.differences()) == []
