"""Times of a job: nights of clock changes, midnight, New Year, Sundays."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.matching.facts import Need, Person, elapsed
from bookings.matching.rules import NEVER
from tests.matching import need

MINUTE = timedelta(minutes=1)
ROME = ZoneInfo("Europe/Rome")
MOMENTS = st.integers(0, 730 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE)


@pytest.mark.parametrize(("night", "minutes"), [(date(2027, 3, 27), 420), (date(2027, 10, 30), 540)])
def test_a_night_of_a_clock_change_is_paid_as_long_as_it_lasts(night, minutes):
    start = datetime(night.year, night.month, night.day, 22, tzinfo=ROME)
    end = datetime(night.year, night.month, night.day + 1, 6, tzinfo=ROME)

    job = need(starts_at=start, ends_at=end)

    assert elapsed(start, end) == minutes
    assert job.minutes == minutes == sum(count for _day, count in job.days)


def test_a_job_over_midnight_touches_both_days():
    job = need(starts_at=datetime(2027, 3, 20, 21, tzinfo=ROME), ends_at=datetime(2027, 3, 21, 5, tzinfo=ROME))

    assert job.days == [(date(2027, 3, 20), 180), (date(2027, 3, 21), 300)]
    assert (job.first_day, job.last_day) == (date(2027, 3, 20), date(2027, 3, 21))


def test_a_job_until_midnight_does_not_touch_the_next_day():
    job = need(starts_at=datetime(2027, 3, 20, 21, tzinfo=ROME), ends_at=datetime(2027, 3, 21, 0, tzinfo=ROME))

    assert job.last_day == date(2027, 3, 20)


def test_a_job_from_sunday_to_monday_counts_in_two_weeks():
    job = need(starts_at=datetime(2027, 3, 21, 22, tzinfo=ROME), ends_at=datetime(2027, 3, 22, 6, tzinfo=ROME))

    assert job.weeks == {(2027, 11): 120, (2027, 12): 360}


def test_a_job_over_new_year_splits_its_pay_by_the_minutes_and_loses_no_cent():
    start, end = datetime(2026, 12, 31, 22, tzinfo=ROME), datetime(2027, 1, 1, 5, tzinfo=ROME)

    job = need(starts_at=start, ends_at=end, cents=10_000)
    old = job.cents_within(date(2026, 1, 1), date(2026, 12, 31))
    new = job.cents_within(date(2027, 1, 1), date(2027, 12, 31))

    assert (old, new) == (2857, 7143)


@given(MOMENTS, st.integers(1, 3000), st.integers(0, 100_000))
def test_days_and_weeks_add_up_to_the_whole(start, minutes, cents):
    end = start + minutes * MINUTE
    job = need(starts_at=start, ends_at=end, cents=cents)

    assert sum(count for _day, count in job.days) == sum(job.weeks.values()) == job.minutes == minutes
    assert all(count > 0 for _day, count in job.days)
    assert sum(job.cents_within(day, day) for day, _count in job.days) == cents


def test_what_never_counts_has_no_place_among_the_facts():
    names = {spot.name for kind in (Need, Person) for spot in fields(kind)}

    assert not names & {*NEVER, "born", "birth", "disability", "citizen", "rating", "refused", "household"}
