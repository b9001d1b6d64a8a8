"""Where jobs come from: a booking for which helpers are asked, every week, a named day. They follow their booking."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings.jobs import following, making
from bookings.models import Booking, Job
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import ClosedDay
from tests.cast import ROME
from tests.work import next_saturday

SATURDAY = {"weekday": 5, "opens": time(9), "closes": time(13)}


@pytest.fixture
def agreed(booking, elena) -> Booking:
    return take(booking, "accept", Actor(elena))


@pytest.fixture
def helping(agreed, opening, elena) -> Job:
    """Helpers for a booking that is agreed."""
    return making.for_booking(agreed, opening(offer=agreed.offer, places=2), elena)


def test_helpers_are_asked_for_a_booking_once(helping, agreed, elena):
    again = making.for_booking(agreed, helping.opening, elena)

    assert again == helping
    assert (helping.starts_at, helping.ends_at, helping.place) == (agreed.starts_at, agreed.ends_at, agreed.place)


def test_only_for_what_is_agreed_by_its_own_desk_and_of_its_offer(booking, opening, elena, chiara, dora):
    fits, other = opening(offer=booking.offer), opening()
    asked = [(other, elena), (fits, elena)]

    for which, by in asked:
        with pytest.raises(Refused):
            making.for_booking(booking, which, by)
    for stranger in (chiara, dora):
        with pytest.raises(Refused):
            making.for_booking(booking, fits, stranger)


def test_a_booking_that_is_called_off_takes_its_job_with_it(helping, agreed, elena, propose, run_closings):
    proposal = propose(helping)

    take(agreed, "call_off", Actor(elena), {"reason": "The van is broken."})
    following.follow_all()
    run_closings()

    proposal.refresh_from_db()
    helping.refresh_from_db()
    assert helping.called_off_at
    assert (proposal.status, proposal.last_change.facts["code"]) == ("closed", "cancelled")
    assert following.behind() == []


def test_a_yes_that_comes_after_the_booking_was_called_off_is_refused(helping, agreed, elena, propose, ready):
    proposal = propose(helping)
    take(agreed, "call_off", Actor(elena), {"reason": "The van is broken."})

    with pytest.raises(Refused, match="called off"):
        take(proposal, "accept", Actor(ready.person))


def test_a_booking_that_moves_takes_its_job_along_and_asks_anew(helping, agreed, propose, run_closings):
    proposal = propose(helping)
    later = agreed.starts_at + timedelta(days=1)
    Booking.objects.filter(pk=agreed.pk).update(starts_at=later, ends_at=agreed.ends_at + timedelta(days=1))
    Job.objects.update(seen_change=None)

    following.follow_all()
    run_closings()

    proposal.refresh_from_db()
    helping.refresh_from_db()
    assert (proposal.last_change.facts["code"], helping.starts_at) == ("changed", later)


def test_a_change_that_moves_nothing_leaves_what_was_agreed(helping, agreed, propose, ready, django_assert_num_queries):
    proposal = take(propose(helping), "accept", Actor(ready.person))
    Job.objects.update(seen_change=None)

    following.follow_all()

    proposal.refresh_from_db()
    assert proposal.status == "agreed"
    with django_assert_num_queries(1):
        following.follow_all()


def test_every_week_has_its_job_once_and_closed_days_have_none(opening):
    weekly, today = opening(**SATURDAY), date(2026, 12, 1)
    ClosedDay.objects.get_or_create(date=date(2026, 12, 26))

    for _night in range(2):
        making.every_week(today)

    days = [timezone.localdate(job.starts_at, ROME) for job in weekly.jobs.order_by("starts_at")]
    assert days == [date(2026, 12, 5), date(2026, 12, 12), date(2026, 12, 19)]


def test_a_day_that_was_called_off_is_not_made_again_by_the_night(opening, elena):
    weekly = opening(**SATURDAY)
    making.every_week()
    job = weekly.jobs.order_by("starts_at").first()

    making.call_off(job, elena)
    making.every_week()

    assert weekly.jobs.filter(starts_at=job.starts_at).count() == 1


def test_work_through_the_night_ends_on_the_day_after(job):
    night = job(opens=time(22), closes=time(6))

    assert night.minutes == 8 * 60


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 27), 7), (date(2027, 10, 30), 9)])
def test_of_the_nights_on_which_clocks_change_the_hours_that_pass_count(job, day, hours):
    night = job(day=day, opens=time(22), closes=time(6))

    assert night.minutes == hours * 60


def test_no_day_that_is_past(opening, elena):
    yesterday = timezone.localdate() - timedelta(days=1)

    with pytest.raises(ValidationError):
        making.on_day(opening(), elena, yesterday, time(9), time(13))


def test_later_edits_of_an_opening_change_no_job(job):
    saturday = job()
    saturday.opening.hourly_cents = 1
    saturday.opening.save()

    saturday.refresh_from_db()
    assert saturday.pay_cents == 4000
    assert saturday.starts_at == datetime.combine(next_saturday(), time(9), ROME)
