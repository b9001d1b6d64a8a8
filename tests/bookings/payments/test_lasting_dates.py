"""The card of a series: for dates that come later, when the bank says no, and another one instead."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from bookings import series as plans
from bookings.models import SavedCard
from bookings.models.series import Rule
from bookings.payments import checking, comparing, lasting, reconciling
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.lives.engine import Actor
from marketplace.lives.tasks import take_due
from marketplace.refusals import Refused
from services import availability
from services.models import Resource
from tests.lasting import DAY, HOUR, WEEK, card, charged, intents, methods, on
from tests.payments import (
    ASKS,
    GOOD,
    SAVES,
    catch_up,
    charge_of,
    dates_of,
    fresh,
    pay,
    save_card,
    stand,
    turn,
    work_once,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def book_and_stripe_agree(db):
    """After each test: what bookings say, the book, and what Stripe holds are the same."""
    yield
    assert list(checking.differences()) == []
    assert list(comparing.differences()) == []


# --- dates that come later ------------------------------------------------------------------------------------------
@pytest.fixture
def night(now_is):
    def pass_by(series, days):
        on(timezone.now() + timedelta(days=days), now_is)
        availability.write_out(Resource.objects.get())
        asked = plans.extend(series.pk)
        catch_up()
        return asked

    return pass_by


def test_what_is_asked_for_as_its_time_comes_is_on_the_card_at_once(weekly_card, night):
    series = weekly_card(at_once=True, horizon_days=10)
    save_card(series)

    assert night(series, 7) == 1

    assert stand(series)[2] == ("confirmed", "saved")
    assert series.cards.count() == 1


def test_later_dates_without_a_saved_card_are_paid_on_a_page_of_their_own(weekly_card, night):
    series = weekly_card(at_once=True, horizon_days=10)
    save_card(series)
    SavedCard.objects.update(wanted=False)  # as if it had been forgotten

    night(series, 7)

    third = dates_of(series)[2]
    assert (third.status, charge_of(third).status) == ("confirmed", "open")
    assert charge_of(third).until


def test_a_later_end_uses_the_card_that_is_saved(weekly_card, nadia):
    series = weekly_card(at_once=True)
    save_card(series)

    plans.prolong(series, Actor(nadia), series.last + WEEK)
    catch_up()

    assert stand(series)[4] == ("confirmed", "saved")


def test_a_later_end_after_the_card_was_forgotten_asks_for_one_anew(weekly_card, nadia, now_is):
    series = weekly_card(at_once=True)
    save_card(series)
    charged(series, 3, now_is)

    plans.prolong(series, Actor(nadia), series.last + WEEK)
    catch_up()
    assert stand(series)[4] == ("paying", "awaiting")
    save_card(series)

    assert stand(series)[4] == ("confirmed", "saved")
    assert series.cards.count() == 2


def test_what_a_desk_asks_for_is_paid_on_site(make_offer, takes_cards, elena, known, words):
    first = timezone.localdate() + timedelta(days=2)
    rule = Rule(first, first + WEEK, time(10), 120)

    series = plans.ask(make_offer(), Actor(elena, acting_for=known), rule, words | {"pay_by": "card"})

    assert not series.by_card
    assert [(booking.by_card, booking.status) for booking in dates_of(series)] == [(False, "asked")] * 2
    assert not SavedCard.objects.exists()


# --- the bank says no -----------------------------------------------------------------------------------------------
def test_when_the_bank_asks_for_her_a_page_is_open_on_that_date_and_the_others_go_on(weekly_card, now_is):
    series = weekly_card(days=20, at_once=True)
    save_card(series, ASKS)

    first = charged(series, 0, now_is)

    charge = charge_of(first)
    assert (charge.status, bool(charge.page)) == ("open", True)
    assert charge.until - timezone.now() <= 4 * DAY
    assert "The bank did not let us" in charge.line(charge.changes.get(step="refused"), "customer")
    assert stand(series)[1:] == [("confirmed", "saved")] * 3


def test_a_card_given_there_pays_the_later_dates_too(weekly_card, now_is):
    series = weekly_card(days=20, at_once=True)
    save_card(series, SAVES)
    first = charged(series, 0, now_is)
    old = card(series)
    session = Kept.objects.filter(kind="checkout.session").latest("pk").data
    assert "later dates" in session["custom_text"]["submit"]["message"]

    assert pay(first, GOOD) == "paid"
    catch_up()
    charged(series, 1, now_is)

    assert [charge for _status, charge in stand(series)] == ["captured", "captured", "saved", "saved"]
    assert fresh(old).status == "forgotten"
    assert (card(series).label, card(series).status) == ("visa 4242", "saved")
    assert [owner is None for owner in methods()] == [True, False]


def test_a_page_for_the_last_date_keeps_no_card(weekly_card, now_is):
    series = weekly_card(weeks=2, days=20, at_once=True)
    save_card(series, SAVES)
    charged(series, 0, now_is)
    second = charged(series, 1, now_is)

    assert pay(second, GOOD) == "paid"
    catch_up()

    assert charge_of(second).status == "captured"
    assert series.cards.count() == 1


def test_not_paid_there_either_this_date_is_paid_on_site_and_both_are_told(weekly_card, now_is):
    series = weekly_card(days=20, at_once=True)
    save_card(series, SAVES)
    first = charged(series, 0, now_is)

    on(timezone.now() + 4 * DAY + HOUR, now_is)

    charge = charge_of(first)
    assert (fresh(first).status, charge.status) == ("confirmed", "released")
    assert set(charge.table.steps["too_late"].told) == {"customer", "provider"}
    assert charge.changes.filter(step="too_late").exists()


# --- another card ---------------------------------------------------------------------------------------------------
def test_another_card_is_charged_from_then_on_and_the_old_one_forgotten(weekly_card, nadia, now_is):
    series = weekly_card(days=20, at_once=True)
    save_card(series, SAVES)
    old = card(series)

    lasting.another(series, nadia)
    catch_up()
    assert stand(series) == [("confirmed", "saved")] * 4
    assert save_card(series) == "paid"
    charged(series, 0, now_is)

    assert charge_of(dates_of(series)[0]).status == "captured"
    assert fresh(old).status == "forgotten"
    assert lasting.card_of(series) == card(series) != old


def test_another_card_is_asked_for_once(weekly_card, nadia):
    series = weekly_card(days=20, at_once=True)
    save_card(series)

    one = lasting.another(series, nadia)

    assert lasting.another(series, nadia) == one


def test_a_page_for_another_card_that_is_abandoned_changes_nothing(weekly_card, nadia):
    series = weekly_card(days=20, at_once=True)
    save_card(series)
    other = lasting.another(series, nadia)
    catch_up()

    acting.expire_session({}, fresh(other).session_id)
    catch_up()

    assert fresh(other).status == "lapsed"
    assert stand(series) == [("confirmed", "saved")] * 4
    assert lasting.card_of(series).status == "saved"


def test_nobody_else_gives_another_card_and_none_where_none_is_needed(weekly_card, nadia, elena):
    series = weekly_card(days=20, at_once=True)
    save_card(series)

    with pytest.raises(Refused, match="Only whoever booked it"):
        lasting.another(series, elena)
    plans.out_of(series, Actor(nadia), plans.ALL, series.first)
    catch_up()
    with pytest.raises(Refused, match="needs a card"):
        lasting.another(series, nadia)


def test_what_was_tried_with_the_old_card_is_found_there_again(weekly_card, nadia, now_is):
    """An answer that was lost is looked for at the customer it was asked of: else it would be taken twice."""
    series = weekly_card(days=20, at_once=True)
    save_card(series)
    first = dates_of(series)[0]
    now_is(first.starts_at - WEEK + HOUR)
    take_due()
    turn(slow=100)
    work_once()
    turn()
    assert charge_of(first).status == "unknown"

    lasting.another(series, nadia)
    catch_up()
    save_card(series)
    reconciling.reconcile()
    catch_up()

    assert charge_of(first).status == "captured"
    assert [intent["amount_received"] for intent in intents() if intent["metadata"]["attempt"]] == [2400]
    assert [fresh(one).status for one in series.cards.order_by("pk")] == ["forgotten", "saved"]
