"""Free times: hours minus holds, on the place's clock."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookings import lifecycle
from marketplace.lives.engine import Actor, take
from services import availability
from services.availability.spans import merged
from services.models import ClosedDay, HoursException, Resource, WeeklyHours
from tests.cast import ROME, at

UTC = ZoneInfo("UTC")


def starts(offer, days=2, minutes=120):
    day = timezone.localdate(timezone=ROME) + timedelta(days=days)
    (listed,) = availability.times(offer, day, 1, minutes)
    return [f"{time.starts_at.astimezone(ROME):%H:%M}" for time in listed.times]


def test_a_day_offers_each_start_from_which_the_whole_stay_fits(offer):
    listed = starts(offer, minutes=240)

    assert listed[0] == "09:00"
    assert listed[-1] == "14:00"
    assert len(listed) == 11


def test_a_hold_takes_its_time_out(offer, booking):
    assert starts(offer) == ["12:00", "12:30", "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"]


def test_a_declined_request_gives_the_time_back(offer, booking, elena):
    take(booking, "decline", Actor(elena), {"reason": "ill"})

    assert "10:00" in starts(offer)


def test_buffers_are_kept_free_around_a_stay(make_offer, nadia, wishes):
    careful = make_offer(buffer_before=30, buffer_after=30)
    lifecycle.ask(careful, Actor(nadia), wishes())

    listed = starts(careful, minutes=60)

    assert listed[0] == "13:00"
    assert listed[-1] == "16:30"


def test_an_exception_replaces_the_weekly_hours_of_its_day(offer, worker):
    HoursException.objects.create(resource=worker, date=at(0).date(), opens=time(15), closes=time(18), reason="doctor")
    availability.write_out(worker)

    assert starts(offer) == ["15:00", "15:30", "16:00"]


def test_an_exception_without_hours_closes_the_day(offer, worker):
    HoursException.objects.create(resource=worker, date=at(0).date())
    availability.write_out(worker)

    (day,) = availability.times(offer, at(0).date(), 1, 60)

    assert day.closed
    assert not day.times


def test_the_city_rests_on_a_closed_day_unless_somebody_says_otherwise(offer, worker):
    ClosedDay.objects.create(date=at(0).date(), name={"it": "Festa"})
    availability.write_out(worker)
    rested = starts(offer)
    HoursException.objects.create(resource=worker, date=at(0).date(), opens=time(9), closes=time(12))
    availability.write_out(worker)

    assert rested == []
    assert starts(offer) == ["09:00", "09:30", "10:00"]


def test_notice_and_horizon_bound_what_can_be_booked(make_offer):
    slow = make_offer(notice_minutes=3 * 24 * 60, horizon_days=5)

    days = availability.times(slow, timezone.localdate(timezone=ROME), 9, 60)

    earliest, latest = availability.bookable(slow)
    listed = [time.starts_at for day in days for time in day.times]
    assert listed
    assert all(earliest <= start < latest for start in listed)


def test_the_hours_of_a_week_are_five_queries_whoever_does_it(offer, django_assert_num_queries):
    offer = type(offer).objects.for_cards().get(pk=offer.pk)
    with django_assert_num_queries(5):
        availability.times(offer, timezone.localdate(timezone=ROME), 7, 60)


def test_the_next_free_time_of_many_offers_is_two_queries(make_offer, django_assert_num_queries):
    for number in range(5):
        make_offer(f"Offer {number}")
    offers = type(make_offer()).objects.for_cards().prefetch_related("resources")
    loaded = list(offers)
    with django_assert_num_queries(1):
        found = availability.next_free(loaded)

    assert len(found) == 6


def test_a_time_in_the_past_is_named(offer):
    with pytest.raises(ValidationError, match="past"):
        availability.check(offer, at(10, days=-1), at(11, days=-1))


def test_an_end_before_the_start_is_named(offer):
    with pytest.raises(ValidationError, match="after the start"):
        availability.check(offer, at(12), at(11))


def test_outside_the_hours_nobody_is_free(offer):
    assert availability.free_for(offer, at(19), at(20)) == []


def test_who_has_worked_least_lately_goes_first(offer, booking, biagio, person):
    other = Resource.objects.create(organisation=biagio, user=person("Ileana"), name="Ileana")
    for weekday in range(7):
        WeeklyHours.objects.create(resource=other, weekday=weekday, opens=time(9), closes=time(18))
    availability.write_out(other)
    offer.resources.add(other)

    free = availability.free_for(offer, at(14), at(16))
    assert [resource.name for resource in availability.by_turn(free, at(14))] == ["Ileana", "Samira"]


# --- daylight saving ----------------------------------------------------------------------------------------------


def test_nine_stays_nine_when_the_clock_changes():
    before = availability.moment(date(2038, 3, 27), time(9), ROME)
    after = availability.moment(date(2038, 3, 28), time(9), ROME)

    assert after - before == timedelta(hours=23)
    assert f"{after.astimezone(ROME):%H:%M}" == "09:00"


def test_starts_in_the_hour_that_is_skipped_are_left_out(offer):
    night = (datetime(2038, 3, 28, 0, tzinfo=UTC), datetime(2038, 3, 28, 3, tzinfo=UTC))

    listed = [f"{start.astimezone(ROME):%H:%M}" for start in availability.starts_in(offer, [night], 60)]

    assert listed == ["01:00", "01:30", "03:00", "03:30", "04:00"]


@given(
    st.integers(0, 3 * 365 * 24 * 3600),
    st.sampled_from([5, 10, 15, 20, 30, 45, 60, 90]),
)
def test_a_start_on_the_grid_is_never_before_and_always_on_the_clock(seconds, minutes):
    moment, step = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), timedelta(minutes=minutes)

    found = availability.on_grid(moment, step, ROME)

    wall = found.astimezone(ROME)
    assert found >= moment
    assert (wall.hour * 60 + wall.minute) % minutes == 0 or wall.hour * 60 + wall.minute == 0
    assert wall.second == wall.microsecond == 0


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), max_size=12))
def test_merged_spans_cover_the_same_minutes_and_do_not_touch(pairs):
    day = datetime(2026, 11, 24, tzinfo=UTC)
    spans = [(day + timedelta(minutes=a), day + timedelta(minutes=a + n)) for a, n in pairs]

    whole = merged(spans)

    covered = {minute for a, n in pairs for minute in range(a, a + n)}
    counted = [minute for lower, upper in whole for minute in range(between(day, lower), between(day, upper))]
    assert sorted(covered) == counted
    assert all(first[1] < second[0] for first, second in pairwise(whole))


def between(start, end):
    return int((end - start).total_seconds() // 60)
