"""Clothes are chosen with points, put aside, tried on and taken home, through the same life as every booking."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from bookings import choosing
from bookings.kinds.states import CANCELLED, CONFIRMED, DONE, EXPIRED, NOT_THERE
from bookings.models import Booking, Piece
from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import fire
from marketplace.refusals import Refused
from services.models import Quota, Recharge
from services.models.garment import GIVEN, RACK, RESERVED
from services.wardrobe import households
from tests.cast import at
from tests.folding import each
from tests.wardrobes import LONG_AGO, next_year, of_wardrobe, points

PROMISED, EARNED, ISSUED = Account.Kind.PROMISED, Account.Kind.EARNED, Account.Kind.ISSUED


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def booked(booking, person):
    return take(booking, "book", Actor(person), {"time": at(10).isoformat()})


def the_clock_goes_to(now_is, moment):
    """A reminder arms it anew: so more than once."""
    now_is(moment)
    for _turn in range(3):
        for timer in clock.due(moment):
            fire(timer.pk)


def outcomes(booking):
    return sorted(booking.pieces.values_list("outcome", flat=True))


def test_what_is_chosen_leaves_the_rack_and_its_points_the_card(household, nadia, coat, hung, choose, wardrobe):
    garment = hung(coat)

    booking = choose(nadia, garment)

    assert booking.status == "chosen"
    assert fresh(garment).status == RESERVED
    assert points(household) == 120
    assert of_wardrobe(wardrobe, PROMISED) == 30


def test_a_label_may_be_typed_without_its_line_and_in_small_letters(household, nadia, coat, kind_of, hung, wardrobe):
    one, two = hung(coat), hung(kind_of("sweater", points=10))

    for garment in (one, two):  # asked with, and added
        choosing.choose(wardrobe, Actor(nadia), garment.label.replace("-", "").lower())

    assert fresh(one).status == fresh(two).status == RESERVED


def test_she_comes_at_a_time_and_takes_home_what_fits(
    household, nadia, amina, coat, hung, choose, kind_of, wardrobe, now_is
):
    garment, sweater = hung(coat), hung(kind_of("sweater", points=10))
    booking = booked(choose(nadia, garment, sweater), nadia)
    assert (booking.status, booking.minutes) == (CONFIRMED, 30)

    now_is(at(10))
    fits = booking.pieces.get(garment=garment)
    booking = take(booking, "hand_over", Actor(amina), {"taken": [fits.pk]})

    assert booking.status == DONE
    assert (fresh(garment).status, fresh(sweater).status) == (GIVEN, RACK)
    assert points(household) == 120
    assert (of_wardrobe(wardrobe, PROMISED), of_wardrobe(wardrobe, EARNED)) == (0, 30)
    assert outcomes(booking) == ["left", "taken"]


def test_whoever_works_in_the_wardrobe_hands_over_but_does_not_choose(
    household, nadia, tomas, coat, hung, choose, now_is
):
    booking = booked(choose(nadia, hung(coat)), nadia)
    now_is(at(10))

    with pytest.raises(Refused):
        take(booking, "add_later", Actor(tomas), {"garment": "1"})


def test_too_few_points_leave_the_coat_on_the_rack(household, nadia, kind_of, hung, choose):
    furcoat = hung(kind_of("evening", points=151))

    with pytest.raises(Refused, match="points"):
        choose(nadia, furcoat)

    assert fresh(furcoat).status == RACK
    assert points(household) == 150
    assert not Booking.objects.exists()


def test_nobody_chooses_without_a_card(wardrobe, dora, coat, hung, choose):
    with pytest.raises(Refused, match="card"):
        choose(dora, hung(coat))


def test_a_child_of_the_household_does_not_choose(wardrobe, amina, nadia, person, coat, hung, choose):
    kid = person("Sami", email=None)
    households.admit(wardrobe, amina, "means", next_year(), [nadia], [kid])

    with pytest.raises(Refused, match="card"):
        choose(kid, hung(coat))


def test_what_somebody_else_tries_on_cannot_be_chosen(household, nadia, dora, amina, wardrobe, coat, hung, choose):
    households.admit(wardrobe, amina, "means", next_year(), [dora])
    garment = hung(coat)
    choose(nadia, garment)

    with pytest.raises(ValidationError, match="rack"):
        choose(dora, garment)


def test_the_database_gives_a_garment_to_one_alone(household, nadia, dora, amina, wardrobe, coat, hung, choose):
    households.admit(wardrobe, amina, "means", next_year(), [dora])
    piece = choose(nadia, hung(coat)).pieces.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Piece.objects.create(
            booking=piece.booking, household=piece.household, garment=piece.garment, points=0, on=piece.on
        )


def test_more_of_a_type_than_the_rules_allow_stays_on_the_rack(household, nadia, coat, hung, choose):
    choose(nadia, hung(coat))

    with pytest.raises(ValidationError, match="Of this type"):
        choose(nadia, hung(coat, size="L"))

    assert points(household) == 120


def test_without_periods_no_day_is_named_on_which_more_may_be_had(household, nadia, coat, hung, choose, wardrobe):
    Recharge.objects.filter(wardrobe=wardrobe).delete()
    choose(nadia, hung(coat))

    with pytest.raises(ValidationError, match=r"Of this type your household may have 1\."):
        choosing.choose(wardrobe, Actor(nadia), hung(coat).label)


def test_what_was_left_does_not_count_against_the_most(household, nadia, coat, hung, choose):
    take(choose(nadia, hung(coat)), "let_go", Actor(nadia))

    again = choose(nadia, hung(coat, size="L"))

    assert again.status == "chosen"


def test_one_may_choose_one_more_and_leave_another(household, nadia, coat, hung, choose, kind_of):
    garment, shoes = hung(coat), hung(kind_of("shoes", points=12, sizing="shoe"), size="38")
    booking = choose(nadia, garment)

    booking = take(booking, "add", Actor(nadia), {"garment": shoes.label})
    assert points(household) == 108
    booking = take(booking, "leave", Actor(nadia), {"piece": booking.pieces.get(garment=garment).pk})

    assert points(household) == 138
    assert fresh(garment).status == RACK
    assert outcomes(booking) == ["aside", "left"]


def test_the_last_piece_is_not_left_but_all_is_let_go(household, nadia, coat, hung, choose):
    booking = choose(nadia, hung(coat))

    with pytest.raises(Refused):
        take(booking, "leave", Actor(nadia), {"piece": booking.pieces.get().pk})

    assert take(booking, "let_go", Actor(nadia)).status == CANCELLED
    assert points(household) == 150


def test_without_a_time_everything_hangs_on_the_rack_again(household, nadia, coat, hung, choose, now_is):
    garment = hung(coat)
    booking = choose(nadia, garment)
    assert booking.answer_by - booking.starts_at == timedelta(hours=48)

    the_clock_goes_to(now_is, booking.answer_by + timedelta(minutes=1))

    assert fresh(booking).status == EXPIRED
    assert fresh(garment).status == RACK
    assert points(household) == 150


@each("step", ["cancel", "call_off", "absent"])
def test_whatever_ends_it_brings_the_points_back(step, household, nadia, amina, coat, hung, choose, now_is, wardrobe):
    garment = hung(coat)
    booking = booked(choose(nadia, garment), nadia)
    who, facts = {
        "cancel": (nadia, {"cause": "other", "words": ""}),
        "call_off": (amina, {"cause": "else", "reason": "Closed."}),
        "absent": (amina, {"reason": "Nobody came."}),
    }[step]
    if step == "absent":
        now_is(at(10, 20))

    booking = take(booking, step, Actor(who), facts)

    assert fresh(garment).status == RACK
    assert points(household) == 150
    assert of_wardrobe(wardrobe, PROMISED) == 0
    assert not booking.holds.filter(active=True).exists()


def test_what_nobody_wrote_down_hangs_on_the_rack_a_day_later(household, nadia, coat, hung, choose, now_is):
    garment = hung(coat)
    booking = booked(choose(nadia, garment), nadia)

    the_clock_goes_to(now_is, booking.starts_at - timedelta(hours=20))  # the reminder

    the_clock_goes_to(now_is, booking.ends_at + timedelta(days=1, minutes=1))

    assert fresh(booking).status == NOT_THERE
    assert fresh(garment).status == RACK


def test_nothing_is_handed_over_on_a_closed_card(household, nadia, amina, coat, hung, choose, now_is, wardrobe):
    booking = booked(choose(nadia, hung(coat)), nadia)
    households.close(household, amina, "They moved to another city.")
    now_is(at(10))

    with pytest.raises(Refused, match="closed"):
        take(booking, "hand_over", Actor(amina), {"taken": [booking.pieces.get().pk]})

    take(booking, "call_off", Actor(amina), {"cause": "else", "reason": "The card is closed."})
    assert points(household) == 0
    assert of_wardrobe(wardrobe, ISSUED) == of_wardrobe(wardrobe, PROMISED) == 0


def test_people_without_a_home_have_a_quota_instead_of_points(wardrobe, amina, nadia, coat, kind_of, hung, choose):
    jacket = kind_of("jacket", points=25)
    quota = Quota.objects.create(wardrobe=wardrobe, number=1, days=90, valid_from=LONG_AGO)
    quota.types.set([coat, jacket])
    household = households.admit(wardrobe, amina, "no_home", next_year(), [nadia])

    booking = choose(nadia, hung(coat))

    assert booking.pieces.get().points == points(household) == 0
    with pytest.raises(ValidationError, match="90 days"):
        choose(nadia, hung(jacket))
    with pytest.raises(ValidationError, match="Ask at the wardrobe"):
        choose(nadia, hung(kind_of("hat", sizing="one"), size="one"))


def test_not_more_than_the_wardrobe_lets_are_put_aside_at_a_time(household, nadia, kind_of, hung, choose, wardrobe):
    type(wardrobe).objects.filter(pk=wardrobe.pk).update(most_chosen=1)
    tee = kind_of("tee", points=3)

    with pytest.raises(ValidationError, match="1 pieces"):
        choose(nadia, hung(tee), hung(tee))


def test_the_points_are_those_of_the_label_even_if_the_rule_changes(household, nadia, coat, hung, choose):
    garment = hung(coat)
    coat.tags.update(points=60)

    choose(nadia, garment)

    assert points(household) == 120


def test_whoever_comes_without_a_time_is_handed_over_what_she_chose(household, nadia, amina, coat, hung, choose):
    booking = choose(nadia, hung(coat))

    booking = take(booking, "hand_over_now", Actor(amina), {"taken": [booking.pieces.get().pk]})

    assert booking.status == DONE
    assert points(household) == 120
