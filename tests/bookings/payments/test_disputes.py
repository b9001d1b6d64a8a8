"""Disputes about a part of a payment: that part alone is kept back, and, when it is lost, comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Receipt, Refund, Reversal, Transfer
from bookings.payments import cards, checking, comparing, listing, looking
from bookings.payments.standin import acting
from marketplace.ledger import book
from marketplace.ledger.checking import differences as unbalanced
from marketplace.ledger.models import Account
from tests.payments import catch_up, charge_of

pytestmark = pytest.mark.django_db


def dispute(booking, cents=None):
    opened = acting.dispute(charge_of(booking).stripe_id, cents)
    catch_up()
    return opened["id"]


def end(number, won):
    acting.end_dispute(number, won=won)
    catch_up()


def transfers():
    return list(Transfer.objects.order_by("pk").values_list("cents", "status"))


def reversals():
    return list(Reversal.objects.order_by("pk").values_list("cents", "status"))


def held(booking):
    """What is to be transferred, and what was."""
    assert [*checking.differences(), *unbalanced(), *comparing.differences()] == []
    organisation = booking.organisation.topic
    kinds = (Account.Kind.TO_TRANSFER, Account.Kind.TRANSFERRED)
    return tuple(book.balance(book.account(organisation, kind)) for kind in kinds)


def test_what_is_not_disputed_is_transferred_in_its_time(paid_and_done, later):
    dispute(paid_and_done, 1000)
    charge = charge_of(paid_and_done)
    assert (charge.status, charge.disputed_cents, Transfer.objects.get().status) == ("disputed", 1000, "waiting")
    assert "disputes the payment: €10." in charge.said

    later(hours=50)

    assert transfers() == [(1400, "sent")]
    assert held(paid_and_done) == (1000, 1400)


def test_a_part_that_stays_is_transferred_once_the_bank_has_decided(paid_and_done, later, biagio):
    number = dispute(paid_and_done, 1000)
    later(hours=50)

    end(number, won=True)
    assert transfers() == [(1400, "sent"), (1000, "waiting")]
    assert listing.to_transfer([biagio]).count() == 1
    assert listing.sums([biagio])["to_transfer"] == 1000
    later(minutes=1)

    assert transfers() == [(1400, "sent"), (1000, "sent")]
    assert (charge_of(paid_and_done).status, charge_of(paid_and_done).disputed_cents) == ("captured", 0)
    assert held(paid_and_done) == (0, 2400)


def test_a_part_that_is_lost_is_not_transferred(paid_and_done, later):
    number = dispute(paid_and_done, 1000)
    later(hours=50)

    end(number, won=False)
    later(minutes=1)

    charge = charge_of(paid_and_done)
    assert (charge.status, charge.lost_cents, charge.left) == ("captured", 1000, 1400)
    assert transfers() == [(1400, "sent")]
    assert held(paid_and_done) == (0, 1400)


def test_a_part_that_is_lost_before_the_transfer_leaves_the_rest(paid_and_done, later):
    end(dispute(paid_and_done, 1000), won=False)

    later(hours=50)

    assert transfers() == [(1400, "sent")]


def test_the_whole_keeps_all_of_it_back(paid_and_done, later):
    number = dispute(paid_and_done)
    later(hours=50)
    assert transfers() == [(2400, "frozen")]

    end(number, won=True)
    later(minutes=1)

    assert transfers() == [(2400, "sent")]


def test_a_part_that_is_lost_after_the_transfer_comes_back_alone(transferred):
    number = dispute(transferred, 1000)
    assert reversals() == []

    end(number, won=False)

    assert reversals() == [(1000, "taken")]
    assert held(transferred) == (0, 1400)


def test_what_went_back_before_is_not_lost_again(transferred, elena):
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()

    end(dispute(transferred), won=False)

    charge = charge_of(transferred)
    assert (charge.status, charge.lost_cents, charge.left) == ("lost", 1700, 0)
    assert reversals() == [(700, "taken"), (1700, "taken")]
    assert held(transferred) == (0, 0)


def test_a_part_that_is_disputed_after_a_refund(transferred, elena):
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()

    end(dispute(transferred, 900), won=False)

    assert (charge_of(transferred).status, charge_of(transferred).left) == ("captured", 800)
    assert held(transferred) == (0, 800)


def test_where_a_bank_takes_more_than_there_was_left_the_organisation_owes_it(transferred, elena):
    """It may take the whole although a part went back before."""
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()

    end(dispute(transferred, 2400), won=False)

    assert (charge_of(transferred).lost_cents, charge_of(transferred).left) == (2400, 0)
    assert sum(cents for cents, _status in reversals()) == 2400
    assert held(transferred) == (-700, 0)


def test_a_refund_waits_for_the_bank_and_then_only_what_is_left_goes_back(paid_and_done, elena):
    number = dispute(paid_and_done, 1000)
    charge = charge_of(paid_and_done)
    cards.give_back(charge, 2400)
    catch_up()
    assert Refund.objects.get().status == "asked"

    end(number, won=False)

    assert (Refund.objects.get().cents, Refund.objects.get().status) == (1400, "given")
    assert held(paid_and_done) == (0, 0)


def test_of_two_parts_one_stays_and_one_is_lost(transferred):
    lost, won = dispute(transferred, 600), dispute(transferred, 900)
    assert charge_of(transferred).disputed_cents == 1500

    end(lost, won=False)
    assert (charge_of(transferred).status, charge_of(transferred).disputed_cents) == ("disputed", 900)
    end(won, won=True)

    assert (charge_of(transferred).status, charge_of(transferred).lost_cents) == ("captured", 600)
    assert held(transferred) == (0, 1800)


def test_two_parts_that_are_lost_one_after_the_other_count_together(transferred):
    for cents in (600, 1800):
        end(dispute(transferred, cents), won=False)

    assert (charge_of(transferred).status, charge_of(transferred).lost_cents) == ("lost", 2400)
    assert held(transferred) == (0, 0)


def test_a_part_that_was_lost_is_a_credit_note(transferred):
    end(dispute(transferred, 1000), won=False)

    assert list(Receipt.objects.order_by("pk").values_list("cents", flat=True)) == [2400, -1000]


def test_what_is_looked_at_again_changes_nothing(transferred):
    end(dispute(transferred, 1000), won=False)
    before = held(transferred), charge_of(transferred).last_change_id

    looking.look(charge_of(transferred))
    catch_up()

    assert (held(transferred), charge_of(transferred).last_change_id) == before


def test_the_desk_reads_what_is_here_and_what_was_transferred(paid_and_done, later, biagio):
    dispute(paid_and_done, 1000)
    later(hours=50)

    sums = listing.sums([biagio])

    assert (sums["to_transfer"], sums["transferred"]) == (0, 1400)


def test_credit_notes_never_say_more_than_was_received(transferred, elena):
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()

    end(dispute(transferred, 2400), won=False)

    assert list(Receipt.objects.order_by("pk").values_list("cents", flat=True)) == [2400, -700, -1700]


def test_several_lost_parts_are_compared_together(transferred, now_is):
    for cents in (600, 900):
        end(dispute(transferred, cents), won=False)
    type(charge_of(transferred)).objects.update(lost_cents=1400)
    now_is(timezone.now() + timedelta(minutes=2))  # what is of this very second is not compared yet

    assert [sentence.partition(" of ")[0] for sentence in comparing.differences()] == ["Stripe has 1500 lost"]
