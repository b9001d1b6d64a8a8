"""Rows in which at most one of many may be chosen."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from bookings.matching import rows


@given(st.integers(1, 8), st.data())
def test_groups_hold_only_jobs_that_meet_and_all_that_meet_are_together_in_one(number, data):
    couples = list(combinations(range(number), 2))
    meeting = data.draw(st.sets(st.sampled_from(couples))) if couples else set()
    meets = [
        sum(1 << other for other in range(number) if {(one, other), (other, one)} & meeting) for one in range(number)
    ]

    groups = [sorted(group) for group in rows.cliques(meets)]

    assert {couple for group in groups for couple in combinations(group, 2)} == meeting
    assert all(len(set(group)) == len(group) > 1 for group in groups)
