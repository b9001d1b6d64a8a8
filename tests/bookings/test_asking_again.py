"""The waiting list when a date grows, and when somebody did not want to wait so long."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from services import occasions
from tests.gatherings import evening, statuses


def test_whoever_passed_comes_before_newcomers_when_the_date_grows(full, line, nadia, elena, come, dora, run_tasks):
    (first,) = line(2)
    take(full, "cancel", Actor(nadia))
    run_tasks()
    take(first, "pass", Actor(first.customer))
    date = full.enrolment.occasion

    occasions.change(date, Actor(elena), [evening(9)], 3, [])
    run_tasks()

    assert statuses([first]) == ["invited"]


def test_nobody_slips_in_while_a_date_grows(full, line, elena, come, dora, nadia, run_tasks):
    first, _second = line(2, 1)
    take(full, "cancel", Actor(nadia))
    run_tasks()
    take(first, "pass", Actor(first.customer))
    run_tasks()
    date = full.enrolment.occasion

    occasions.change(date, Actor(elena), occasions.spans_of(date), 4, [])

    with pytest.raises(ValidationError, match="not that many places left"):
        come(dora, date, seats=2)


def test_a_smaller_date_asks_nobody_again(on, come, nadia, elena, person, run_tasks):
    date = on(seats=2)
    booking, waits = come(nadia, date, seats=2), come(person("Waiter"), date, wait=True)
    take(booking, "cancel", Actor(nadia))
    run_tasks()
    take(waits, "pass", Actor(waits.customer))

    occasions.change(date, Actor(elena), occasions.spans_of(date), 1, [])
    run_tasks()

    assert statuses([waits]) == ["waiting"]


def test_nobody_is_asked_longer_than_she_wanted_to_wait(full, come, dora, nadia, run_tasks, now_is):
    tomorrow = timezone.localdate(timezone=full.tz) + timedelta(days=1)
    waits = come(dora, full.enrolment.occasion, wait=True, until=tomorrow)
    now_is(waits.waiting.until - timedelta(hours=2))

    take(full, "cancel", Actor(nadia))
    run_tasks()

    assert statuses([waits]) == ["invited"]
    assert Booking.objects.get(pk=waits.pk).answer_by == waits.waiting.until


def test_whose_waiting_is_over_is_not_asked_also_when_the_clock_is_late(full, come, dora, nadia, run_tasks, now_is):
    tomorrow = timezone.localdate(timezone=full.tz) + timedelta(days=1)
    waits = come(dora, full.enrolment.occasion, wait=True, until=tomorrow)
    now_is(waits.waiting.until + timedelta(seconds=1))

    take(full, "cancel", Actor(nadia))
    run_tasks()

    assert statuses([waits]) == ["waiting"]
