"""How evenly work is spread, in numbers that do not tell of anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.matching import fairness
from bookings.matching.fairness import Received

VALUES = st.lists(st.integers(0, 1000), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5, 5, 5], 0), ([0, 0, 9], 2 / 3), ([1, 2, 3, 4], 0.25), ([0, 0], None), ([], None), ([7], 0)],
)
def test_gini_of_known_lists(values, expected):
    assert fairness.gini(values) == (expected if expected is None else pytest.approx(expected))


@given(VALUES, st.integers(1, 50))
def test_gini_lies_between_nothing_and_one_and_knows_no_unit(values, times):
    found = fairness.gini(values)

    assert found is None or 0 <= found < 1
    assert found == (None if found is None else pytest.approx(fairness.gini([value * times for value in values])))


@given(VALUES)
def test_percentiles_are_numbers_that_somebody_has(values):
    middle, most = fairness.percentile(values, 50), fairness.percentile(values, 90)

    assert {middle, most} <= set(values)
    assert min(values) <= middle <= most <= max(values)


def received(minutes, wished=1200, days=None):
    return Received(wished, minutes, minutes * 15, 1, days)


def test_a_report_tells_of_ten_people_and_of_no_fewer():
    people = [received(minutes * 60, days=minutes) for minutes in range(10)]

    report = fairness.report(people, 10)

    assert (report.people, report.waiting_median, report.waiting_p90) == (10, 4, 8)
    assert report.gini_hours == report.gini_euro == pytest.approx(0.3667, abs=0.001)
    assert report.gini_offers == 0
    assert fairness.report(people[:9], 10) is None
    assert fairness.report([*people[:9], received(60, wished=0)], 10) is None


def test_where_nobody_had_work_there_is_nothing_to_divide():
    report = fairness.report([received(0)] * 12, 10)

    assert (report.gini_hours, report.gini_euro, report.waiting_median) == (None, None, None)
