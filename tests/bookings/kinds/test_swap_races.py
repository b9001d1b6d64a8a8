"""Many at once: one of them gets the garment, and it is either promised or taken off."""

import pytest
from django.core.exceptions import ValidationError

from bookings import lifecycle
from bookings.models import Booking, Piece
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import OwnGarment
from services.wardrobe import shown as showing
from tests.cast import at
from tests.racing import at_once
from tests.swaps import swap_wishes

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_four_who_ask_for_one_garment_at_the_same_moment_one_gets_it(swapping, shown, dora, person):
    theirs, people = shown(dora), [person(f"Resident{number}") for number in range(4)]
    asked = [(user, swap_wishes(shown(user), theirs, at(15, days=3))) for user in people]

    results = at_once(*[lambda ask=ask: lifecycle.ask(swapping, Actor(ask[0]), ask[1]) for ask in asked])

    assert sum(isinstance(result, Booking) for result in results) == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 3
    assert Piece.objects.filter(garment=theirs).count() == Booking.objects.count() == 1
    assert OwnGarment.objects.filter(status="reserved").count() == 2


def test_what_is_taken_off_at_the_same_moment_is_not_promised(swapping, shown, dora, nadia):
    theirs, mine = shown(dora), shown(nadia)
    wishes = swap_wishes(mine, theirs, at(15, days=3))

    results = at_once(
        lambda: lifecycle.ask(swapping, Actor(nadia), wishes), lambda: take(theirs, "take_off", Actor(dora))
    )

    wrong = [result for result in results if isinstance(result, ValidationError | Refused)]
    assert len(wrong) == 1
    assert OwnGarment.objects.get(pk=theirs.pk).status == ("taken_off" if results[0] in wrong else "reserved")


def test_nobody_shows_more_than_one_may_by_two_presses_at_once(swapping, swap_rule, coat, wardrobe, nadia):
    type(swap_rule).objects.update(most_shown=1)
    told = {"type": coat, "size": "M"}

    results = at_once(*[lambda: showing.show(wardrobe, nadia, dict(told))] * 3)

    assert OwnGarment.objects.count() == sum(isinstance(result, OwnGarment) for result in results) == 1
