"""What Stripe had said yes to and the bank then did not take: the book takes it back, and the desk decides."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Refund, Transfer
from bookings.payments import cards, checking, comparing, failing, reconciling, talking
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.checking import differences as unbalanced
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from tests.payments import BOUNCES, WAITS, catch_up, charge_of, do, fresh, jobs, taken, turn
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def held(booking, kind, mine=False):
    return book.balance(book.account(booking.customer if mine else booking.organisation.topic, kind))


def by_the_book(booking):
    """What the card has paid, and what is to be transferred."""
    assert [*checking.differences(), *unbalanced(), *comparing.differences()] == []
    return -held(booking, Account.Kind.CARD, mine=True), held(booking, Account.Kind.TO_TRANSFER)


def today():
    return {"how": "cash", "day": timezone.localdate().isoformat()}


def steps_of(refund):
    return list(refund.changes.values_list("step", flat=True))


def test_what_the_card_does_not_take_is_taken_back_in_the_book_and_owed(bounced):
    refund = Refund.objects.get()

    assert (refund.status, refund.failure) == ("failed", "expired_or_canceled_card")
    assert steps_of(refund) == ["begin", "gave", "bounce"]
    assert Entry.objects.filter(key=f"{refund.topic}:given:reversed", reverses__key=f"{refund.topic}:given").exists()
    assert by_the_book(bounced) == (2400, 2400)
    assert "The money is still owed" in refund.said


def test_whoever_paid_and_the_desk_are_told(bounced, nadia, elena):
    told = Refund.objects.get().table.steps["bounce"].told

    assert {person for person, _role in Refund.objects.get().readers(told)} >= {nadia, elena}
    assert "€7 could not go back to the card" in Refund.objects.get().line(Refund.objects.get().last_change)


def test_what_is_owed_does_not_go_on_to_the_organisation(bounced, nadia, now_is):
    charge = charge_of(bounced)
    assert (charge.left, charge.stays, charge.given_back) == (1700, 1700, 700)

    now_is(bounced.ends_at + timedelta(hours=1))
    take(bounced, "confirm", Actor(nadia))

    assert Transfer.objects.get().amount == 1700


def test_what_waits_with_the_bank_counts_when_it_says_yes(paying, elena):
    booking = taken(paying, elena, WAITS)
    cards.refund_by_hand(booking, 700, elena)
    while {job.task_name for job in jobs()} != {"standin.end_refund"}:
        for job in jobs():
            if job.task_name != "standin.end_refund":
                do(job)
    refund = Refund.objects.get()
    assert (refund.status, bool(refund.stripe_id)) == ("pending", True)
    assert by_the_book(booking) == (2400, 2400)

    catch_up()

    assert fresh(refund).status == "given"
    assert Kept.objects.filter(kind="refund").count() == 1
    assert by_the_book(booking) == (1700, 1700)


def test_what_waits_and_then_fails_was_never_given_in_the_book(paying, elena):
    booking = taken(paying, elena, WAITS)
    cards.refund_by_hand(booking, 700, elena)
    talking.work(Refund.objects.get().pk)
    acting.end_refund(Kept.objects.get(kind="refund").number, fails=True)

    catch_up()

    assert steps_of(Refund.objects.get()) == ["begin", "wait", "fail"]
    assert not Entry.objects.filter(key__contains=":given").exists()
    assert by_the_book(booking) == (2400, 2400)


def test_that_the_bank_was_heard_late_or_never_is_found_each_hour(paying, elena):
    booking = taken(paying, elena, WAITS)
    cards.refund_by_hand(booking, 700, elena)
    talking.work(Refund.objects.get().pk)
    turn(lost=100)
    acting.end_refund(Kept.objects.get(kind="refund").number, fails=False)
    Kept.objects.filter(kind="event").delete()

    reconciling.reconcile()

    assert Refund.objects.get().status == "given"


def test_what_somebody_gave_back_at_stripe_and_failed_is_owed_as_well(paying, elena):
    booking = taken(paying, elena, BOUNCES)
    acting.refund({"payment_intent": charge_of(booking).stripe_id, "amount": "900"})

    catch_up()

    assert (Refund.objects.get().cents, Refund.objects.get().status) == (900, "failed")
    assert by_the_book(booking) == (2400, 2400)


def test_what_went_back_by_somebodys_hand_at_stripe_meanwhile_is_not_owed_twice(paying, elena):
    booking = taken(paying, elena, WAITS)
    cards.refund_by_hand(booking, 2000, elena)
    talking.work(Refund.objects.get().pk)
    acting.end_refund(Kept.objects.get(kind="refund").number, fails=True)
    acting.refund({"payment_intent": charge_of(booking).stripe_id, "amount": "1000"})

    catch_up()

    assert sorted(Refund.objects.values_list("cents", "status")) == [(1000, "given"), (1400, "failed")]
    assert by_the_book(booking) == (1400, 1400)


def test_of_a_refund_that_does_not_fit_any_more_the_rest_goes_back(paying, elena):
    booking = taken(paying, elena, WAITS)
    refund = cards.refund_by_hand(booking, 2400, elena)
    turn(lost=100)
    acting.refund({"payment_intent": charge_of(booking).stripe_id, "amount": "900"})
    turn()

    talking.work(refund.pk)
    catch_up()

    assert sorted(Refund.objects.values_list("cents", "status")) == [(900, "given"), (1500, "given")]
    assert by_the_book(booking) == (0, 0)


def test_what_does_not_fit_at_all_is_dropped(paying, elena):
    booking = taken(paying, elena, WAITS)
    refund = cards.refund_by_hand(booking, 2400, elena)
    turn(lost=100)
    acting.refund({"payment_intent": charge_of(booking).stripe_id, "amount": "2400"})

    talking.work(refund.pk)

    assert fresh(refund).status == "dropped"


def test_a_dispute_that_was_not_heard_of_yet_makes_it_wait(paying, elena):
    booking = taken(paying, elena)
    refund = cards.refund_by_hand(booking, 700, elena)
    turn(lost=100)
    opened = acting.dispute(charge_of(booking).stripe_id)

    talking.work(refund.pk)
    assert (fresh(refund).status, charge_of(booking).status) == ("asked", "disputed")
    turn()
    acting.end_dispute(opened["id"], won=True)
    catch_up()

    assert fresh(refund).status == "given"


# --- tried again --------------------------------------------------------------------------------------------------
def test_the_card_is_tried_again_by_a_refund_of_its_own(bounced, elena):
    first = Refund.objects.get()
    second = failing.again(first, elena, "a")

    assert failing.again(first, elena, "a") == second
    assert (fresh(first).status, second.status, second.cents) == ("repeated", "asked", 700)
    talking.work(second.pk)

    assert Kept.objects.filter(kind="refund", data__status="succeeded").count() == 1
    assert fresh(second).status == "given"
    assert by_the_book(bounced) == (1700, 1700)
    catch_up()
    assert fresh(second).status == "failed"  # this card takes nothing back


def test_in_another_tab_it_is_not_tried_a_second_time(bounced, elena):
    first = Refund.objects.get()
    failing.again(first, elena, "a")

    with pytest.raises(Refused):
        failing.again(first, elena, "b")
    with pytest.raises(Refused):
        failing.outside(first, elena, today(), "c")

    assert Refund.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_tried_again_and_given_outside_at_the_same_moment_only_one_happens(bounced, elena):
    refund = Refund.objects.get()

    found = at_once(lambda: failing.again(refund, elena, "a"), lambda: failing.outside(refund, elena, today(), "b"))

    assert sum(isinstance(one, Refused) for one in found) == 1
    assert charge_of(bounced).given_back == 700


def test_while_the_bank_asks_for_the_money_the_card_is_not_tried(bounced, elena):
    acting.dispute(charge_of(bounced).stripe_id)
    catch_up()

    with pytest.raises(Refused):
        failing.again(Refund.objects.get(), elena)


def test_a_dispute_that_is_lost_has_given_her_what_was_owed(bounced):
    opened = acting.dispute(charge_of(bounced).stripe_id)
    acting.end_dispute(opened["id"], won=False)
    catch_up()

    assert Refund.objects.get().status == "dropped"
    assert by_the_book(bounced) == (0, 0)
