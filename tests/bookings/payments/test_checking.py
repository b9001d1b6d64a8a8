"""What the book and the bookings do not say alike is found, and nothing is found where they do."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bookings import lifecycle
from bookings.models import Booking, Charge
from bookings.payments import checking
from bookings.tasks import SharesDiffer, check_shares
from marketplace.ledger import book
from marketplace.lives.engine import Actor, take
from tests.payments import catch_up, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(subsidise, make_offer, nadia, wishes, now_is):
    """Two hours for 24 euros, half of them the City's, done."""
    subsidise(percent=50)
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())
    now_is(booking.ends_at + timedelta(minutes=5))
    return take(booking, "confirm", Actor(nadia))


def test_where_all_say_the_same_there_is_no_difference(done, booking):
    assert list(checking.differences()) == []
    check_shares(0)


def test_what_was_given_back_in_part_is_no_difference(subsidise, booked, nadia, now_is):
    now_is(booked.starts_at - timedelta(hours=3))

    take(booked, "cancel", Actor(nadia))

    assert list(checking.differences()) == []


def test_each_difference_is_a_line(done, booking):
    _carried, own = done.shares.order_by("pk")
    Booking.objects.filter(pk=booking.pk).update(price_cents=2500)
    done.shares.filter(pk=own.pk).update(kept_cents=1100, owed_cents=1100)
    printed = StringIO()

    with pytest.raises(CommandError, match="2 differences"):
        call_command("check_book", stdout=printed)

    assert printed.getvalue().splitlines() == [
        f"Booking {booking.reference} costs 2500, and its shares come to 2400.",
        f"Share {own.pk} should have kept 1100, and the book has 1200.",
    ]


def test_what_nobody_entered_and_what_nobody_asked_for_are_found(booking, fund, nadia):
    share = booking.shares.get()
    book.post(f"share:{share.pk + 1}:kept", {fund.account: -5, book.account(nadia, "on_site"): 5}, why="By hand")
    booking.shares.update(kept_cents=2400, owed_cents=2400)

    with pytest.raises(SharesDiffer) as found:
        check_shares(0)

    assert str(found.value).splitlines() == [
        f"Share {share.pk} should have kept 2400, and the book has 0.",
        f"Share {share.pk + 1} should have kept 0, and the book has 5.",
    ]


def test_what_was_done_before_there_were_shares_stands_under_its_booking(booking, nadia, biagio):
    lines = {book.account(nadia, "on_site"): -2400, book.account(biagio.topic, "on_site"): 2400}
    book.post(f"{booking.topic}:due", lines, why="Due on site", about=booking.topic)
    booking.shares.update(kept_cents=2400, owed_cents=2400)

    assert list(checking.differences()) == []


def test_what_a_card_paid_and_the_book_does_not_know_is_found(paying):
    booking = paying(at_once=True)
    pay(booking)
    catch_up()
    assert list(checking.differences()) == []

    Charge.objects.filter(booking=booking).update(captured_cents=2000)

    charge = Charge.objects.get()
    assert list(checking.differences()) == [f"The book should have 2000 of {charge.topic}:captured, and has 2400."]
