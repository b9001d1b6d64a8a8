"""A card that is closed takes with it what its people have put aside."""

import pytest

from bookings import closing
from bookings.kinds.states import CANCELLED
from bookings.models import Booking
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import Garment, Household
from services.models.garment import RACK
from services.models.household import ENDED, PAUSED
from services.wardrobe import households
from tests.cast import at
from tests.racing import at_once
from tests.wardrobes import of_wardrobe, points

PROMISED, ISSUED = Account.Kind.PROMISED, Account.Kind.ISSUED


def at_ten(booking, person):
    return take(booking, "book", Actor(person), {"time": at(10).isoformat()})


def whole(wardrobe, household):
    """Closed, with nothing left that is promised to anybody."""
    assert Household.objects.get(pk=household.pk).status == ENDED
    assert points(household) == of_wardrobe(wardrobe, ISSUED) == of_wardrobe(wardrobe, PROMISED) == 0
    assert set(Booking.objects.values_list("status", flat=True)) <= {CANCELLED}
    assert set(Garment.objects.values_list("status", flat=True)) == {RACK}


def test_what_was_put_aside_hangs_again_when_the_card_is_closed(
    household, wardrobe, nadia, dora, amina, coat, kind_of, hung, choose
):
    households.join(household, dora, amina)
    booked, chosen = at_ten(choose(nadia, hung(coat)), nadia), choose(dora, hung(kind_of("tee")))

    closing.close(household, amina, "They moved.")

    whole(wardrobe, household)
    assert not booked.holds.filter(active=True).exists()
    assert {one.changes.last().step for one in (booked, chosen)} == {"close_card"}


def test_whoever_may_not_close_a_card_lets_nothing_go(household, nadia, tomas, coat, hung, choose):
    booking = choose(nadia, hung(coat))

    for outsider in (nadia, tomas):
        with pytest.raises(Refused):
            closing.close(household, outsider, "I do not like them.")

    assert Booking.objects.get().status == booking.status
    assert points(household) == 120


def test_what_others_have_put_aside_stays(household, wardrobe, nadia, dora, amina, coat, hung, choose):
    households.admit(wardrobe, amina, "means", households.LONGEST + household.today(), [dora])
    theirs = choose(dora, hung(coat))

    closing.close(household, amina, "They moved.")

    assert Booking.objects.get(pk=theirs.pk).status == "chosen"


@pytest.mark.parametrize("status", [PAUSED, ENDED])
def test_a_card_that_is_not_good_books_no_room(status, household, nadia, amina, coat, hung, choose):
    booking = choose(nadia, hung(coat))
    Household.objects.filter(pk=household.pk).update(status=status)

    with pytest.raises(Refused, match="card"):
        at_ten(booking, nadia)

    assert not booking.holds.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_chooses_in_the_second_of_the_closing_has_nothing_put_aside_for_ever(
    household, wardrobe, nadia, amina, coat, hung, choose
):
    garment = hung(coat)

    at_once(lambda: choose(nadia, garment), lambda: closing.close(household, amina, "They moved."))

    whole(wardrobe, household)


@pytest.mark.django_db(transaction=True)
def test_whoever_books_or_adds_in_the_second_of_the_closing_keeps_no_room(
    household, wardrobe, nadia, amina, coat, kind_of, hung, choose
):
    tee, booking = hung(kind_of("tee")), choose(nadia, hung(coat))

    at_once(
        lambda: at_ten(booking, nadia),
        lambda: take(booking, "add", Actor(nadia), {"garment": tee.label}),
        lambda: closing.close(household, amina, "They moved."),
    )

    whole(wardrobe, household)
    assert not booking.holds.filter(active=True).exists()
