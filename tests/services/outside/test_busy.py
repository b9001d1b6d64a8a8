"""What is taken elsewhere is not offered here, and strands nothing that is booked."""

import subprocess
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import lifecycle
from marketplace.lives.engine import Actor, take
from services import availability, outside, tasks
from services.models import BusySpan, OutsideCalendar, Resource
from services.outside.busy import EVERY
from services.outside.fetching import Error
from tests.cast import at
from tests.services.outside.conftest import URL, told


# --- what it means ------------------------------------------------------------------------------------------------
def test_a_time_that_is_taken_elsewhere_is_not_offered(offer, busy, slot):
    start, end = slot(10)
    assert availability.free_for(offer, start, end)

    busy((at(11), at(11, 30)))

    assert not availability.free_for(offer, start, end)
    assert availability.free_for(offer, at(11, 30), at(12, 30))
    [day] = availability.times(offer, start.date(), 1, 60)
    assert {time.starts_at for time in day.times}.isdisjoint({at(10, 30), at(11)})
    assert {at(10), at(11, 30)} <= {time.starts_at for time in day.times}


def test_the_next_free_start_knows_it_too(offer, busy):
    before = availability.next_free([offer])[offer.pk]

    busy((before - timedelta(days=1), before + timedelta(hours=3)))

    assert availability.next_free([offer])[offer.pk] > before


def test_a_time_taken_elsewhere_cannot_be_asked_for(offer, nadia, busy, wishes):
    busy((at(9), at(18)))

    with pytest.raises(ValidationError, match="not free any more"):
        lifecycle.ask(offer, Actor(nadia), wishes())


def test_weeks_away_are_busy_on_every_day(offer, busy):
    busy((at(0, days=1), at(0, days=15)))

    for days in (1, 7, 14):
        assert not availability.free_for(offer, at(10, days=days), at(12, days=days))
    assert availability.free_for(offer, at(10, days=15), at(12, days=15))
    assert BusySpan.objects.count() == 14


def test_all_lanes_are_busy_and_other_resources_are_not(offer, busy, worker, biagio):
    bench = Resource.objects.create(organisation=biagio, name="Bench", lanes=3)
    Resource.objects.filter(pk=worker.pk).update(lanes=3)
    busy((at(10), at(11)))

    assert not availability.free_for(offer, at(10), at(11))
    assert not bench.busy_spans.exists()


def test_what_is_booked_stands_and_the_clash_is_shown(booking, elena, busy, worker):
    busy((at(11), at(11, 30)), (at(16), at(17)))

    assert [hold.life_id for hold in outside.clashes(worker)] == [booking.pk]
    assert take(booking, "accept", Actor(elena)).agreed


def test_what_is_free_again_is_offered_again(offer, busy, slot, samira):
    calendar = busy((at(9), at(18)))
    busy()
    assert availability.free_for(offer, *slot())
    busy((at(9), at(18)))

    outside.remove(calendar, samira)

    assert availability.free_for(offer, *slot())


def test_two_calendars_add_up(offer, worker, samira, busy):
    busy((at(10), at(11)))
    second = outside.add(worker, samira, f"{URL}?2")
    outside.read(second.pk, lambda url: told((at(12), at(13))))

    assert not availability.free_for(offer, at(10), at(11))
    assert not availability.free_for(offer, at(12), at(13))
    assert availability.free_for(offer, at(11), at(12))


# --- reading it now and then --------------------------------------------------------------------------------------
def test_what_went_well_is_read_again_in_half_an_hour(busy):
    calendar = busy()

    assert calendar.error == ""
    assert abs(calendar.next_at - timezone.now() - EVERY) < timedelta(seconds=10)


def test_what_went_wrong_is_said_and_what_was_known_stands(offer, busy, broken, slot):
    busy((at(9), at(18)))

    calendar = broken(Error.REFUSED)

    assert calendar.get_error_display() == "The address is not known there, or not any more."
    assert calendar.read_at < calendar.tried_at
    assert not availability.free_for(offer, *slot())


def test_it_is_tried_less_and_less_often_and_once_a_day_at_least(broken, busy):
    waits = [broken(Error.UNREACHABLE).next_at - timezone.now() for _ in range(12)]

    hours = [round(wait.total_seconds() / 3600, 1) for wait in waits]
    assert hours[:4] == [0.5, 1, 2, 4]
    assert hours[-1] == 24
    assert busy().failures == 0


@pytest.mark.parametrize("error", [Error.TOO_SLOW, Error.TOO_MUCH])
def test_what_takes_too_long_is_tried_less_and_less_often(broken, error):
    broken(error)

    assert broken(error).next_at > timezone.now() + 1.5 * EVERY


def test_what_breaks_us_is_put_off_as_well(calendar):
    with pytest.raises(ZeroDivisionError):
        outside.read(calendar.pk, lambda url: 1 / 0)

    calendar.refresh_from_db()
    assert calendar.failures == 1
    assert calendar.next_at > timezone.now() + EVERY / 2


def test_no_calendar_and_a_bomb_are_said_to_be_so(calendar):
    outside.read(calendar.pk, lambda url: b"<html>Sign in</html>")
    assert OutsideCalendar.objects.get().error == Error.NO_CALENDAR


def test_each_is_handed_out_once_when_it_is_due(calendar, worker):
    OutsideCalendar.objects.update(next_at=timezone.now() - timedelta(minutes=1))

    assert outside.claim_due() == [calendar.pk]
    assert outside.claim_due() == []


def test_whoever_has_left_is_not_asked_for(calendar, worker):
    OutsideCalendar.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    Resource.objects.filter(pk=worker.pk).update(active=False)

    assert outside.claim_due() == []


def test_the_periodic_task_makes_a_task_of_each(calendar):
    OutsideCalendar.objects.update(next_at=timezone.now() - timedelta(minutes=1))
    ProcrastinateJob.objects.filter(task_name="services.read_outside").delete()

    tasks.every_ten_minutes(0)

    assert ProcrastinateJob.objects.filter(task_name="services.read_outside").count() == 1


def test_what_was_removed_meanwhile_is_forgotten(calendar, samira):
    def fetch(url):
        outside.remove(calendar, samira)
        return told((at(9), at(18)))

    outside.read(calendar.pk, fetch)

    assert not BusySpan.objects.exists()
    outside.read(calendar.pk, fetch)


def test_whoever_reads_a_stranger_s_text_is_told_no_secret(calendar, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "for nobody")
    run, told_to = subprocess.run, {}

    def watch(program, **how):
        told_to.update(how)
        return run(program, **how)

    monkeypatch.setattr("services.outside.busy.subprocess.run", watch)
    outside.read(calendar.pk, lambda url: told((at(9), at(10))))

    assert {"SECRET_KEY", "DATABASE_URL"}.isdisjoint(told_to["env"])
    assert told_to["cwd"] == "/"
    assert BusySpan.objects.count() == 1
