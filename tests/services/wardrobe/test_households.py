"""Households: who may have a card, its points by dated rules, and what becomes of it."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.tasks import fire
from marketplace.refusals import Refused
from services.models import Household, Member, Recharge
from services.wardrobe import households, purse
from tests.cast import ROME
from tests.wardrobes import next_year, of_wardrobe, points


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def later(now_is, **time):
    """The clock goes on to the middle of that day."""
    day = timezone.localdate(timezone=ROME) + timedelta(**time)
    now_is(datetime(day.year, day.month, day.day, 12, tzinfo=ROME))


def test_each_member_brings_points_and_there_is_a_card(wardrobe, amina, nadia, person):
    household = households.admit(wardrobe, amina, "means", next_year(), [nadia], [person("Sami", email=None)])

    assert household.status == "open"
    assert points(household) == 300
    assert of_wardrobe(wardrobe, Account.Kind.ISSUED) == -300
    assert len(household.cards.get().code) == 12


def test_no_paper_is_kept_of_an_admission(household, amina):
    row = household.admissions.get()

    assert {field.name for field in row._meta.fields} == {
        "id", "household", "basis", "seen_on", "valid_until", "officer",
    }  # fmt: skip
    assert row.officer == amina


def test_whoever_is_not_of_the_desk_admits_nobody(wardrobe, tomas, elena, nadia):
    for outsider in (tomas, elena, nadia):
        with pytest.raises(Refused):
            households.admit(wardrobe, outsider, "means", next_year(), [nadia])

    assert not Household.objects.exists()


def test_a_household_needs_a_grown_up(wardrobe, amina, nadia):
    with pytest.raises(ValidationError, match="grown-up"):
        households.admit(wardrobe, amina, "means", next_year(), [], [nadia])


def test_nobody_has_two_cards_in_a_wardrobe(household, wardrobe, amina, nadia, dora):
    with pytest.raises(ValidationError, match="already"):
        households.admit(wardrobe, amina, "means", next_year(), [dora, nadia])

    assert Household.objects.count() == 1


def test_a_day_that_is_past_admits_nobody(wardrobe, amina, nadia):
    with pytest.raises(ValidationError) as refused:
        households.admit(wardrobe, amina, "means", timezone.localdate() - timedelta(days=2), [nadia])

    assert "valid_until" in refused.value.message_dict


def test_somebody_more_brings_her_points_and_somebody_who_leaves_takes_none(household, amina, dora):
    member = households.join(household, dora, amina)
    assert points(household) == 300

    households.leave(member, amina)

    assert points(household) == 300
    assert household.members.now().count() == 1
    with pytest.raises(Refused, match="grown-up"):
        households.leave(Member.objects.now().get(), amina)


def test_whoever_joins_twice_in_a_period_brings_her_points_once(household, amina, dora):
    households.leave(households.join(household, dora, amina), amina)

    households.join(household, dora, amina)

    assert points(household) == 300


def test_a_lost_card_dies_at_once(household, wardrobe, nadia):
    lost = household.cards.get()

    card = households.new_card(household, nadia)

    assert households.of_card(wardrobe, card.code.lower()) == household
    with pytest.raises(ValidationError, match="not good"):
        households.of_card(wardrobe, lost.code)


def test_an_outsider_makes_no_card(household, dora):
    with pytest.raises(Refused):
        households.new_card(household, dora)

    assert household.cards.filter(ended_at=None).count() == 1


def test_a_closed_card_keeps_nothing_and_is_not_good(household, wardrobe, amina):
    code = household.cards.get().code

    household = households.close(household, amina, "They moved.")

    assert points(household) == of_wardrobe(wardrobe, Account.Kind.ISSUED) == 0
    with pytest.raises(ValidationError):
        households.of_card(wardrobe, code)


def test_a_card_runs_out_with_its_admission_and_is_renewed_with_its_points(household, wardrobe, amina, now_is):
    Recharge.objects.all().delete()
    now_is(household.lapses_at + timedelta(minutes=1))
    for timer in clock.due(timezone.now()):
        fire(timer.pk)
    assert fresh(household).status == "paused"
    with pytest.raises(ValidationError, match="renewed"):
        households.of_card(wardrobe, household.cards.get().code)

    household = households.renew(household, amina, "means", timezone.localdate() + timedelta(days=300))

    assert household.status == "open"
    assert points(household) == 150


# --- who sees it --------------------------------------------------------------------------------------------------
def test_only_its_people_and_the_desk_of_the_wardrobe_see_a_household(
    household, nadia, amina, tomas, dora, elena, gianni
):
    sees = {
        user.given_name for user in (nadia, amina, tomas, dora, elena, gianni)
        if Household.objects.visible_to(user).exists()
    }  # fmt: skip

    assert sees == {"Nadia", "Amina"}


def test_whoever_left_sees_it_no_more(household, amina, dora):
    households.leave(households.join(household, dora, amina), amina)

    assert not Household.objects.visible_to(dora).exists()


def test_the_night_has_no_more_queries_for_a_city_full_of_households_that_have_their_points(
    household, wardrobe, amina, person, django_assert_num_queries
):
    for number in range(5):
        households.admit(wardrobe, amina, "means", next_year(), [person(f"P{number}")])

    with django_assert_num_queries(3):
        purse.recharge_all()


def test_a_row_of_sizes_that_nobody_wears_is_not_remembered(household, nadia):
    households.wear(household, nadia, {"adult": ["M"], "shoe": []})

    household.refresh_from_db()
    assert household.sizes == {"adult": ["M"]}
