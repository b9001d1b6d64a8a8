"""Places on a date: from asking to done, full and called off."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings.models import Booking
from marketplace import wording
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import take_due
from services import occasions
from services.models import Hold, Occasion
from tests.folding import each
from tests.gatherings import evening


def test_places_on_a_date_are_booked_at_once(on, come, nadia):
    occasion = on()

    booking = come(nadia, occasion, seats=2)

    assert (booking.status, booking.seats, booking.price_cents) == ("confirmed", 2, 1000)
    assert (booking.starts_at, booking.ends_at) == evening(3)
    assert Occasion.objects.with_left().get().left == 2
    assert booking.sentence("customer").startswith("Your place is kept:")


def test_a_group_comes_whole_or_not_at_all(on, come, nadia, dora):
    occasion = on(seats=4)
    come(nadia, occasion, seats=3)

    with pytest.raises(ValidationError, match="not that many places left"):
        come(dora, occasion, seats=2)

    assert Booking.objects.count() == 1
    assert Hold.objects.filter(active=True).count() == 3


def test_on_request_the_desk_answers_and_the_places_are_kept_meanwhile(on, come, nadia, elena, dinner):
    type(dinner).objects.filter(pk=dinner.pk).update(at_once=False)

    asked = come(nadia, on(), seats=2)
    declined = take(asked, "decline", Actor(elena), {"reason": "It is full of our own guests."})

    assert asked.status == "asked"
    assert declined.status == "declined"
    assert not Hold.objects.filter(active=True).exists()


@each(
    ("told", "field"),
    [
        ({"occasion": None}, "occasion"),
        ({"occasion": 10**12}, "occasion"),
        ({"occasion": "x"}, "occasion"),
        ({"seats": 0}, "seats"),
        ({"seats": 13}, "seats"),
        ({"seats": 6}, "seats"),
        ({"seats": "two"}, "seats"),
        ({"until": "yesterday"}, "until"),
        ({"until": "2020-01-01"}, "until"),
    ],
)
def test_what_cannot_be_is_named(on, come, nadia, told, field):
    occasion = on(seats=4)

    with pytest.raises(ValidationError) as refusal:
        come(nadia, occasion, **told)

    assert set(refusal.value.error_dict) == {field}


def test_the_dates_of_another_offer_cannot_be_asked_for(on, come, nadia, make_offer, company):
    other = make_offer("Another dinner", kind="event", category=company, where="at_place")
    occasion = on()
    occasion.offer = other

    with pytest.raises(ValidationError, match="not open any more"):
        come(nadia, occasion)


def test_whoever_cancels_gives_the_places_back(on, come, nadia, dora):
    occasion = on(seats=1)
    take(come(nadia, occasion), "cancel", Actor(nadia))

    assert come(dora, occasion).status == "confirmed"


def test_a_course_has_several_days_and_costs_its_hours(on, come, nadia, make_offer, company):
    course = make_offer("Mending", kind="event", category=company, at_once=True, where="at_place", price_cents=400)
    occasion = on(seats=4, sessions=3, offer=course)

    booking = come(nadia, occasion, seats=2)

    assert booking.ends_at - booking.starts_at == timedelta(days=14, hours=3)
    assert booking.price_cents == 2 * 9 * 400
    assert len(occasion.days) == 3


def test_a_date_that_became_dearer_is_not_booked_unseen(on, come, nadia, dinner):
    type(dinner).objects.filter(pk=dinner.pk).update(price_cents=900)
    occasion = on()

    with pytest.raises(ValidationError, match=r"It costs €9\. Look at it") as told:
        come(nadia, occasion, price_seen=500)

    assert "price_seen" in told.value.error_dict
    assert come(nadia, occasion, price_seen=900).price_cents == 900


def test_whoever_comes_is_reminded_of_the_new_day_too(on, come, nadia, elena, run_tasks, now_is):
    occasion = on(days=3)
    booking = come(nadia, occasion)
    day = " ".join(wording.day(booking.starts_at).split())
    now_is(booking.starts_at - timedelta(hours=23))
    take_due()
    reminded = booking.changes.get(step="remind")

    occasions.change(Occasion.objects.get(pk=occasion.pk), Actor(elena), [evening(10)], 4, [])
    run_tasks()

    booking = Booking.objects.get(pk=booking.pk)
    assert booking.timers.get(step="remind").due_at == evening(10)[0] - timedelta(days=1)
    assert booking.line(reminded, "customer") == f"Reminder: {day} at 19:00."
