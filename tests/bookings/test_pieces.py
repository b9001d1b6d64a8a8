"""Points that were put aside: where they go when a period ends before anybody has tried anything on."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from services.models import Garment
from services.models.garment import GIVEN, RACK
from services.wardrobe import purse
from tests.cast import ROME
from tests.wardrobes import of_wardrobe, points

PROMISED, EARNED, ISSUED = Account.Kind.PROMISED, Account.Kind.EARNED, Account.Kind.ISSUED


@pytest.fixture
def over_the_end(household, nadia, coat, hung, choose, now_is):
    """A coat that Nadia chose on the last day of a period; it is noon of the first day of the next one."""
    last = purse.rules.period_on(household.wardrobe, household.today()).last
    now_is(datetime(last.year, last.month, last.day, 12, tzinfo=ROME))
    purse.recharge_all()
    booking = choose(nadia, hung(coat))
    now_is(timezone.now() + timedelta(days=1))
    purse.recharge_all()
    return booking


def test_a_new_period_takes_what_is_left_and_not_what_is_put_aside(over_the_end, household, wardrobe):
    assert points(household) == 150
    assert of_wardrobe(wardrobe, PROMISED) == 30
    assert of_wardrobe(wardrobe, ISSUED) == -180


def test_points_that_come_back_after_their_period_stay_with_the_household(over_the_end, household, wardrobe, nadia):
    take(over_the_end, "let_go", Actor(nadia))

    assert Garment.objects.get().status == RACK
    assert points(household) == 180
    assert of_wardrobe(wardrobe, PROMISED) == 0


def test_what_was_put_aside_before_the_end_is_paid_with_the_points_of_then(over_the_end, household, wardrobe, amina):
    piece = over_the_end.pieces.get()

    take(over_the_end, "hand_over_now", Actor(amina), {"taken": [piece.pk]})

    assert Garment.objects.get().status == GIVEN
    assert points(household) == 150
    assert (of_wardrobe(wardrobe, PROMISED), of_wardrobe(wardrobe, EARNED)) == (0, 30)


def test_what_came_back_late_ends_with_the_period_that_it_came_into(over_the_end, household, wardrobe, nadia, now_is):
    take(over_the_end, "let_go", Actor(nadia))
    now_is(timezone.now() + timedelta(days=100))

    purse.recharge_all()

    assert points(household) == 150
    assert of_wardrobe(wardrobe, ISSUED) == -150
