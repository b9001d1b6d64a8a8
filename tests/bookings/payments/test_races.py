"""Two who ask at the same moment do not spend the last euro of a fund twice."""

import pytest
from django.db import transaction

from bookings import lifecycle
from bookings.models import Booking, Receipt, Share
from bookings.payments import shares
from marketplace.ledger import book, checking
from marketplace.lives.engine import Actor
from services.models import Resource
from tests.racing import at_once
from tests.removals import open_every_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(make_offer, subsidise, person, biagio):
    """Six residents, each with an offer and a worker of their own, so that only the fund is wanted by all of them."""
    subsidise(percent=100)
    offers = [make_offer(f"Babysitter {number}", at_once=True, price="fixed", price_cents=4000) for number in range(6)]
    for number, offer in enumerate(offers):
        offer.resources.set([open_every_day(Resource.objects.create(organisation=biagio, name=f"Worker {number}"))])
    return [(offer, person(f"Resident{number}")) for number, offer in enumerate(offers)]


def test_of_six_who_ask_at_once_the_fund_carries_what_it_has(crowd, wishes, fund, left):
    """A hundred euros carry forty, forty and twenty; the others pay themselves."""
    asked = at_once(*[
        lambda offer=offer, user=user: lifecycle.ask(offer, Actor(user), wishes()) for offer, user in crowd
    ])  # fmt: skip

    carried = [sum(share.cents for share in booking.shares.filter(source="fund")) for booking in asked]
    assert sorted(carried) == [0, 0, 0, 2000, 4000, 4000]
    assert left() == 0
    assert list(checking.differences()) == []


def test_whoever_was_shown_a_part_that_is_gone_meanwhile_is_asked_again(crowd, wishes, fund, left):
    asked = at_once(*[
        lambda offer=offer, user=user: lifecycle.ask(offer, Actor(user), wishes(own_seen=0)) for offer, user in crowd
    ])  # fmt: skip

    assert sum(isinstance(result, Booking) for result in asked) == Booking.objects.count() == 2
    assert left() == 2000
    assert book.balance(fund.account) == 2000


def test_one_person_does_not_have_more_than_her_part_from_two_windows(crowd, wishes, fund, left, nadia):
    fund.subsidies.update(most_cents=5000)

    asked = at_once(*[lambda offer=offer: lifecycle.ask(offer, Actor(nadia), wishes()) for offer, _user in crowd[:3]])

    assert sum(share.cents for booking in asked for share in booking.shares.filter(source="fund")) == 5000
    assert left() == 5000


def test_receipts_that_are_given_at_once_have_numbers_one_after_the_other(crowd, wishes, elena):
    """Each is paid twice at the same moment, as from two windows."""
    bookings = [lifecycle.ask(offer, Actor(user), wishes()) for offer, user in crowd]
    for booking in bookings:
        with transaction.atomic():
            shares.keep(booking, booking.price_cents, why="Kept")
    due = Share.objects.filter(source="on_site", kept_cents__gt=0)

    at_once(*[lambda share=share: shares.pay(share, elena) for share in due for _window in range(2)])

    given = Receipt.objects.values_list("number", "share")
    assert sorted(number for number, _share in given) == list(range(1, len(due) + 1))
    assert {share for _number, share in given} == {share.pk for share in due}
