"""Saved cards when something goes wrong: answers that are lost, kills, races, webhooks that never come."""

import pytest

from bookings.models import Charge
from bookings.payments import checking, looking, pages, reconciling, stripe_client, talking
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from tests.bookings.payments.test_later import HOUR, WEEK, held, intents, on, saved
from tests.payments import ASKS, GOOD, catch_up, charge_of, fresh, pay, turn

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("fault", ["away", "slow", "broken"])
@pytest.mark.parametrize("card", [GOOD, ASKS])
def test_an_answer_that_does_not_come_charges_nobody_twice(far_away, now_is, fault, card):
    booking = saved(far_away(at_once=True), card)
    now_is(booking.starts_at - WEEK + HOUR)
    take_due()
    turn(**{fault: 100})
    talking.work(charge_of(booking).pk)
    assert charge_of(booking).status == "unknown"

    turn()
    reconciling.reconcile()
    catch_up()

    assert charge_of(booking).status == ("captured" if card == GOOD else "open")
    assert [intent["status"] for intent in intents()].count("succeeded") == (card == GOOD)
    assert sum(intent["amount_capturable"] for intent in intents()) == 0
    assert list(checking.differences()) == []


def test_a_kill_after_stripes_yes_charges_nobody_twice(far_away, now_is, monkeypatch):
    booking = saved(far_away(at_once=True))
    now_is(booking.starts_at - WEEK + HOUR)
    take_due()
    with monkeypatch.context() as patch:
        patch.setattr(talking.truth, "forward", lambda *args, **fields: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            talking.work(charge_of(booking).pk)
    assert (charge_of(booking).status, len(intents())) == ("charging", 1)

    catch_up()

    assert charge_of(booking).status == "captured"
    assert len(intents()) == 1


def test_cancelled_while_the_card_is_being_charged_nothing_stays_held(far_away, nadia, now_is):
    booking = saved(far_away(at_once=True))
    now_is(booking.starts_at - WEEK + HOUR)
    take_due()
    stripe_client.charge_saved(pages.unattended(charge_of(booking)), "its answer is lost")

    take(fresh(booking), "cancel", Actor(nadia), {"cause": "plans"})
    catch_up()

    assert charge_of(booking).status == "released"
    assert [intent["status"] for intent in intents()] == ["canceled"]
    assert held(booking, Account.Kind.CARD) == 0


def test_a_hold_that_came_after_the_end_is_let_go(far_away, nadia, now_is):
    booking = saved(far_away(at_once=True))
    charge, asked = charge_of(booking), pages.unattended(charge_of(booking))
    held_late = stripe_client.charge_saved(asked, "late")
    take(booking, "cancel", Actor(nadia), {"cause": "plans"})
    Kept.objects.filter(number=held_late["id"]).update(about="")  # the list does not know it yet
    catch_up()
    assert charge_of(booking).status == "released"

    Charge.objects.filter(pk=charge.pk).update(stripe_id=held_late["id"])
    looking.look(charge_of(booking))

    assert acting.seen(held_late["id"])["status"] == "canceled"


def test_webhooks_that_never_come_change_nothing(far_away, now_is):
    turn(lost=100)
    booking = far_away(at_once=True)
    pay(booking)
    reconciling.reconcile()
    catch_up()
    assert (fresh(booking).status, charge_of(booking).status) == ("confirmed", "saved")

    on(booking.starts_at - WEEK + HOUR, now_is)

    assert charge_of(booking).status == "captured"
