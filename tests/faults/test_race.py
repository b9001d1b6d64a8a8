"""Sixty-four people at once, at the real servers, after ten slots: nobody gets a time twice, and nobody is told of a
time that he does not have."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from bookings.models import Booking
from marketplace.lives.models import Change
from marketplace.notices.models import Notice
from marketplace.organisations import membership
from services import availability
from services.models import Hold, WeeklyHours
from tests.cast import at
from tests.faults.conftest import Window
from tests.faults.crowd import DESKS, MAKERS, RESIDENTS, STARTS, WEEKLY, Crowd
from tests.faults.system import eventually
from tests.servers import database_url, running_city

pytestmark = [
    pytest.mark.soak, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_tasks"),
]  # fmt: skip

OVERLAPS = """
SELECT count(*) FROM services_hold AS one JOIN services_hold AS other
ON one.id < other.id AND one.resource_id = other.resource_id AND one.lane = other.lane AND one.period && other.period
WHERE one.active AND other.active
"""


@pytest.fixture
def offers(make_offer, biagio, person, worker):
    """Two offers of the same two workers: one has to be answered, the other one is booked at once."""
    other = type(worker).objects.create(organisation=biagio, user=person("Ileana"), name="Ileana")
    for weekday in range(7):
        WeeklyHours.objects.create(resource=other, weekday=weekday, opens=at(9).time(), closes=at(18).time())
    availability.write_out(other)
    made = [make_offer("On request"), make_offer("At once", at_once=True)]
    for offer in made:
        offer.resources.set([worker, other])
    return made


def test_of_sixty_four_at_ten_slots_nobody_gets_a_time_twice(offers, workshop, biagio, elena, person):
    entered = {"given_name": "Carlo", "family_name": "Rossi", "phone": "+390115550199"}
    caller = membership.enter_person(biagio, elena, entered, "On the phone").person
    people = [person(f"Resident{number}") for number in range(RESIDENTS + MAKERS + WEEKLY)]
    with running_city(database_url()) as city:
        crowd = Crowd(city, offers, workshop, caller)
        deeds = (
            [crowd.resident] * RESIDENTS + [crowd.maker] * MAKERS + [crowd.every_week] * WEEKLY + [crowd.desk] * DESKS
        )
        windows = [Window(city, user) for user in [*people, *[elena] * DESKS]]
        crowd.run(
            [
                lambda deed=deed, window=window, number=number: deed(window, random.Random(number))
                for number, (deed, window) in enumerate(zip(deeds, windows, strict=True))
            ]
        )
        assert eventually(everybody_was_told, 60), city.log("worker")
        words = city.log("pages") + city.log("worker")

    assert crowd.broken == []
    assert "deadlock" not in words
    assert "Traceback" not in words
    assert len(crowd.promised) > 10
    assert crowd.promised <= set(Booking.objects.values_list("pk", flat=True))
    all_sorts_of_things_were_done(caller)
    no_time_is_taken_twice()
    nobody_was_told_of_a_time_he_does_not_have()


def all_sorts_of_things_were_done(caller) -> None:
    """Else nobody raced: some ended what they had, some named other times, some were booked for on the phone."""
    assert Change.objects.filter(step__in=["withdraw", "cancel", "decline", "call_off"]).exists()
    assert Change.objects.filter(step__in=["offer_times", "wish_times", "propose_move", "ask_to_move", "move"]).exists()
    assert Change.objects.filter(acting_for=caller, source="new").exists()
    assert Booking.objects.filter(series__isnull=False).exists()
    assert Change.objects.filter(life__as_booking__series__isnull=False).exclude(source="new").exists()
    assert Change.objects.filter(life__as_booking__kind="place", step="cancel").exists()


def no_time_is_taken_twice() -> None:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        assert cursor.fetchone() == (0,)
    for start in STARTS:
        taken = Hold.objects.filter(active=True, period__contains=start + timedelta(minutes=5))
        assert taken.filter(resource__user__isnull=False).count() <= 2
        assert taken.filter(resource__lanes=3).count() <= 3


def nobody_was_told_of_a_time_he_does_not_have() -> None:
    """Whoever read last that it stands holds it, or has ended it herself; what was taken back holds nothing."""
    for booking in Booking.objects.all():
        held = Hold.objects.filter(life=booking, active=True).count()
        assert held == (booking.seats if booking.state.holds else 0), booking.status
        told = Notice.objects.filter(life=booking, reader=booking.customer).order_by("-pk").first()
        if told and not booking.state.holds and booking.customer not in ended_by(booking):
            assert told.cause != last_yes(booking)


def ended_by(booking: Booking) -> set:
    """Nobody is told of what she did herself."""
    last = booking.changes.latest("pk")
    return {last.actor, last.acting_for}


def last_yes(booking: Booking) -> str:
    """The cause of the notice that said yes."""
    said = Change.objects.filter(life=booking, target="confirmed").order_by("-pk").first()
    return f"change:{said.pk}" if said else ""


def everybody_was_told() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return cursor.fetchone() == (0,)
