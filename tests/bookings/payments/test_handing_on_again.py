"""What was taken back from the organisation and then went to no card is handed on once more, by what the rows say."""

import pytest
from django.utils import timezone

from bookings.models import Refund, Reversal, Transfer
from bookings.payments import cards, checking, comparing, failing
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.checking import differences as unbalanced
from marketplace.ledger.models import Account
from tests.payments import catch_up

pytestmark = pytest.mark.django_db


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


@pytest.fixture
def came_back(transferred, elena):
    """7 of 24 euros were taken back from the organisation for a refund, which the card did not take."""
    cards.refund_by_hand(transferred, 700, elena)
    catch_up()
    acting.end_refund(Kept.objects.get(kind="refund").number, fails=True)
    catch_up()
    return transferred


def outside(by):
    failing.outside(Refund.objects.get(), by, {"how": "cash", "day": timezone.localdate().isoformat()})
    catch_up()


def test_while_it_is_owed_to_whoever_paid_it_stays_here(came_back, later):
    later(hours=50)

    assert transfers() == [(2400, "sent")]
    assert held(came_back) == (700, 1700)


def test_what_came_back_for_nothing_goes_to_the_organisation_again(came_back, elena, later):
    outside(elena)
    later(minutes=1)

    assert transfers() == [(2400, "sent"), (700, "sent")]
    assert held(came_back) == (0, 2400)


def test_tried_again_with_success_nothing_is_handed_on_or_taken_back_twice(came_back, elena, later):
    failing.again(Refund.objects.get(), elena)
    catch_up()
    later(hours=50)

    assert (transfers(), reversals()) == ([(2400, "sent")], [(700, "taken")])
    assert held(came_back) == (0, 1700)


def test_what_is_handed_on_again_can_come_back_as_well(came_back, elena, later):
    outside(elena)
    later(minutes=1)

    cards.refund_by_hand(came_back, 1700, elena)
    catch_up()

    assert sorted(reversals()) == [(700, "taken"), (700, "taken"), (1000, "taken")]
    assert held(came_back) == (0, 700)


def test_a_transfer_that_was_dropped_is_followed_by_another(paid_and_done, elena, later):
    cards.refund_by_hand(paid_and_done, 2400, elena)
    catch_up()
    acting.end_refund(Kept.objects.get(kind="refund").number, fails=True)
    catch_up()
    assert transfers() == [(2400, "dropped")]

    outside(elena)
    later(minutes=1)

    assert transfers() == [(2400, "dropped"), (2400, "sent")]
    assert held(paid_and_done) == (0, 2400)


def test_what_somebody_took_back_at_stripe_by_hand_stays_here(came_back, elena, later):
    acting.reverse({"amount": "500"}, Transfer.objects.get().stripe_id)
    catch_up()

    outside(elena)
    later(minutes=1)

    assert transfers() == [(2400, "sent"), (700, "sent")]
    assert held(came_back) == (500, 1900)


def test_a_second_transfer_that_goes_back_before_it_is_sent_is_dropped(came_back, elena, later):
    outside(elena)
    cards.refund_by_hand(came_back, 700, elena)
    catch_up()
    later(minutes=1)

    assert transfers() == [(2400, "sent"), (700, "dropped")]
    assert held(came_back) == (0, 1700)
