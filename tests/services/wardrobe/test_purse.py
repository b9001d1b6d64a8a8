"""Points of a household: by dated rules, once a period, beyond them by a name; and what else fresh eyes found."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.refusals import Refused
from services.models import Recharge
from services.wardrobe import households, purse, rules
from tests.cast import ROME
from tests.folding import each
from tests.wardrobes import next_year, of_wardrobe, points


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def later(now_is, **time):
    """The clock goes on to the middle of that day."""
    day = timezone.localdate(timezone=ROME) + timedelta(**time)
    now_is(datetime(day.year, day.month, day.day, 12, tzinfo=ROME))


def test_what_is_left_of_a_period_ends_with_it(household, wardrobe, now_is):
    later(now_is, days=100)

    assert purse.recharge_all() == 1

    assert points(household) == 150
    assert of_wardrobe(wardrobe, Account.Kind.ISSUED) == -150


def test_what_is_left_is_kept_where_the_rule_says_so(household, wardrobe, now_is):
    wardrobe.recharges.update(keeps_rest=True)
    later(now_is, days=100)

    purse.recharge_all()

    assert points(household) == 300


def test_a_night_that_comes_twice_gives_points_once(household, now_is):
    later(now_is, days=100)

    assert [purse.recharge_all() for _night in range(3)] == [1, 0, 0]
    assert points(household) == 150


def test_the_rule_of_the_day_counts(wardrobe, household, now_is):
    today = timezone.localdate(timezone=ROME)
    wardrobe.recharges.update(valid_to=today)
    Recharge.objects.create(
        wardrobe=wardrobe, adult_points=90, child_points=60, months=6, valid_from=today + timedelta(days=1)
    )
    later(now_is, days=1)

    purse.recharge_all()

    assert points(household) == 90


def test_people_without_a_home_get_no_points(wardrobe, amina, nadia):
    household = households.admit(wardrobe, amina, "no_home", next_year(), [nadia])

    assert household.without_home
    assert points(household) == 0
    assert purse.recharge_all() == 0


def test_points_beyond_the_rule_need_a_reason_and_a_name(household, amina, tomas):
    purse.give(household, 40, "A fire at home", amina, "k1")
    purse.give(household, 40, "A fire at home", amina, "k1")

    assert points(household) == 190
    entry = book.statement(household.account)[0].posting.entry
    assert (entry.why, entry.by) == ("A fire at home", amina)
    with pytest.raises(ValidationError):
        purse.give(household, 40, "  ", amina, "k2")
    with pytest.raises(Refused):
        purse.give(household, 40, "For a friend", tomas, "k3")


@each("number", [0, -5, 501, 2.5, True])
def test_strange_numbers_of_points_are_refused(number, household, amina):
    with pytest.raises(ValidationError):
        purse.give(household, number, "Because", amina, "k")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=st.dates(date(2021, 1, 1), date(2060, 1, 1)),
    months=st.integers(1, 24),
    first=st.dates(date(2000, 1, 1), date(2020, 12, 31)),
)
def test_every_day_lies_in_one_period_and_periods_follow_each_other(day, months, first):
    rule = Recharge(valid_from=first, months=months)

    period = rules.period_of(rule, day)

    assert period.first <= day < period.following
    assert rules.period_of(rule, period.last) == period
    assert rules.period_of(rule, period.following).first == period.following


def test_whoever_joins_before_the_night_of_a_new_period_keeps_her_points(household, amina, dora, now_is):
    later(now_is, days=100)

    households.join(household, dora, amina)
    purse.recharge_all()

    assert points(household) == 300


def test_points_by_hand_before_the_night_of_a_new_period_stay(household, amina, now_is):
    later(now_is, days=100)

    purse.give(household, 20, "A fire", amina, "k")
    purse.recharge_all()

    assert points(household) == 170


def test_nobody_brings_her_points_to_two_households_in_a_period(household, wardrobe, amina, dora, nadia, person):
    member = households.join(household, dora, amina)
    households.leave(member, amina)

    other = households.admit(wardrobe, amina, "means", next_year(), [person("Rosa"), dora])

    assert points(other) == 150


def test_a_second_press_brings_nobody_twice(household, amina):
    for _press in range(2):
        households.join(household, "Lina", amina, True, "k1")

    assert household.members.count() == 2
    assert points(household) == 300


def test_who_finds_a_home_gets_points_and_who_loses_it_a_quota(wardrobe, amina, nadia):
    household = households.admit(wardrobe, amina, "no_home", next_year(), [nadia])

    household = households.renew(household, amina, "means", next_year())
    assert (household.without_home, points(household)) == (False, 150)
    household = households.renew(household, amina, "no_home", next_year())

    assert (household.without_home, points(household)) == (True, 0)


def moves(household, by, *homes):
    """Renewed once for each: with a home or without."""
    for without_home in homes:
        household = households.renew(household, by, "referral", next_year(), without_home)
    return household


def test_whoever_loses_a_home_and_finds_one_in_a_period_has_her_points_again_once(household, wardrobe, amina):
    purse.give(household, 20, "A fire", amina, "k")

    household = moves(household, amina, True)
    assert (household.without_home, points(household)) == (True, 0)
    moves(household, amina, False, False)  # a double click

    assert points(household) == 170
    assert of_wardrobe(wardrobe, Account.Kind.ISSUED) == -170
    assert [str(line.posting.entry.why) for line in book.statement(household.account)][:2] == [
        "Points instead of a quota: what had been taken is back",
        "A quota instead of points",
    ]


def test_whoever_loses_it_again_and_again_has_no_more_than_the_points_of_the_period(household, amina):
    moves(household, amina, True, False, True, True, False)

    assert points(household) == 150


def test_whoever_joins_while_there_is_no_home_has_her_points_with_the_others(household, amina, dora):
    household = moves(household, amina, True)
    households.join(household, dora, amina)
    assert points(household) == 0

    moves(household, amina, False)

    assert points(household) == 300


@pytest.mark.parametrize(("keeps_rest", "comes_back"), [(False, 150), (True, 300)])
def test_what_was_taken_in_a_period_that_is_over_comes_back_where_the_rule_keeps_it(
    keeps_rest, comes_back, household, wardrobe, amina, now_is
):
    wardrobe.recharges.update(keeps_rest=keeps_rest)
    household = moves(household, amina, True)
    later(now_is, days=100)

    moves(household, amina, False)

    assert points(household) == comes_back


@each(
    ("basis", "told", "without_home"),
    [
        ("referral", True, True),
        ("means", True, True),
        ("no_home", None, True),
        ("no_home", False, True),
        ("means", None, False),
        ("referral", None, False),
    ],
)
def test_a_home_is_asked_for_beside_what_was_seen(basis, told, without_home, wardrobe, amina, nadia):
    household = households.admit(wardrobe, amina, basis, next_year(), [nadia], without_home=told)

    assert household.without_home == without_home
    assert points(household) == (0 if without_home else 150)


@each(("basis", "told", "points_now"), [("referral", None, 0), ("referral", False, 150), ("means", None, 150)])
def test_a_referral_that_says_nothing_of_a_home_finds_none(basis, told, points_now, wardrobe, amina, nadia):
    household = households.admit(wardrobe, amina, "no_home", next_year(), [nadia])

    households.renew(household, amina, basis, next_year(), told)

    assert points(household) == points_now


def test_an_admission_ends_in_some_years_and_the_last_one_counts(household, amina):
    with pytest.raises(ValidationError, match="five years"):
        households.renew(household, amina, "means", date(9999, 12, 31))

    soon = timezone.localdate(timezone=ROME) + timedelta(days=10)
    household = households.renew(household, amina, "means", soon)

    assert household.lapses_at.date() == soon + timedelta(days=1)


def test_what_was_agreed_for_the_card_ends_with_it(household, amina, nadia, dora):
    households.leave(households.join(household, dora, amina), amina)
    assert not dora.mandates.filter(until=None).exists()

    households.close(household, amina, "They moved.")

    assert not nadia.mandates.filter(until=None).exists()


def test_one_card_that_fails_does_not_keep_the_others_from_their_points(
    household, wardrobe, amina, dora, now_is, monkeypatch
):
    other = households.admit(wardrobe, amina, "means", next_year(), [dora])
    later(now_is, days=100)
    real = purse.give_to

    def fails(one, *rest):
        if one.pk == household.pk:
            raise ZeroDivisionError
        real(one, *rest)

    monkeypatch.setattr(purse, "give_to", fails)

    assert purse.recharge_all() == 1
    assert fresh(other).recharged_for > fresh(household).recharged_for
