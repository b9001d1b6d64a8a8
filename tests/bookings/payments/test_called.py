"""A card for what is agreed before it is paid: a place from the waiting list is paid on a page, for a while."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking, Charge, PayoutAccount
from bookings.payments import checking
from bookings.payments.standin.models import Kept
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from tests.bookings.payments.test_later import on as clock_at
from tests.payments import FAR, REFUSED, catch_up, charge_of, fresh, pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(takes_cards, on, come, nadia, dora, run_tasks):
    """Dora waited for a place at the dinner, 5 euros, and wants to pay by card; now there is one for her."""

    def make(days: int = 6, pay_by: str = "card") -> Booking:
        full = come(nadia, on(days=days, seats=1))
        waits = come(dora, full.enrolment.occasion, wait=True, pay_by=pay_by)
        take(full, "cancel", Actor(nadia))
        run_tasks()
        return fresh(waits)

    return make


@pytest.fixture
def called(invited, dora):
    """She has taken it."""

    def make(**told) -> Booking:
        booking = take(invited(**told), "come", Actor(dora))
        catch_up()
        return fresh(booking)

    return make


def on_site(booking: Booking) -> int:
    return book.balance(book.account(booking.organisation.topic, Account.Kind.ON_SITE))


def test_whoever_waits_pays_nothing_before_there_is_a_place(invited):
    booking = invited()

    assert (booking.status, booking.by_card) == ("invited", True)
    assert not Charge.objects.exists()


def test_the_place_is_hers_at_once_and_a_page_is_open_for_four_days(called):
    booking = called()

    charge = charge_of(booking)
    assert (booking.status, charge.status, charge.cents) == ("confirmed", "open", 500)
    assert abs(charge.until - timezone.now() - timedelta(days=4)) < timedelta(minutes=1)
    assert "customer" in charge.table.steps["call"].told
    assert "pay €5 there by card" in charge.line(charge.changes.get(step="call"), "customer")


def test_no_page_outlasts_the_start(called):
    booking = called(days=2)

    assert charge_of(booking).until == booking.starts_at


def test_what_she_pays_there_is_taken_at_once(called):
    booking = called()
    assert pay(booking, REFUSED) == "card_declined"

    pay(booking)
    catch_up()

    assert (charge_of(booking).status, fresh(booking).status) == ("captured", "confirmed")
    assert book.balance(book.account(booking.customer, Account.Kind.CARD)) == -500


def test_not_paid_in_time_it_is_paid_on_site(called, now_is):
    booking = called()

    clock_at(charge_of(booking).until + timedelta(minutes=1), now_is)
    assert (charge_of(booking).status, fresh(booking).status) == ("released", "confirmed")
    assert pay(booking) == "session_over"
    for days in (1, 2, 3):
        clock_at(booking.ends_at + timedelta(days=days), now_is)

    assert (fresh(booking).status, on_site(booking)) == ("done", 500)
    assert list(checking.differences()) == []
    assert not clock.overdue().exists()


def test_cancelled_before_it_is_paid_the_page_is_closed(called, dora):
    booking = called()

    take(booking, "cancel", Actor(dora), {"cause": "plans"})
    catch_up()

    assert charge_of(booking).status == "released"
    assert Kept.objects.get(kind="checkout.session").data["status"] == "expired"


def test_cancelled_after_it_is_paid_it_goes_back(called, dora):
    booking = called()
    pay(booking)
    catch_up()

    take(fresh(booking), "cancel", Actor(dora), {"cause": "plans"})
    catch_up()

    assert book.balance(book.account(booking.customer, Account.Kind.CARD)) == 0


def test_whoever_pays_on_site_has_no_page(called):
    booking = called(pay_by="on_site")

    assert not Charge.objects.exists()
    assert booking.shares.get().source == "on_site"


def test_where_no_cards_are_taken_any_more_it_is_paid_on_site(invited, dora, now_is):
    booking = invited()
    PayoutAccount.objects.update(ready=False)

    take(booking, "come", Actor(dora))
    for days in (1, 2, 3):
        clock_at(booking.ends_at + timedelta(days=days), now_is)

    assert not Charge.objects.exists()
    assert on_site(booking) == 500


def test_for_a_date_that_is_far_away_the_card_is_saved_there(called, now_is):
    booking = called(days=FAR)
    pay(booking)
    catch_up()
    assert (charge_of(booking).status, charge_of(booking).until) == ("saved", None)

    clock_at(booking.starts_at - timedelta(days=7), now_is)

    assert charge_of(booking).status == "captured"


def test_page_and_api_lead_there_and_nobody_else(client, called, dora, nadia, django_assert_max_num_queries):
    booking = called()
    client.cookies["language"] = "en"
    client.force_login(dora)

    with django_assert_max_num_queries(38):
        page = client.get(booking.get_absolute_url()).content.decode()
    assert "You can pay by card until" in page
    assert "Pay €5" in page
    told = client.get(reverse("api_bookings-detail", args=[booking.pk])).json()
    assert told["pay_at"] == charge_of(booking).page
    assert client.post(reverse("pay", args=[booking.pk])).url == charge_of(booking).page

    client.force_login(nadia)
    assert client.post(reverse("pay", args=[booking.pk])).status_code == 404
    assert client.get(reverse("api_bookings-detail", args=[booking.pk])).status_code == 404
