"""Whoever waits in a circle with somebody else begins anew: what she did happens once, as if nothing had been."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from bookings import series as plans
from bookings.models import Booking
from marketplace.lives.engine import Actor
from services import availability, occasions
from services.models import Occasion, Resource
from tests.gatherings import evening
from tests.racing import in_a_circle

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_date_is_changed_and_called_off_although_somebody_waits_for_it(on, elena):
    date = on(seats=2)
    seats = Resource.objects.get(pk=date.resource_id)

    changed = in_a_circle(date, seats, lambda: occasions.change(date, Actor(elena), [evening(9)], 3, []))
    over = in_a_circle(date, seats, lambda: occasions.call_off(date, Actor(elena), "Snow"))

    assert (changed.starts_at, changed.changes.filter(step="move").count()) == (evening(9)[0], 1)
    assert (over.status, Occasion.objects.get().changes.filter(step="call_off").count()) == ("called_off", 1)


def test_a_series_is_asked_for_although_somebody_waits_for_its_offer(offer, nadia, rule, words, worker):
    series = in_a_circle(offer, worker, lambda: plans.ask(offer, Actor(nadia), rule(), words))

    assert series.bookings.count() == Booking.objects.count() == 4


def test_dates_of_a_series_are_wished_elsewhere_granted_and_ended_although_somebody_waits(weekly, nadia, elena, worker):
    booking, on = weekly.bookings.earliest("pk"), weekly.first

    wished = in_a_circle(booking, worker, lambda: plans.move(weekly, Actor(nadia), plans.ALL, on, time(14)))
    time_now = time_of(booking)
    granted = in_a_circle(
        booking, worker, lambda: plans.take_each(weekly, "grant_time", Actor(elena), plans.ONE, on, time_now)
    )
    ended = in_a_circle(booking, worker, lambda: plans.out_of(weekly, Actor(nadia), plans.ONWARD, weekly.planned()[1]))

    assert [len(one.done) for one in (wished, granted, ended)] == [4, 1, 3]


def test_what_has_come_near_is_asked_for_although_somebody_waits_for_its_offer(far, worker, now_is):
    now_is(timezone.now() + timedelta(days=7))
    availability.write_out(worker)

    asked = in_a_circle(far.offer, worker, lambda: plans.extend(far.pk))

    assert (asked, far.bookings.count(), far.gaps.count()) == (1, 3, 0)


def test_a_series_is_prolonged_although_somebody_waits_for_its_offer(make_offer, nadia, rule, words, worker):
    series = plans.ask(make_offer(horizon_days=80), Actor(nadia), rule(), words)

    in_a_circle(series.offer, worker, lambda: plans.prolong(series, Actor(nadia), series.last + timedelta(days=14)))

    assert series.bookings.count() == Booking.objects.count() == 6


def time_of(booking):
    booking.refresh_from_db()
    return {"time": booking.other_times[0].isoformat()}
