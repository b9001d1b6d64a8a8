"""Editing hours: what cannot be is told beside its field, and the free times change at once."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.refusals import Refused
from services import availability, hours
from services.models import Resource, WeeklyHours
from tests.cast import ROME
from tests.folding import each

TODAY = timezone.localdate(timezone=ROME)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def calendar(worker):
    """Samira's calendar without any hours."""
    worker.weekly_hours.all().delete()
    availability.write_out(worker)
    return worker


def free_on(resource, day):
    begin, end = (availability.midnight(when, ROME) for when in (day, day + timedelta(days=1)))
    spans = availability.free_spans([resource.pk], begin, end)[resource.pk]
    return [(start.astimezone(ROME).time(), end.astimezone(ROME).time()) for start, end in spans]


def test_hours_of_several_days_are_free_at_once(calendar, elena):
    hours.add_weekly(calendar, elena, range(7), time(9), time(13))
    hours.add_weekly(calendar, elena, [TOMORROW.weekday()], time(15), time(18, 30))

    assert free_on(calendar, TOMORROW) == [(time(9), time(13)), (time(15), time(18, 30))]


def test_hours_that_were_taken_away_are_not_free_any_more(calendar, elena):
    hours.add_weekly(calendar, elena, [TOMORROW.weekday()], time(9), time(13))

    hours.remove_weekly(calendar, elena, calendar.weekly_hours.get().pk)

    assert free_on(calendar, TOMORROW) == []


def test_midnight_is_the_end_of_the_day(calendar, elena):
    hours.add_weekly(calendar, elena, [TOMORROW.weekday()], time(20), time(0))

    assert free_on(calendar, TOMORROW) == [(time(20), time(0))]


@pytest.mark.parametrize(("opens", "closes"), [(time(13), time(9)), (time(9), time(9))])
def test_an_end_before_the_start_is_told(calendar, elena, opens, closes):
    with pytest.raises(ValidationError) as told:
        hours.add_weekly(calendar, elena, [0], opens, closes)

    assert set(told.value.error_dict) == {"closes"}


@each(
    ("opens", "closes"),
    [(time(9), time(13)), (time(12, 59), time(14)), (time(8), time(9, 1)), (time(10), time(11)), (time(8), time(0))],
)
def test_hours_that_overlap_are_told(calendar, elena, opens, closes):
    hours.add_weekly(calendar, elena, [0], time(9), time(13))

    with pytest.raises(ValidationError, match="Monday: this overlaps the hours from 9:00 to 13:00"):
        hours.add_weekly(calendar, elena, [0, 1], opens, closes)

    assert calendar.weekly_hours.count() == 1


def test_hours_may_touch(calendar, elena):
    hours.add_weekly(calendar, elena, [TOMORROW.weekday()], time(9), time(13))
    hours.add_weekly(calendar, elena, [TOMORROW.weekday()], time(13), time(15))

    assert free_on(calendar, TOMORROW) == [(time(9), time(15))]


def test_a_day_is_needed(calendar, elena):
    with pytest.raises(ValidationError, match="at least one day"):
        hours.add_weekly(calendar, elena, [], time(9), time(13))


def test_a_closed_day_has_nothing_free(worker, elena):
    hours.add_exception(worker, elena, TOMORROW, reason="Holiday")

    assert free_on(worker, TOMORROW) == []


def test_other_hours_take_the_place_of_the_weekly_ones(worker, elena):
    hours.add_exception(worker, elena, TOMORROW, opens=time(14), closes=time(16))

    assert free_on(worker, TOMORROW) == [(time(14), time(16))]


def test_midnight_is_the_end_of_another_day_too(worker, elena):
    hours.add_exception(worker, elena, TOMORROW, opens=time(22), closes=time(0))

    assert free_on(worker, TOMORROW) == [(time(22), time(0))]


def test_an_exception_that_was_taken_away_gives_the_week_back(worker, elena):
    hours.add_exception(worker, elena, TOMORROW)

    hours.remove_exception(worker, elena, worker.exceptions.get().pk)

    assert free_on(worker, TOMORROW) == [(time(9), time(18))]


def test_a_holiday_may_last_many_days(worker, elena):
    hours.add_exception(worker, elena, TOMORROW, TOMORROW + timedelta(days=6), reason="Holiday")

    assert worker.exceptions.count() == 7


@each(
    ("first", "last", "opens", "closes", "field"),
    [
        (TODAY - timedelta(days=1), None, None, None, "first"),
        (TOMORROW, TODAY, None, None, "last"),
        (TOMORROW, TOMORROW + timedelta(days=92), None, None, "last"),
        (TOMORROW, None, time(9), None, "closes"),
        (TOMORROW, None, None, time(9), "opens"),
        (TOMORROW, None, time(9), time(8), "closes"),
        (TOMORROW, None, time(9), time(9), "closes"),
    ],
)
def test_an_exception_that_cannot_be_is_told_beside_its_field(worker, elena, first, last, opens, closes, field):
    with pytest.raises(ValidationError) as told:
        hours.add_exception(worker, elena, first, last, opens, closes)

    assert set(told.value.error_dict) == {field}
    assert not worker.exceptions.exists()


def test_a_day_is_either_closed_or_has_hours(worker, elena):
    hours.add_exception(worker, elena, TOMORROW)

    with pytest.raises(ValidationError, match="take it away first"):
        hours.add_exception(worker, elena, TOMORROW, opens=time(9), closes=time(12))


def test_only_the_desk_writes_hours(worker, samira, dora, gianni):
    for somebody in (samira, dora, gianni):
        with pytest.raises(Refused):
            hours.add_weekly(worker, somebody, [0], time(19), time(20))


def test_the_night_writes_out_what_the_desk_has_just_changed(worker, elena):
    """The task read its calendars before the edit; what counts is what stands when it has the row."""
    read_before = Resource.objects.prefetch_related("weekly_hours").get(pk=worker.pk)
    for row in worker.weekly_hours.all():
        hours.remove_weekly(worker, elena, row.pk)

    availability.write_out(read_before)

    assert free_on(worker, TOMORROW) == []


def test_what_is_written_out_already_stays(worker, elena):
    before = {span.period: span.pk for span in worker.open_spans.all()}

    hours.add_exception(worker, elena, TOMORROW, opens=time(22), closes=time(23))

    after = {span.period: span.pk for span in worker.open_spans.all()}
    assert len(after.keys() - before.keys()) == 1
    assert all(before[period] == pk for period, pk in after.items() if period in before)


def test_hours_of_several_are_written_out_in_as_many_queries_as_those_of_one(worker, biagio):
    others = [Resource.objects.create(organisation=biagio, name=name) for name in ("Van", "Bench")]
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=one, weekday=TOMORROW.weekday(), opens=time(9), closes=time(18)) for one in others
    )

    with CaptureQueriesContext(connection) as of_one:
        availability.write_all_out([others[0].pk])
    with CaptureQueriesContext(connection) as of_all:
        availability.write_all_out([worker.pk, others[1].pk])

    assert len(of_all) == len(of_one)
    assert [free_on(one, TOMORROW) for one in (worker, *others)] == [[(time(9), time(18))]] * 3
