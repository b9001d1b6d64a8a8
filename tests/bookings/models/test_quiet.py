"""When a question runs out: in time, not in the evening or at night, never after the work has begun."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bookings.models import quiet
from tests.cast import ROME

MOMENTS = st.integers(0, 63_000_000).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
AHEAD = st.timedeltas(timedelta(minutes=1), timedelta(days=30))


@given(MOMENTS, AHEAD)
def test_it_runs_out_before_the_work_begins_and_by_day(now, ahead):
    ends = quiet.runs_out(now, now + ahead, ROME)

    assert now < ends <= now + ahead
    at_nine = ends.astimezone(ROME).time() == quiet.EVENING
    assert ends == now + ahead or at_nine or not quiet.is_quiet(ends, ROME)


@given(MOMENTS, AHEAD)
def test_there_are_two_hours_to_answer_where_the_work_is_not_sooner(now, ahead):
    assert quiet.runs_out(now, now + ahead, ROME) >= min(now + timedelta(hours=2), now + ahead)


@given(MOMENTS)
def test_the_morning_after_is_never_quiet_and_at_most_eleven_hours_later(moment):
    told = quiet.morning_after(moment, ROME)

    assert not quiet.is_quiet(told, ROME)
    assert timedelta(0) <= told - moment <= timedelta(hours=12)
