"""The card of a series when something goes wrong: answers that are lost, kills, races, webhooks that never come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import series as plans
from bookings.models import SavedCard
from bookings.payments import checking, comparing, following, lasting, reconciling, saving, stripe_client, talking
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from tests.lasting import HOUR, WEEK, card, charged, intents, methods
from tests.payments import (
    GOOD,
    SAVES,
    catch_up,
    charge_of,
    dates_of,
    do,
    fresh,
    jobs,
    pay,
    save_card,
    stand,
    turn,
    work_once,
)

pytestmark = pytest.mark.django_db
SESSIONS = Kept.objects.filter(kind="checkout.session")


@pytest.fixture(autouse=True)
def book_and_stripe_agree(db):
    yield
    turn()
    assert list(checking.differences()) == []
    assert list(comparing.differences()) == []


def die(*args, **fields):
    return 1 / 0


@pytest.mark.parametrize("fault", ["away", "slow", "broken"])
def test_a_page_whose_answer_does_not_come_is_asked_for_again(weekly_card, fault):
    turn(**{fault: 100})
    series = weekly_card(weeks=2, at_once=True, work=work_once)
    assert card(series).status == "unknown"

    turn()
    reconciling.reconcile()
    catch_up()

    assert card(series).status == "open"
    assert save_card(series) == "paid"
    assert [status for status, _charge in stand(series)] == ["confirmed"] * 2
    assert series.cards.count() == 1


@pytest.mark.parametrize("fault", ["away", "slow", "broken"])
def test_what_is_to_be_forgotten_is_forgotten_when_stripe_is_back(weekly_card, nadia, fault):
    series = weekly_card(days=20)
    save_card(series)
    plans.out_of(series, Actor(nadia), plans.ALL, series.first)
    turn(**{fault: 100})
    for _time in range(3):
        work_once()

    turn()
    reconciling.reconcile()
    catch_up()

    assert (card(series).status, methods()) == ("forgotten", [None])
    assert stand(series) == [("cancelled", "released")] * 4


def test_a_kill_after_the_page_was_opened_opens_no_second_one(weekly_card, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(saving, "forward", die)
        with pytest.raises(ZeroDivisionError):
            weekly_card(weeks=2, at_once=True)
    assert SESSIONS.count() == 1

    catch_up()

    series = SavedCard.objects.get().series
    assert (SESSIONS.count(), card(series).status) == (1, "open")


def test_a_kill_while_the_dates_go_on_leaves_none_behind(weekly_card, monkeypatch):
    series = weekly_card(weeks=3, at_once=True)
    acting.pay(lasting.page_of(series).session_id, GOOD)
    real, calls = following.follow_save, []

    def die_at_the_second(charge):
        calls.append(charge)
        return real(charge) if len(calls) < 2 else die()

    with monkeypatch.context() as patch:
        patch.setattr(following, "follow_save", die_at_the_second)
        with pytest.raises(ZeroDivisionError):
            catch_up()
    assert stand(series) == [("paying", "awaiting")] * 3

    catch_up()

    assert [status for status, _charge in stand(series)] == ["confirmed"] * 3


def test_a_kill_after_stripes_yes_charges_no_date_twice(weekly_card, now_is, monkeypatch):
    series = weekly_card(days=20, at_once=True)
    save_card(series)
    first = dates_of(series)[0]
    now_is(first.starts_at - WEEK + HOUR)
    take_due()
    with monkeypatch.context() as patch:
        patch.setattr(talking.truth, "forward", die)
        with pytest.raises(ZeroDivisionError):
            talking.work(charge_of(first).pk)
    assert (charge_of(first).status, len(intents())) == ("charging", 1)

    catch_up()

    assert charge_of(first).status == "captured"
    assert len(intents()) == 1


def test_a_kill_after_the_card_was_forgotten_ends_it_all_the_same(weekly_card, nadia, monkeypatch):
    series = weekly_card(days=20)
    save_card(series)
    plans.out_of(series, Actor(nadia), plans.ALL, series.first)
    real = saving.forward

    def die_at_the_end(one, name, **fields):
        return die() if name == "forgotten" else real(one, name, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(saving, "forward", die_at_the_end)
        with pytest.raises(ZeroDivisionError):
            catch_up()
    assert methods() == [None]

    catch_up()

    assert card(series).status == "forgotten"


def test_a_kill_between_a_new_card_and_the_date_it_paid_keeps_it_once(weekly_card, now_is, monkeypatch):
    series = weekly_card(days=20, at_once=True)
    save_card(series, SAVES)
    first = charged(series, 0, now_is)
    assert pay(first, GOOD) == "paid"
    with monkeypatch.context() as patch:
        patch.setattr("bookings.payments.looking.see", die)
        with pytest.raises(ZeroDivisionError):
            catch_up()

    catch_up()

    assert charge_of(first).status == "captured"
    assert [one.status for one in series.cards.order_by("pk")] == ["forgotten", "saved"]


def test_webhooks_that_never_come_change_nothing(weekly_card, now_is):
    turn(lost=100)
    series = weekly_card(days=20, at_once=True)
    save_card(series)
    assert stand(series) == [("paying", "awaiting")] * 4

    reconciling.reconcile()
    catch_up()

    assert stand(series) == [("confirmed", "saved")] * 4


@pytest.mark.parametrize("backwards", [False, True])
def test_webhooks_in_any_order_and_twice_save_it_once(weekly_card, backwards):
    series = weekly_card(days=20, at_once=True)
    turn(duplicated=100)
    acting.pay(lasting.page_of(series).session_id, GOOD)
    waiting = jobs()[::-1] if backwards else jobs()

    for job in waiting:
        do(job)
    catch_up()

    assert stand(series) == [("confirmed", "saved")] * 4
    assert card(series).changes.filter(step="save").count() == 1


def test_a_page_that_is_over_before_it_was_used_ends_what_waits(weekly_card):
    series = weekly_card(at_once=True)

    acting.expire_session({}, card(series).session_id)
    catch_up()

    assert stand(series) == [("expired", "released")] * 4
    assert (card(series).status, fresh(series).planned()) == ("lapsed", [])


def test_the_last_two_who_leave_at_the_same_time_let_the_card_go(weekly_card, nadia):
    """Neither of them sees that the other has left: whoever asks afterwards does."""
    series = weekly_card(weeks=2, days=20)
    save_card(series)

    for booking in dates_of(series):
        take(booking, "withdraw", Actor(nadia))
    for job in jobs()[::-1]:
        do(job)
    catch_up()

    assert card(series).status == "forgotten"


def test_a_card_that_is_forgotten_at_stripe_by_hand_asks_for_her(weekly_card, now_is):
    series = weekly_card(days=20, at_once=True)
    save_card(series)
    stripe_client.detach(card(series).method, "by hand")

    first = charged(series, 0, now_is)

    assert charge_of(first).status == "open"


def test_where_the_card_came_too_late_what_was_left_stays_over(weekly_card, now_is):
    series = weekly_card(at_once=True, weeks=2)
    page = card(series).session_id
    now_is(timezone.now() + timedelta(minutes=16))
    turn(away=100)
    take_due()
    work_once()
    turn()
    acting.pay(page, GOOD)

    reconciling.reconcile()
    catch_up()
    now_is(timezone.now() + timedelta(hours=2))
    reconciling.reconcile()
    catch_up()

    assert stand(series) == [("expired", "released")] * 2
    assert (card(series).status, methods(), intents()) == ("forgotten", [None], [])
