"""The soft reasons: each between nothing and its weight, and half of it where nothing is known."""

from datetime import timedelta

import pytest

from bookings.matching import judging, reasons, words
from tests.matching import FIRST, SAN_DONATO, START, need, of, someone

ALL_OF_IT = {"weeks_minutes": {4: 80 * 60, 12: 240 * 60}, "weeks_cents": {4: 72_000, 12: 216_000}}
MORE = {"weeks_minutes": {4: 800 * 60, 12: 2400 * 60}, "weeks_cents": {4: 10**6, 12: 10**7}}
WEIGHTS = {one.code: one.weight for one in FIRST.reasons}


def points(code, job, person):
    (reason,) = of(code, reasons.weighed(job, person, FIRST))
    return reason.points


@pytest.mark.parametrize(
    ("skills", "expected"),
    [
        ({"carrying", "packing"}, 12),
        ({"carrying"}, 8),
        ({"packing"}, 4),
        ({"assembling"}, 4.8),
        ({"assembling", "lifting"}, 4.8),
        ({"assembling", "carrying"}, 8),
        ({"sewing"}, 0),
        ((), 0),
        (None, 6),
    ],
)
def test_needed_skills_count_twice_and_something_alike_in_part(skills, expected):
    near = {"carrying": "moving", "assembling": "moving", "lifting": "moving"}
    job = need(needed=("carrying",), nice=("packing",), groups=near)

    assert points("skill", job, someone(skills=skills if skills is None else frozenset(skills))) == expected


def test_similar_work_is_named_and_skills_in_no_group_are_like_none():
    job = need(needed=("carrying",), groups={"carrying": "g", "lifting": "g"}, called={"lifting": {"en": "lifting"}})

    (near,) = of("skill", reasons.weighed(job, someone(skills=frozenset({"lifting", "sewing"})), FIRST))
    (far,) = of("skill", reasons.weighed(need(), someone(skills=frozenset({"lifting"})), FIRST))

    assert words.said(near, words.TEAM, FIRST) == "tasks: can do 0 of 1; has done similar work: lifting"
    assert (far.points, far.what) == (0, "")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, 12),
        (ALL_OF_IT, 6),
        (ALL_OF_IT | {"days_since_kept": 0}, 0),
        ({"weeks_minutes": {4: 40 * 60, 12: 120 * 60}, "days_since_kept": 14}, 7.5),
        (MORE | {"days_since_kept": 90}, 6),
        ({"hours": None, "days_since_kept": 28}, 9),
    ],
)
def test_whose_turn_it_is(told, expected):
    assert points("turn", need(), someone(**told)) == expected


@pytest.mark.parametrize(
    ("code", "told", "expected"),
    [
        ("wish", {"wishes": frozenset({"carrying"})}, 4),
        ("wish", {"wishes": None}, 2),
        ("wish", {}, 0),
        ("goal", {"goals": frozenset({"carrying"})}, 3),
        ("distance", {"minutes": 80, "point": SAN_DONATO}, 1.5),
        ("distance", {"minutes": 30, "point": SAN_DONATO}, 0),
        ("distance", {"point": None}, 1.5),
    ],
)
def test_the_smaller_reasons(code, told, expected):
    assert points(code, need(), someone(**told)) == expected


def test_whoever_knows_the_family_comes_before_who_is_new_to_it():
    theirs = need(for_whom={"customer": 5})

    assert points("same_person", theirs, someone(again=True)) == 6
    assert points("same_person", theirs, someone()) == 0
    assert not of("same_person", reasons.weighed(need(), someone(again=True), FIRST))


def test_a_job_that_asks_for_no_skill_has_no_reason_about_skills():
    codes = [reason.code for reason in reasons.weighed(need(needed=()), someone(), FIRST)]

    assert codes == ["turn", "distance"]


def test_no_reason_passes_its_weight_and_they_add_up():
    verdict = judging.judge(need(starts_at=START - timedelta(hours=1)), someone(again=True), FIRST)

    assert all(0 <= reason.points <= WEIGHTS[reason.code] for reason in verdict.reasons)
    assert verdict.points == verdict.without_turn + verdict.turn
