"""Many at once: the database lets one of them through, whatever the door."""

import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from bookings import lifecycle, messaging
from bookings.models import Booking, Message, ReadCursor
from marketplace.lives.engine import Actor, take
from marketplace.refusals import Refused
from services.models import Hold
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_eight_who_ask_for_one_hour_one_gets_it(offer, person, wishes):
    residents = [person(f"Resident{number}") for number in range(8)]

    results = at_once(*[lambda user=user: lifecycle.ask(offer, Actor(user), wishes()) for user in residents])

    assert sum(isinstance(result, Booking) for result in results) == 1
    assert all(isinstance(result, Booking | ValidationError) for result in results)
    assert Hold.objects.filter(active=True).count() == Booking.objects.count() == 1


def test_a_double_click_makes_one_booking(offer, nadia, wishes):
    results = at_once(*[lambda: lifecycle.ask(offer, Actor(nadia), wishes(), key="click")] * 2)

    assert Booking.objects.count() == 1
    assert len({result.pk for result in results if isinstance(result, Booking)}) == 1


def test_one_message_sent_twice_at_the_same_moment_arrives_once(booking, nadia):
    sent = at_once(*[lambda: messaging.post(booking, Actor(nadia), "Hello", key="click")] * 4)

    assert len({message.pk for message in sent}) == Message.objects.count() == 1


def test_what_was_read_stays_read_when_an_older_look_comes_late(booking, nadia, elena):
    """The look at the first message waits at the cursor's row while the look at the second one moves it on."""
    start, first, second = (messaging.post(booking, Actor(elena), words) for words in ("none", "one", "two"))
    messaging.mark_read(booking, nadia, start)
    locked = threading.Event()

    def look_at_the_second():
        with transaction.atomic():
            messaging.mark_read(booking, nadia, second)
            locked.set()
            wait_until(somebody_waits_for_a_lock)

    def look_at_the_first():
        locked.wait()
        messaging.mark_read(booking, nadia, first)

    at_once(look_at_the_second, look_at_the_first)

    assert ReadCursor.objects.get(reader=nadia).message == second
    assert messaging.unread_count(nadia) == 0


def test_words_that_arrive_while_somebody_reads_stay_unread(booking, nadia, elena):
    first = messaging.post(booking, Actor(elena), "one")
    locked = threading.Event()

    def write():
        with transaction.atomic():
            messaging.post(booking, Actor(elena), "two")
            locked.set()
            wait_until(somebody_waits_for_a_lock)

    def read():
        locked.wait()
        messaging.mark_read(booking, nadia, first)

    at_once(write, read)

    assert messaging.unread_count(nadia) == 1


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def wait_until(happens, seconds=10):
    """Look again until it happens; the test fails when it never does."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "nobody waits"
        time.sleep(0.01)


def test_accepting_and_taking_back_in_the_same_moment_leaves_one_of_both(booking, nadia, elena):
    results = at_once(lambda: take(booking, "accept", Actor(elena)), lambda: take(booking, "withdraw", Actor(nadia)))

    booking.refresh_from_db()
    last = booking.changes.order_by("-pk").first()
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert booking.status == last.target
    assert booking.holds.get().active == (booking.status == "confirmed")


def test_an_offer_withdrawn_while_it_is_booked_ends_in_one_of_both(offer, nadia, elena, wishes):
    results = at_once(
        lambda: lifecycle.ask(offer, Actor(nadia), wishes()), lambda: take(offer, "withdraw", Actor(elena))
    )

    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    assert isinstance(results[0], Booking | Refused)
    assert Booking.objects.count() == isinstance(results[0], Booking)
