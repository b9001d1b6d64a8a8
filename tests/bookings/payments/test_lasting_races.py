"""A card that is saved for a series in the moment in which something else happens to it, each on its own connection."""

import pytest

from bookings import series as plans
from bookings.payments import checking, lasting, saving
from bookings.payments.standin import acting
from marketplace.lives.engine import Actor
from marketplace.lives.tasks import take_due
from tests.lasting import HOUR, card, methods
from tests.payments import GOOD, catch_up, fresh, save_card, stand
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_saved_while_she_ends_the_series_nothing_is_charged_and_nothing_kept(weekly_card, nadia):
    series = weekly_card(weeks=3, days=20)
    acting.pay(lasting.page_of(series).session_id, GOOD)

    at_once(
        lambda: saving.look(card(series)),
        lambda: saving.look(card(series)),
        lambda: plans.out_of(series, Actor(nadia), plans.ALL, series.first),
    )
    catch_up()

    assert stand(series) == [("cancelled", "released")] * 3
    assert (card(series).status, methods()) == ("forgotten", [None])
    assert list(checking.differences()) == []


def test_two_presses_ask_for_one_page_for_another_card(weekly_card, nadia):
    series = weekly_card(weeks=3, days=20, at_once=True)
    save_card(series)

    one, other = at_once(*[lambda: lasting.another(series, nadia)] * 2)
    catch_up()

    assert one == other
    assert series.cards.count() == 2


def test_the_day_of_a_charge_comes_while_another_card_is_saved(weekly_card, nadia, now_is):
    """Each date is charged once, whichever of the two cards it was."""
    series = weekly_card(weeks=3, days=20, at_once=True)
    save_card(series)
    lasting.another(series, nadia)
    catch_up()
    other = card(series)
    acting.pay(other.session_id, GOOD)
    charges = [booking.charges.get() for booking in series.bookings.order_by("pk")]
    now_is(max(charge.charge_at for charge in charges) + HOUR)

    at_once(take_due, lambda: saving.look(fresh(other)))
    catch_up()

    assert stand(series) == [("confirmed", "captured")] * 3
    assert [one.status for one in series.cards.order_by("pk")] == ["forgotten", "forgotten"]
    assert list(checking.differences()) == []
