"""Who may choose clothes, and for whom: her own household, or the desk for somebody who lets it."""

import pytest
from django.core.exceptions import ValidationError

from bookings import choosing, lifecycle
from bookings.models import Booking, Piece
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import Garment
from services.models.garment import RESERVED
from services.wardrobe import households
from tests.racing import at_once
from tests.wardrobes import next_year, points


def test_the_desk_chooses_for_somebody_who_has_no_phone(household, nadia, amina, coat, hung, trying_on):
    booking = lifecycle.ask(trying_on, Actor(amina, nadia), {"garments": [hung(coat).label]})

    assert booking.customer == nadia
    assert booking.last_change.actor == amina


def test_an_offer_of_no_wardrobe_says_so_instead_of_failing(household, nadia, wardrobe, trying_on):
    type(wardrobe).objects.update(offer=None)

    with pytest.raises(ValidationError, match="which wardrobe"):
        lifecycle.ask(type(trying_on).objects.get(pk=trying_on.pk), Actor(nadia), {"garments": "1"})


def test_whoever_has_left_a_household_chooses_for_it_no_more(
    household, nadia, dora, amina, wardrobe, coat, kind_of, hung, choose
):
    member = households.join(household, dora, amina)
    booking = choose(dora, hung(coat))
    households.leave(member, amina)
    households.admit(wardrobe, amina, "means", next_year(), [dora])
    before = points(household)

    with pytest.raises(Refused, match="another card"):
        take(booking, "add", Actor(dora), {"garment": hung(kind_of("tee")).label})

    assert points(household) == before
    assert choosing.open_choice(wardrobe, dora) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_the_last_coat_in_the_same_moment_one_has_it_and_the_other_her_points(
    household, wardrobe, nadia, dora, amina, coat, hung
):
    theirs = households.admit(wardrobe, amina, "means", next_year(), [dora])
    label = hung(coat).label

    had = at_once(*(lambda who=who: choosing.choose(wardrobe, Actor(who), label) for who in (nadia, dora)))

    [chosen] = [one for one in had if isinstance(one, Booking)]
    [refused] = [one for one in had if isinstance(one, ValidationError)]
    assert "garment" in str(refused) or "rack" in str(refused)
    assert Garment.objects.get().status == RESERVED
    assert Piece.objects.get().booking == Booking.objects.get() == chosen
    assert sorted([points(household), points(theirs)]) == [120, 150]
