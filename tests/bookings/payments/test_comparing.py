"""What Stripe and we do not say alike is found, page by page, and nothing is found where we do."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bookings.models import Charge, Refund, Reversal, Transfer
from bookings.payments import cards, comparing, stripe_client, talking
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from bookings.tasks import StripeDiffers, compare
from marketplace.environment import Stripe
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from tests.payments import catch_up, charge_of, fresh, pay, turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(paying, nadia, elena, now_is):
    """24 euros, transferred, 7 of them taken back and given back."""
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    now_is(booking.ends_at + timedelta(hours=1))
    take(fresh(booking), "confirm", Actor(nadia))
    now_is(booking.ends_at + timedelta(hours=60))
    take_due()
    cards.refund_by_hand(fresh(booking), 700, elena)
    catch_up()
    now_is(booking.ends_at + timedelta(hours=90))
    return fresh(booking)


def found():
    return list(comparing.differences())


def test_where_stripe_says_the_same_there_is_no_difference(paid):
    assert found() == []
    assert compare(0) is None


def test_what_is_only_held_refused_or_never_paid_is_no_difference(paying):
    booking = paying()
    acting.pay(charge_of(booking).session_id, "4000000000000002")
    pay(booking)
    catch_up()

    assert found() == []


def test_each_sum_that_differs_is_a_sentence(paid):
    charge, refund, transfer = Charge.objects.get(), Refund.objects.get(), Transfer.objects.get()
    Charge.objects.update(captured_cents=2000)
    Refund.objects.update(cents=600)
    Transfer.objects.update(cents=2300)
    Reversal.objects.update(cents=650)

    assert found() == [
        f"Stripe has 2400 captured of {charge.topic} ({charge.source}), and we have 2000.",
        f"Stripe has 700 refunded of {refund.topic} ({refund.stripe_id}), and we have 600.",
        f"Stripe has 2400 transferred of {transfer.topic} ({transfer.stripe_id}), and we have 2300.",
        f"Stripe has 700 reversed of {transfer.topic} ({transfer.stripe_id}), and we have 650.",
    ]


def test_what_only_stripe_has_is_a_sentence(paid):
    """Nobody told of it, or it is not ours at all."""
    turn(lost=100)
    given = acting.refund({"payment_intent": charge_of(paid).stripe_id, "amount": "100"})
    stranger = acting.keep(
        Kept.objects.get(kind="charge").data | {"id": "ch_1", "payment_intent": None, "metadata": {}}
    )

    assert found() == [
        f"Stripe has 2400 captured as {stranger['id']}, and we do not know it.",
        f"Stripe has 100 refunded as {given['id']}, and we do not know it.",
    ]


def test_what_only_we_have_is_a_sentence(paid):
    Kept.objects.filter(kind__in=("charge", "transfer")).delete()
    charge, transfer = Charge.objects.get(), Transfer.objects.get()

    assert found() == [
        f"Stripe has 0 captured of {charge.topic} ({charge.stripe_id}), and we have 2400.",
        f"Stripe has 0 transferred of {transfer.topic} ({transfer.stripe_id}), and we have 2400.",
        f"Stripe has 0 reversed of {transfer.topic} ({transfer.stripe_id}), and we have 700.",
    ]


def test_a_dispute_that_was_lost_and_nobody_told_of_is_found(paid):
    turn(lost=100)
    dispute = acting.dispute(charge_of(paid).stripe_id)
    acting.end_dispute(dispute["id"], won=False)

    assert found() == [f"Stripe has 1700 lost of {charge_of(paid).topic} ({dispute['id']}), and we have 0."]


def test_what_nobody_knows_the_end_of_is_left_to_the_reconciliation_for_a_day(paying, elena, now_is):
    booking = paying()
    pay(booking)
    catch_up()
    take(fresh(booking), "accept", Actor(elena))
    turn(slow=100)
    talking.work(charge_of(booking).pk)
    turn()
    now_is(timezone.now() + timedelta(hours=5))
    assert (charge_of(booking).status, found()) == ("unknown", [])

    now_is(timezone.now() + timedelta(hours=30))

    assert [sentence.partition(" of ")[0] for sentence in found()] == ["Stripe has 2400 captured"]


def test_lists_are_read_page_by_page(paid, monkeypatch):
    charge = Kept.objects.get(kind="charge").data
    for number in range(205):
        acting.keep(charge | {"id": f"ch_{number}", "amount_captured": 0})
    pages = [len(page) for page in stripe_client.pages("charges", 2**40)]

    assert pages == [100, 100, 6]
    assert found() == []


def test_a_key_that_was_seen_is_remembered_in_a_bit():
    seen = comparing.Seen()

    for key in (7, 8, 1_000_003):
        seen.add(key)

    assert [key for key in (0, 7, 8, 9, 1_000_002, 1_000_003, 9_000_000) if key in seen] == [7, 8, 1_000_003]
    assert len(seen.bits) == 125_001


def test_the_nightly_task_fails_with_what_differs(paid):
    Charge.objects.update(captured_cents=2000)

    with pytest.raises(StripeDiffers, match="we have 2000"):
        compare(0)


# --- the command --------------------------------------------------------------------------------------------------
def test_the_command_prints_what_differs_and_fails(paid):
    Refund.objects.update(cents=600)
    printed = StringIO()

    with pytest.raises(CommandError, match="2 differences") as failed:
        call_command("check_book", stdout=printed)

    assert failed.value.returncode == 1
    assert "refunded of" in printed.getvalue()


def test_where_stripe_is_away_the_rest_is_checked_and_it_is_said(paid):
    turn(away=100)
    printed = StringIO()

    with pytest.raises(CommandError, match="not compared with Stripe") as failed:
        call_command("check_book", stdout=printed)

    assert failed.value.returncode == 2
    assert printed.getvalue().startswith("Stripe does not answer")


def test_with_payments_off_nothing_is_compared_and_it_is_said(db, settings):
    settings.STRIPE = Stripe("", "", standin=False)
    printed = StringIO()

    call_command("check_book", stdout=printed)

    assert printed.getvalue().splitlines() == [
        "Payments by card are off: nothing is compared with Stripe.",
        "The book balances: 0 differences.",
    ]
    assert compare(0) is None
