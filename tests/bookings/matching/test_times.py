"""Whether somebody is free: what lies beside, the way between, rest, and hours over midnight."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings.matching import gates
from bookings.matching.facts import Held
from tests.matching import AURORA, END, FIRST, SAN_DONATO, START, need, of, said, someone


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (START + timedelta(hours=1), END, ("no", "held")),
        (END, END + timedelta(hours=1), ("no", "too_close")),
        (END + timedelta(minutes=10), END + timedelta(hours=1), ("yes", "")),
        (START - timedelta(hours=1), START - timedelta(minutes=9), ("no", "too_close")),
        (END + timedelta(hours=11, minutes=30), END + timedelta(hours=13), ("yes", "")),
    ],
)
def test_what_lies_beside_the_job(start, end, expected):
    person = someone(held=(Held(start, end, AURORA, work=False),))

    assert said("free", need(), person) == [expected]


def test_the_way_from_what_lies_before_is_counted():
    before = Held(START - timedelta(hours=2), START - timedelta(minutes=40), SAN_DONATO)

    (reason,) = of("free", gates.asked(need(), someone(held=(before,)), FIRST))

    assert (reason.what, reason.facts["minutes"]) == ("too_close", 10)


def test_eleven_hours_of_rest_lie_between_the_work_of_two_days():
    late = START - timedelta(hours=10)  # ends at 23 on Friday
    work = Held(late - timedelta(hours=3), late)

    assert said("free", need(), someone(held=(work,))) == [("no", "rest")]
    assert said("free", need(), someone(held=(Held(work.start, work.end, work=False),))) == [("yes", "")]


@pytest.mark.parametrize(("minutes", "expected"), [(0, ("yes", "")), (15, ("if", "outside")), (16, ("no", "outside"))])
def test_hours_that_do_not_cover_all_of_it(minutes, expected):
    person = someone(open=((START + timedelta(minutes=minutes), END),))

    assert said("free", need(), person) == [expected]


def test_hours_that_touch_at_midnight_are_one():
    start = datetime(2027, 3, 20, 21, tzinfo=UTC)  # 22 to 6
    midnight = datetime(2027, 3, 20, 23, tzinfo=UTC)
    job = need(starts_at=start, ends_at=start + timedelta(hours=8))

    assert said("free", job, someone(open=((start, midnight), (midnight, job.ends_at)))) == [("yes", "")]


def test_hours_nobody_gave_are_asked_and_none_given_for_then_are_a_no():
    assert said("free", need(), someone(open=None)) == [("unknown", "no_hours")]
    assert said("free", need(), someone(open=())) == [("no", "outside")]
