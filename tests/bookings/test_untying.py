"""Whoever announces a date, follows one or sets prices begins anew where she waits in a circle with somebody else."""

import pytest

from bookings import seats
from bookings.kinds import pricing
from bookings.models import Booking, Tariff
from marketplace.lives import engine
from marketplace.lives.engine import Actor
from services import availability, occasions
from services.models import Hold, Occasion
from tests.gatherings import evening
from tests.parcels import TABLE
from tests.racing import in_a_circle, tied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun(monkeypatch):
    """How often a deed was begun, whoever did it."""
    times, tried = [], engine.tried

    def counted(deed, tries):
        times.append(tries)
        return tried(deed, tries)

    monkeypatch.setattr(engine, "tried", counted)
    return times


def test_a_date_is_announced_although_somebody_takes_who_leads_it_in_the_other_order(
    dinner, booking, elena, worker, helper, begun
):
    first, second = sorted([worker, helper], key=lambda one: one.pk)
    announced = tied(
        lambda: availability.hold(booking, second, *evening(5)),
        lambda: availability.hold(booking, first, *evening(5)),
        lambda: occasions.announce(dinner, Actor(elena), [evening(5)], 4, [worker, helper]),
    )

    assert announced.status == "open"
    assert Occasion.objects.count() == 1
    assert Hold.objects.filter(life=announced, active=True).count() == 2
    assert engine.TRIES - 1 in begun


def test_a_booking_follows_its_date_once_although_somebody_waits_for_it(on, come, nadia, elena, begun):
    date = on(seats=2)
    booking = come(nadia, date)
    date = occasions.change(date, Actor(elena), [evening(9)], 2, [])

    followed = in_a_circle(booking, booking, lambda: seats.followed(booking, "moved", date.last_change))

    now = Booking.objects.get()
    assert followed
    assert (now.starts_at, now.changes.filter(step__startswith="moved").count()) == (evening(9)[0], 1)
    assert engine.TRIES - 1 in begun


def test_prices_are_set_once_although_somebody_waits_for_the_offer(delivery, elena, begun):
    table = TABLE | {"floor_cents": 80}

    made = in_a_circle(
        delivery,
        delivery.tariffs.get(),
        lambda: pricing.set_prices(delivery, Actor(elena), table | {"base_cents": 400}),
    )

    assert made.base_cents == 400
    assert list(Tariff.objects.filter(valid_to=None)) == [made]
    assert Tariff.objects.count() == 2
    assert engine.TRIES - 1 in begun
