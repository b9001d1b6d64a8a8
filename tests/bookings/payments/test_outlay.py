"""A fund line by line: what the book says, and nobody who could be found behind a line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Booking
from bookings.payments import carried, melting, outlay
from bookings.payments.outlay import Line
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.programme import funding

pytestmark = pytest.mark.django_db


@pytest.fixture
def do_one(book_one, elena, nadia, now_is):
    """do_one() is a booking that was done."""

    def make() -> Booking:
        booking = take(book_one(), "accept", Actor(elena))
        now_is(booking.ends_at + timedelta(minutes=5))
        return take(booking, "confirm", Actor(nadia))

    return make


@pytest.fixture
def book_one(subsidise, offer, nadia, wishes):
    """book_one() is a booking of which the fund carries half: 12 euros."""
    subsidise(percent=50)

    def make(**told) -> Booking:
        return lifecycle.ask(offer, Actor(nadia), wishes(**told))

    return make


def said(fund, month: date | None = None) -> list[Line]:
    return list(outlay.lines(fund, outlay.entered(fund, month)))


def moves(fund) -> list[tuple[str, int, int, int]]:
    """From the first to the last."""
    return [(line.what, line.cents, line.moved, line.left) for line in reversed(said(fund))]


def test_what_is_promised_and_not_needed_goes_and_comes_back(book_one, fund, nadia):
    take(book_one(), "withdraw", Actor(nadia))

    assert moves(fund) == [
        ("put_in", 10_000, 10_000, 10_000),
        ("promised", 1200, -1200, 8800),
        ("gone_back", 1200, 1200, 10_000),
    ]


def test_what_is_earned_was_promised_before_and_is_not_taken_twice(do_one, fund):
    do_one()

    assert moves(fund)[1:] == [("promised", 1200, -1200, 8800), ("earned", 1200, 0, 8800)]


def test_a_line_says_who_offers_and_what_and_names_nobody(book_one, fund, nadia, biagio):
    booking = book_one()

    line = said(fund)[0]

    told = replace(line, on=timezone.localdate())
    assert told == Line(timezone.localdate(), "promised", biagio.name, "Babysitting", "", 1200, -1200, 8800)
    words = " ".join(str(cell) for cell in line.cells)
    for secret in (nadia.given_name, nadia.family_name, booking.reference, booking.place.line):
        assert secret not in words


def test_a_neighbourhood_is_named_where_its_bookings_are_many(book_one, fund, aurora, monkeypatch):
    book_one()
    few = said(fund)[0].area
    monkeypatch.setattr(melting, "FEW", 1)

    assert (few, said(fund)[0].area) == ("", aurora.name)


def test_what_was_entered_by_hand_is_told_without_its_words(fund):
    elsewhere = book.account("organisation:0", Account.Kind.PROMISED)
    by_hand = book.post("share:7:kept:twice", {fund.account: -500, elsewhere: 500}, why="For Nadia, who asked twice")
    book.reverse(by_hand)

    assert moves(fund)[1:] == [("corrected", 500, -500, 9500), ("corrected", 500, 500, 10_000)]
    assert "Nadia" not in " ".join(line.happened for line in said(fund))


def test_what_others_earned_is_not_told_here(fund, programme, do_one, gianni):
    other = programme.funds.create(name={"en": "Another"})
    funding.put_aside(other, 500, gianni, "other")

    do_one()

    assert moves(other) == [("put_in", 500, 500, 500)]


def test_a_month_begins_with_what_was_left_before_it(book_one, fund, gianni, now_is):
    book_one()
    today, later = timezone.localdate(), timezone.now() + timedelta(days=45)
    now_is(later)
    funding.put_aside(fund, 100, gianni, "later")

    assert [(line.what, line.left) for line in said(fund, later.date())] == [("put_in", 8900)]
    assert [(line.what, line.left) for line in said(fund, today)] == [("promised", 8800), ("put_in", 10_000)]


def test_its_last_line_is_what_the_book_and_the_months_say(book_one, fund, nadia, left):
    take(book_one(), "withdraw", Actor(nadia))
    book_one()

    assert said(fund)[0].left == left() == melting.months(fund)[-1].left == 8800


def test_the_number_of_queries_does_not_grow_with_the_lines(book_one, fund, nadia):
    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            said(fund)
        return len(asked)

    take(book_one(), "withdraw", Actor(nadia))
    few = counted()
    for _again in range(2):
        take(book_one(), "withdraw", Actor(nadia))

    assert counted() == few


@pytest.mark.parametrize("cents", [500, None])
def test_what_is_given_back_by_hand_is_a_line_of_its_own_and_what_was_earned_stays_one(do_one, fund, elena, cents):
    booking = do_one()

    carried.give_back(booking.shares.get(source="fund"), cents, "It went wrong.", elena)

    given = cents or 1200
    assert moves(fund)[-2:] == [("earned", 1200, 0, 8800), ("given_back", given, given, 8800 + given)]
    assert {line.organisation for line in said(fund)[:2]} == {"Biagio"}
