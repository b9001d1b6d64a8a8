"""One card for all dates of a series: saved once, each date charged a week before it, forgotten with the last one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import series as plans
from bookings.models import Booking, Charge
from bookings.payments import checking, comparing, lasting, stripe_client
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from tests.lasting import DAY, HOUR, WEEK, at_quarter_past, card, charged, intents, methods, on
from tests.payments import GOOD, catch_up, charge_of, dates_of, fresh, save_card, stand

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def book_and_stripe_agree(db):
    """After each test: what bookings say, the book, and what Stripe holds are the same."""
    yield
    assert list(checking.differences()) == []
    assert list(comparing.differences()) == []


# --- saved once -----------------------------------------------------------------------------------------------------
def test_all_dates_wait_for_one_card_with_their_times_kept(weekly_card):
    series = weekly_card(at_once=True)

    assert stand(series) == [("paying", "awaiting")] * 4
    assert all(booking.holds.filter(active=True).exists() for booking in dates_of(series))
    session = Kept.objects.get(kind="checkout.session").data
    assert (session["mode"], series.cards.count()) == ("setup", 1)
    assert "Nothing is taken now" in session["custom_text"]["submit"]["message"]


def test_saved_each_date_is_booked_and_has_its_own_day(weekly_card):
    series = weekly_card(at_once=True)

    assert save_card(series) == "paid"

    assert (
        stand(series) == [("confirmed", "captured")] + [("confirmed", "saved")] * 3
        or stand(series)[1:] == [("confirmed", "saved")] * 3
    )
    assert (card(series).status, card(series).label) == ("saved", "visa 4242")
    later = dates_of(series)[2:]
    assert [charge_of(booking).charge_at for booking in later] == [booking.starts_at - WEEK for booking in later]


def test_each_is_charged_by_itself_a_week_before(weekly_card, now_is):
    series = weekly_card(at_once=True)
    save_card(series)
    while take_due():
        catch_up()
    assert stand(series) == [("confirmed", "captured")] + [("confirmed", "saved")] * 3  # the first is near

    third = charged(series, 2, now_is)

    assert charge_of(third).status == "captured"
    assert stand(series)[3] == ("confirmed", "saved")
    assert [intent["amount_received"] for intent in intents()] == [2400] * 3


def test_on_request_nothing_is_charged_before_the_yes(weekly_card, elena):
    series = weekly_card()
    save_card(series)
    while take_due():
        catch_up()
    assert stand(series) == [("asked", "saved")] * 4

    plans.take_each(series, "accept", Actor(elena), plans.ALL, series.first)
    while take_due():
        catch_up()

    assert stand(series) == [("confirmed", "captured")] + [("confirmed", "saved")] * 3


def test_not_saved_in_a_quarter_of_an_hour_no_date_is_booked_and_no_later_one_asked_for(weekly_card, now_is):
    series = weekly_card(at_once=True, horizon_days=10)
    assert [status for status, _charge in stand(series)] == ["paying"] * 2

    at_quarter_past(now_is)

    assert stand(series) == [("expired", "released")] * 2
    assert not Booking.objects.filter(holds__active=True).exists()
    assert card(series).status == "lapsed"
    assert Kept.objects.get(kind="checkout.session").data["status"] == "expired"
    assert fresh(series).planned() == []
    told = dates_of(series)[0].changes.get(step="not_paid")
    assert "time is free again" in dates_of(series)[0].line(told, "customer")


def test_saved_too_late_it_is_forgotten(weekly_card, now_is):
    series = weekly_card(at_once=True)
    now_is(timezone.now() + timedelta(minutes=16))
    page = lasting.page_of(series)
    take_due()  # the dates are over; nothing was told to Stripe yet

    assert acting.pay(page.session_id, GOOD) == "paid"
    catch_up()

    assert stand(series) == [("expired", "released")] * 4
    assert (card(series).status, methods()) == ("forgotten", [None])


def test_to_leave_one_date_leaves_the_others(weekly_card, nadia):
    series = weekly_card(at_once=True)
    take(dates_of(series)[1], "leave", Actor(nadia))
    catch_up()

    save_card(series)

    assert [status for status, _charge in stand(series)] == ["confirmed", "cancelled", "confirmed", "confirmed"]


def test_a_page_that_stripe_refuses_to_open_ends_it_at_once(weekly_card, monkeypatch):
    def refuse(*args):
        raise stripe_client.Declined("invalid_request")

    monkeypatch.setattr(stripe_client, "open_session", refuse)

    series = weekly_card(at_once=True)

    assert stand(series) == [("expired", "released")] * 4
    assert card(series).status == "lapsed"


# --- when something ends --------------------------------------------------------------------------------------------
def test_a_date_that_is_cancelled_is_not_charged_and_the_others_are(weekly_card, nadia, now_is):
    series = weekly_card(at_once=True)
    save_card(series)
    fourth = dates_of(series)[3]

    take(dates_of(series)[2], "cancel", Actor(nadia))
    catch_up()
    charged(series, 3, now_is)

    assert charge_of(dates_of(series)[2]).status == "released"
    assert charge_of(fourth).status == "captured"
    assert sum(intent["amount_received"] for intent in intents()) == 3 * 2400


def test_a_late_cancellation_charges_what_its_terms_keep(weekly_card, half_kept, nadia, now_is):
    series = weekly_card(policy=half_kept, days=20, at_once=True, weeks=2)
    save_card(series)
    first = dates_of(series)[0]
    Charge.objects.filter(booking=first).update(charge_at=None)  # not charged yet: the bank was away for a week
    now_is(first.starts_at - HOUR)

    take(fresh(first), "cancel", Actor(nadia))
    catch_up()

    assert (charge_of(first).status, charge_of(first).captured_cents) == ("captured", 1200)


def test_the_last_date_that_is_charged_lets_the_card_be_forgotten(weekly_card, now_is):
    series = weekly_card(at_once=True)
    save_card(series)
    charged(series, 2, now_is)
    assert methods() != [None]

    charged(series, 3, now_is)

    assert (card(series).status, methods()) == ("forgotten", [None])


def test_to_end_the_series_lets_every_charge_go_and_the_card_be_forgotten(weekly_card, nadia):
    series = weekly_card(days=20)
    save_card(series)

    plans.out_of(series, Actor(nadia), plans.ALL, series.first)
    catch_up()

    assert stand(series) == [("cancelled", "released")] * 4
    assert (card(series).status, methods(), intents()) == ("forgotten", [None], [])


def test_to_end_only_what_would_be_asked_for_later_forgets_it_after_the_last_charge(weekly_card, nadia, now_is):
    series = weekly_card(at_once=True, horizon_days=10)
    save_card(series)
    on(timezone.now() + DAY, now_is)
    on(dates_of(series)[1].starts_at - WEEK + HOUR, now_is)
    assert [charge for _status, charge in stand(series)] == ["captured"] * 2
    assert card(series).status == "saved"  # two dates are still to be asked for

    plans.out_of(series, Actor(nadia), plans.ONWARD, series.first + 2 * WEEK)
    catch_up()

    assert (card(series).status, methods()) == ("forgotten", [None])


def test_a_date_that_moves_takes_the_day_of_its_charge_with_it(weekly_card, nadia):
    series = weekly_card(at_once=True)
    save_card(series)
    third = dates_of(series)[2]

    take(third, "move", Actor(nadia), {"time": third.starts_at + 2 * HOUR})

    assert charge_of(third).charge_at == third.starts_at + 2 * HOUR - WEEK
