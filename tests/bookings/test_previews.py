"""What another rule would change is said before it is written, and nothing is written by saying it."""

from datetime import timedelta

import pytest

from bookings import previews
from services.models import Recharge, Tag
from services.wardrobe import households, intake, rules, ruling
from tests.wardrobes import next_year


@pytest.fixture
def foreseen(wardrobe, amina):
    def look(name: str, days: int = 1, **told):
        told |= {"valid_from": wardrobe.today() + timedelta(days=days)}
        return previews.preview(ruling.draft(wardrobe, amina, name, told))

    return look


@pytest.fixture
def family(wardrobe, amina, dora, person) -> None:
    """Two grown-ups and a child."""
    return households.admit(wardrobe, amina, "means", next_year(), [dora, person("Ivo")], [person("Lia", email=None)])


def test_a_recharge_says_how_many_households_and_the_points_by_their_size(household, family, foreseen):
    seen = foreseen("recharge", adult_points=100, child_points=200, months=3, keeps_rest=False)

    assert (seen.households, seen.people) == (2, 4)
    assert seen.sizes == (previews.Size(1, 0, 1, 150, 100), previews.Size(2, 1, 1, 450, 400))
    assert (seen.before, seen.after) == (600, 500)
    assert Recharge.objects.count() == 1


def test_a_recharge_counts_no_cards_that_are_closed_and_none_without_points(
    household, family, wardrobe, amina, person, foreseen
):
    households.close(family, amina, "They moved.")
    households.admit(wardrobe, amina, "no_home", next_year(), [person("Rashid")])

    seen = foreseen("recharge", adult_points=100, child_points=200, months=3, keeps_rest=False)

    assert (seen.households, seen.after) == (1, 100)


def test_a_recharge_says_which_period_it_cuts(household, wardrobe, foreseen):
    told = {"adult_points": 100, "child_points": 100, "months": 3, "keeps_rest": False}
    today = wardrobe.today()
    begins = rules.period_on(wardrobe, today + timedelta(days=1)).following

    on_time = foreseen("recharge", days=(begins - today).days, **told)
    late = foreseen("recharge", days=(begins - today).days + 1, **told)

    assert on_time.cut is None
    assert late.cut == rules.period_on(wardrobe, begins).last


def test_the_first_recharge_of_a_wardrobe_begins_at_nothing(household, wardrobe, foreseen):
    wardrobe.recharges.all().delete()

    seen = foreseen("recharge", adult_points=100, child_points=200, months=3, keeps_rest=False)

    assert (seen.before, seen.after, seen.cut) == (0, 100, None)


def test_points_of_a_type_say_which_labels_keep_others(
    household, coat, kind_of, hung, wardrobe, tomas, foreseen, nadia, choose
):
    choose(nadia, hung(coat))  # put aside: it has its points already
    hung(coat)
    intake.take_in(wardrobe, tomas, {"type": coat, "size": "M"})
    hung(kind_of("hat"))

    assert foreseen("tag", type=coat, points=40, most=None).pieces == 2
    assert foreseen("tag", type=coat, points=30, most=None).pieces == 0


def test_a_lower_most_says_how_many_households_have_had_more(
    household, family, kind_of, hung, nadia, dora, choose, foreseen
):
    tee = kind_of("tee", points=1)
    choose(nadia, hung(tee), hung(tee))
    choose(dora, hung(tee), hung(tee), hung(tee))

    assert foreseen("tag", type=tee, points=1, most=1).beyond == 1  # she is alone: two are more than one
    assert foreseen("tag", type=tee, points=1, most=2).beyond == 0
    assert foreseen("tag", type=tee, points=1, most=None).beyond == 0
    assert Tag.objects.count() == 1


def test_a_quota_says_for_how_many_people_it_counts(
    wardrobe, amina, household, nadia, person, coat, hung, choose, foreseen
):
    rashid = person("Rashid")
    households.admit(wardrobe, amina, "no_home", next_year(), [rashid, person("Sara")])
    wardrobe.quotas.create(number=9, days=9, valid_from="2020-01-01").types.set([coat])
    choose(rashid, hung(coat), hung(coat), hung(coat))

    seen = foreseen("quota", types=[coat], number=1, days=7, follows=None)

    assert (seen.people, seen.households, seen.beyond) == (2, 1, 1)
    assert foreseen("quota", types=[coat], number=2, days=7, follows=None).beyond == 0


def test_what_is_left_on_the_rack_counts_for_nobody(household, kind_of, hung, nadia, choose, foreseen):
    tee = kind_of("tee", points=1)
    booking = choose(nadia, hung(tee), hung(tee))
    booking.pieces.filter(pk=booking.pieces.first().pk).update(outcome="left")

    assert foreseen("tag", type=tee, points=1, most=1).beyond == 0
