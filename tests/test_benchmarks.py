"""What `make bench` lets pass, and what not."""

import pytest

from tests.benchmarks import limits

GOOD = {"tries": 12_000, "overlaps": 0, "deadlocks": 0}


def test_figures_that_keep_their_limits_are_let_pass():
    assert limits.missed("holds_contended", GOOD) == []
    assert limits.missed("holds_spread", {"ratio": 0.45}) == []
    assert limits.missed("bookings_http", {"ratio": 0.01}) == []


@pytest.mark.parametrize("wrong", [{"tries": 9_999}, {"overlaps": 1}, {"deadlocks": 1}])
def test_one_overlap_one_deadlock_or_too_few_tries_are_said(wrong):
    (sentence,) = limits.missed("holds_contended", GOOD | wrong)

    assert sentence.startswith(f"holds_contended: {next(iter(wrong))} is")


def test_holds_that_are_too_slow_are_said():
    assert limits.missed("holds_spread", {"ratio": 0.44}) == ["holds_spread: ratio is 0.44, at least 0.45 is asked"]


@pytest.mark.parametrize("wrong", [{"conflicts": 1}, {"twice": 1}])
def test_one_garment_that_went_home_twice_or_one_conflict_between_tills_is_said(wrong):
    assert limits.missed("tills_50", {"conflicts": 0, "twice": 0}) == []

    (sentence,) = limits.missed("tills_50", {"conflicts": 0, "twice": 0} | wrong)

    assert sentence.startswith(f"tills_50: {next(iter(wrong))} is 1")


@pytest.mark.parametrize("wrong", [{"gap": 0.002}, {"seconds": 11}])
def test_a_plan_that_is_far_from_the_best_or_takes_long_is_said(wrong):
    assert limits.missed("plan_2000", {"gap": 0.001, "seconds": 10}) == []

    (sentence,) = limits.missed("plan_2000", {"gap": 0, "seconds": 1} | wrong)

    assert sentence.startswith(f"plan_2000: {next(iter(wrong))} is")


@pytest.mark.parametrize("wrong", [{"ratio": 1.01}, {"largest_part": 1.01}, {"requests": 13}, {"shift": 0.06}])
def test_a_page_that_is_too_heavy_asks_too_often_or_jumps_about_is_said(wrong):
    good = {"ratio": 1, "largest_part": 1, "requests": 12, "shift": 0.05}
    assert limits.missed("page_weight", good) == []

    (sentence,) = limits.missed("page_weight", good | wrong)

    assert sentence.startswith(f"page_weight: {next(iter(wrong))} is")


def test_a_live_line_that_is_too_slow_is_said():
    assert limits.missed("message_live", {"ratio": 0.2}) == []
    assert limits.missed("message_live", {"ratio": 0.19}) == ["message_live: ratio is 0.19, at least 0.2 is asked"]
