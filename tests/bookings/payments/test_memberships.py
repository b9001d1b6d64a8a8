"""A membership: what takes place within its year is carried, all of it or so many times; then it is over."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from bookings import lifecycle, tasks
from bookings.models import Sale
from bookings.payments import bundles, checking, shares
from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry
from marketplace.lives.engine import Actor, take
from services.models import Bundle
from tests.folding import each
from tests.racing import at_once

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def sell(membership, known, elena):
    """sell(10, ends_in=3) is a year of ten services of which three days are left."""

    def make(services=None, ends_in=None):
        sale = bundles.sell(membership(services), known, elena)
        if ends_in is not None:
            last = timezone.localdate(timezone=ROME) + timedelta(days=ends_in)
            Sale.objects.filter(pk=sale.pk).update(first_day=last - timedelta(days=365), last_day=last)
            sale.refresh_from_db()
        return sale

    return make


def left(sale):
    return book.balance(bundles.held(sale))


def source(booking):
    return booking.shares.get().source


def ask(offer, person, wishes, slot, days):
    start, end = slot(days=days)
    return lifecycle.ask(offer, Actor(person), wishes(starts_at=start, ends_at=end))


def over(sale):
    return Entry.objects.filter(key__startswith=f"{sale.topic}:over:")


@each(
    ("bought", "last"),
    [
        (datetime(2043, 11, 28, 12, tzinfo=ROME), date(2044, 11, 28)),
        (datetime(2044, 2, 29, 12, tzinfo=ROME), date(2045, 2, 28)),
        (datetime(2043, 2, 28, 12, tzinfo=ROME), date(2044, 2, 28)),
        (datetime(2044, 1, 1, 0, 30, tzinfo=ROME), date(2045, 1, 1)),
        (datetime(2043, 12, 31, 23, 30, tzinfo=ROME), date(2044, 12, 31)),
    ],
)  # years ahead: the desk's roles begin on the day of the test
def test_it_lasts_until_the_same_day_of_the_next_year_on_the_clock_of_the_place(sell, now_is, bought, last):
    now_is(bought)

    sale = sell()

    assert (sale.first_day, sale.last_day) == (bought.date(), last)


def test_it_carries_whatever_takes_place_in_its_year_and_nothing_after(sell, sitting, nadia, wishes, slot):
    sale = sell(ends_in=3)

    last, after = (ask(sitting, nadia, wishes, slot, days) for days in (3, 4))

    assert (source(last), source(after)) == ("bundle", "on_site")
    assert last.shares.get().sale == sale
    assert list(checking.differences()) == []


def test_without_a_number_a_service_is_given_out_for_each_use_and_the_book_says_so(sell, sitting, nadia, wishes, slot):
    sale = sell()

    booked = [ask(sitting, nadia, wishes, slot, days) for days in (2, 3, 4)]

    assert [source(booking) for booking in booked] == ["bundle"] * 3
    assert left(sale) == 0
    about = [line.posting.entry.about for line in book.statement(sale.account)]
    assert about == [booking.topic for booking in reversed(booked) for _in_and_out in range(2)]
    assert book.balance(book.account(sale.bundle.organisation.topic, Account.Kind.ISSUED, sale.bundle.currency)) == -3
    assert list(checking.differences()) == []


def test_what_came_back_is_used_before_another_is_given_out(sell, sitting, nadia, wishes, slot):
    sale = sell()
    take(ask(sitting, nadia, wishes, slot, 2), "cancel", Actor(nadia))
    came_back = left(sale)

    ask(sitting, nadia, wishes, slot, 3)

    assert (came_back, left(sale)) == (1, 0)
    assert Entry.objects.filter(key__endswith=":given").count() == 1


def test_with_a_number_it_carries_no_more_than_that(sell, sitting, nadia, wishes, slot):
    sell(2)

    booked = [ask(sitting, nadia, wishes, slot, days) for days in (2, 3, 4)]

    assert [source(booking) for booking in booked] == ["bundle", "bundle", "on_site"]
    assert list(checking.differences()) == []


def test_what_ends_first_is_used_first(sell, sitting, nadia, elena, biagio, wishes, slot):
    six = bundles.sell(bundles.write(biagio, elena, 6, 9900, [sitting]), nadia, elena)
    year = sell(2)

    ask(sitting, nadia, wishes, slot, 2)

    assert (left(six), left(year)) == (6, 1)


def test_what_is_left_is_taken_back_once_when_the_year_is_over(sell, now_is):
    sale = sell(10)
    now_is(datetime.combine(sale.last_day, datetime.min.time(), ROME) + timedelta(hours=23, minutes=59))
    bundles.end_years()
    on_the_last_day = left(sale)
    now_is(datetime.combine(sale.last_day + timedelta(days=1), datetime.min.time(), ROME) + timedelta(minutes=1))

    tasks.end_years(0)
    tasks.end_years(0)

    assert (on_the_last_day, left(sale)) == (10, 0)
    assert [entry.reason for entry in over(sale)] == ["Not used when the year was over"]
    assert book.balance(book.account(sale.bundle.organisation.topic, Account.Kind.ISSUED, sale.bundle.currency)) == 0
    assert list(checking.differences()) == []


def test_what_comes_back_after_the_end_is_taken_back_the_night_after(sell, sitting, nadia, wishes, slot, now_is):
    sale = sell(10, ends_in=2)
    booking = ask(sitting, nadia, wishes, slot, 2)
    now_is(datetime.combine(sale.last_day, datetime.min.time(), ROME) + timedelta(days=1, hours=3))
    bundles.end_years()
    shares.keep(booking, 0, "Nobody was there")

    bundles.end_years()

    assert left(sale) == 0
    assert sorted(abs(entry.lines()[sale.account]) for entry in over(sale)) == [1, 9]
    assert list(checking.differences()) == []


def test_another_year_is_another_sale_with_its_own_services(sell, elena, nadia):
    sale = sell(10)

    again = bundles.sell(sale.bundle, nadia, elena)

    assert (left(sale), left(again)) == (10, 10)
    assert sale.account != again.account


def test_a_booking_that_it_carries_is_not_moved_out_of_its_year(sell, sitting, nadia, wishes, slot):
    sell(ends_in=3)
    booking = ask(sitting, nadia, wishes, slot, 3)
    start, _end = slot(days=4)

    with pytest.raises(ValidationError, match="Your membership carries it, until"):
        take(booking, "move", Actor(nadia), {"time": start.isoformat()})

    booking.refresh_from_db()
    assert booking.moved == 0


@each("services", [0, -1, 367])
def test_a_number_that_cannot_be_is_refused(membership, services):
    with pytest.raises(ValidationError) as error:
        membership(services)

    assert "services" in error.value.message_dict


@each(("yearly", "services"), [(False, None), (False, 10), (True, 367), (True, 0)])
def test_the_database_keeps_what_a_bundle_can_be(membership, yearly, services):
    bundle = membership(10)

    with pytest.raises(IntegrityError), transaction.atomic():
        Bundle.objects.filter(pk=bundle.pk).update(yearly=yearly, services=services)


def test_the_database_keeps_a_year_whole(sell):
    sale = sell()

    for wrong in ({"first_day": None}, {"last_day": sale.first_day}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sale.objects.filter(pk=sale.pk).update(**wrong)


def test_the_book_is_compared_with_what_was_sold(sell):
    sale = sell(10)
    Bundle.objects.filter(pk=sale.bundle_id).update(services=11)
    bundles.move(sale, "over:1", -1, bundles.OVER)

    assert list(checking.differences()) == [
        f"The book should have 11 of sale:{sale.pk}:services, and has 10.",
        f"Entry sale:{sale.pk}:over:1 takes back what is good until {sale.last_day}.",
    ]


@pytest.mark.django_db(transaction=True)
def test_the_last_service_of_the_year_is_not_spent_in_two_tabs(sell, sitting, nadia, wishes, slot):
    sale = sell(1)

    asked = at_once(*[lambda days=days: ask(sitting, nadia, wishes, slot, days) for days in (2, 3)])

    assert sorted(source(booking) for booking in asked) == ["bundle", "on_site"]
    assert left(sale) == 0


@pytest.mark.django_db(transaction=True)
def test_in_two_tabs_a_membership_without_a_number_gives_out_one_each(sell, sitting, nadia, wishes, slot):
    sale = sell()

    asked = at_once(*[lambda days=days: ask(sitting, nadia, wishes, slot, days) for days in (2, 3, 4)])

    assert [source(booking) for booking in asked] == ["bundle"] * 3
    assert left(sale) == 0
    assert list(checking.differences()) == []
