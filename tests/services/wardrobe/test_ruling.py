"""Rules of a wardrobe: each from a day to come on, one after the other, and taken back while none has felt them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.refusals import Refused
from services.models import Quota, Recharge, Tag
from services.wardrobe import rules, ruling
from tests.folding import each

TOMORROW = timedelta(days=1)
MORE = {"adult_points": 90, "child_points": 60, "months": 6, "keeps_rest": False}


@pytest.fixture
def today(wardrobe):
    return wardrobe.today()


@pytest.fixture
def dearer(wardrobe, amina, coat, today):
    """dearer(40, days=1): a coat costs 40 points from tomorrow on."""

    def write(points: int, days: int = 1, most: int | None = 1):
        told = {"type": coat, "points": points, "most": most, "valid_from": today + timedelta(days=days)}
        return ruling.write(wardrobe, amina, "tag", told)

    return write


def test_the_rule_before_ends_on_the_day_before(wardrobe, coat, dearer, today):
    rule = dearer(40, days=10)

    assert rules.points_of(wardrobe, coat, today + timedelta(days=9)) == 30
    assert rules.points_of(wardrobe, coat, today + timedelta(days=10)) == 40
    assert Tag.objects.get(pk=rule.follows_id).valid_to == today + timedelta(days=9)


def test_a_rule_counts_from_tomorrow_on_and_not_in_some_far_time(dearer, today):
    for days in (0, -1, -400, 731):
        with pytest.raises(ValidationError) as refused:
            dearer(40, days=days)
        assert list(refused.value.message_dict) == ["valid_from"]

    assert Tag.objects.get().valid_to is None


def test_whoever_is_not_of_the_desk_writes_no_rule_and_takes_none_back(wardrobe, tomas, elena, nadia, dearer, today):
    rule = dearer(40)

    for outsider in (tomas, elena, nadia):
        with pytest.raises(Refused):
            ruling.write(wardrobe, outsider, "recharge", MORE | {"valid_from": today + TOMORROW})
        with pytest.raises(Refused):
            ruling.take_back(rule, outsider)

    assert Recharge.objects.count() == 1
    assert Tag.objects.count() == 2


def test_a_rule_that_has_not_begun_is_taken_back_and_the_one_before_goes_on(wardrobe, coat, amina, dearer, today):
    Tag.objects.update(valid_to=today + timedelta(days=60))  # it had a last day of its own
    rule = dearer(40, days=10)

    ruling.take_back(rule, amina)
    ruling.take_back(rule, amina)  # from two tabs

    assert Tag.objects.get().valid_to == today + timedelta(days=60)


def test_a_rule_that_counts_is_not_taken_back(amina, coat):
    with pytest.raises(Refused, match="counts already"):
        ruling.take_back(Tag.objects.get(), amina)

    assert Tag.objects.exists()


def test_the_last_rule_is_taken_back_first(amina, dearer):
    first, second = dearer(40, days=5), dearer(50, days=10)

    with pytest.raises(Refused, match="Another rule follows"):
        ruling.take_back(first, amina)
    ruling.take_back(second, amina)
    ruling.take_back(first, amina)

    assert Tag.objects.get().valid_to is None


def test_a_rule_that_would_begin_before_another_one_says_so(dearer):
    dearer(40, days=10)

    with pytest.raises(ValidationError, match="Take that one back first"):
        dearer(50, days=5)
    with pytest.raises(ValidationError, match="Take that one back first"):
        dearer(50, days=10)

    assert Tag.objects.count() == 2


def test_a_double_click_writes_one_rule(wardrobe, amina, coat, dearer, today):
    quota = {"types": [coat], "number": 1, "days": 7, "follows": None, "valid_from": today + TOMORROW}

    assert dearer(40) == dearer(40)
    assert ruling.write(wardrobe, amina, "quota", quota) == ruling.write(wardrobe, amina, "quota", quota)

    assert Tag.objects.count() == 2
    assert Quota.objects.count() == 1


def test_rules_of_other_types_and_wardrobes_stay(wardrobe, kind_of, dearer):
    hat = kind_of("hat", points=5)

    dearer(40)

    assert Tag.objects.get(type=hat).valid_to is None


def test_a_recharge_follows_the_one_before(wardrobe, amina, today):
    ruling.write(wardrobe, amina, "recharge", MORE | {"valid_from": today + TOMORROW})

    assert rules.recharge_of(wardrobe, today).adult_points == 150
    assert rules.recharge_of(wardrobe, today + TOMORROW).adult_points == 90


def test_quotas_stand_beside_each_other_or_follow_one_that_is_named(wardrobe, amina, coat, kind_of, today):
    weekly = {"types": [coat], "number": 1, "days": 7, "follows": None, "valid_from": today + TOMORROW}
    first = ruling.write(wardrobe, amina, "quota", weekly)
    ruling.write(wardrobe, amina, "quota", weekly | {"types": [kind_of("shoes")], "days": 90})
    later = {"follows": first, "number": 2, "valid_from": today + timedelta(days=9)}

    ruling.write(wardrobe, amina, "quota", weekly | later)

    numbers = [[quota.number for quota in rules.quotas_of(wardrobe, today + timedelta(days=days))] for days in (8, 9)]
    assert numbers == [[1, 1], [1, 2]]


@each(
    ("wrong", "field"),
    [({"types": []}, "types"), ({"number": 0}, "number"), ({"days": 367}, "days"), ({"number": None}, "number")],
)
def test_a_quota_that_cannot_be_is_refused(wrong, field, wardrobe, amina, coat, today):
    told = {"types": [coat], "number": 1, "days": 7, "follows": None, "valid_from": today + TOMORROW} | wrong

    with pytest.raises(ValidationError) as refused:
        ruling.write(wardrobe, amina, "quota", told)

    assert list(refused.value.message_dict) == [field]
    assert not Quota.objects.exists()


def test_a_quota_follows_none_of_another_wardrobe_and_none_that_is_over(wardrobe, amina, coat, abito, today):
    other = type(wardrobe).objects.create(organisation=abito, slug="other", name={"en": "Other"})
    old = {"number": 1, "days": 7, "valid_from": today - timedelta(days=90)}
    for quota in (other.quotas.create(**old), wardrobe.quotas.create(**old, valid_to=today)):
        told = {"types": [coat], "number": 1, "days": 7, "follows": quota, "valid_from": today + timedelta(days=9)}
        with pytest.raises(ValidationError) as refused:
            ruling.write(wardrobe, amina, "quota", told)
        assert list(refused.value.message_dict) == ["follows"]


@each("points", [-1, 1001, None, "many"])
def test_strange_points_are_refused(points, dearer):
    with pytest.raises(ValidationError) as refused:
        dearer(points)

    assert list(refused.value.message_dict) == ["points"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(moves=st.lists(st.one_of(st.just(0), st.integers(1, 60)), max_size=8))
def test_whatever_is_written_and_taken_back_each_day_has_one_rule(moves, wardrobe, amina, coat, dearer, today):
    """0 takes the last one back; a number is the first day of another."""
    for number, days in enumerate(moves):
        try:
            if days:
                dearer(100 + number, days=days)
            else:
                ruling.take_back(Tag.objects.latest("valid_from"), amina)
        except (ValidationError, Refused):
            continue

    for days in {0, 61, *moves, *(max(0, day - 1) for day in moves)}:  # between them one is as the other
        assert Tag.objects.on(today + timedelta(days=days)).count() == 1
    while Tag.objects.count() > 1:
        ruling.take_back(Tag.objects.latest("valid_from"), amina)
    assert Tag.objects.get().valid_to is None
