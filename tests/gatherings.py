"""Dates, seats and benches to play with."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import lifecycle
from bookings.models import Booking
from bookings.tasks import follow_occasion, invite
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor
from services import availability, occasions
from services.models import Category, Occasion, Offer, Resource, WeeklyHours
from tests.cast import at

TASKS = {task.name: task for task in (invite, follow_occasion)}


@pytest.fixture
def company(db) -> Category:
    return Category.objects.create(slug="company", name={"it": "Compagnia", "en": "Company"})


@pytest.fixture
def dinner(make_offer, company) -> Offer:
    """A dinner in the courtyard, booked at once, 5 EUR a place."""
    fields = {"kind": "event", "category": company, "at_once": True, "where": "at_place", "price": "fixed"}
    return make_offer("Dinner in the courtyard", price_cents=500, **fields)


@pytest.fixture
def on(dinner, elena) -> Callable[..., Occasion]:
    """on(days=3, seats=4) is a date of the dinner, 19 to 22."""

    def make(days: int = 3, seats: int = 4, offer: Offer | None = None, sessions: int = 1, **other: Any) -> Occasion:
        spans = [evening(days + 7 * number) for number in range(sessions)]
        return occasions.announce(offer or dinner, Actor(elena), spans, seats, **other)

    return make


def evening(days: int) -> tuple[datetime, datetime]:
    return at(19, days=days), at(19, days=days) + timedelta(hours=3)


@pytest.fixture
def come() -> Callable[..., Booking]:
    """come(nadia, occasion, seats=2): she asks for two places; wait=True: on the list if it is full."""

    def ask(user: User, to: Occasion, **told: Any) -> Booking:
        return lifecycle.ask(to.offer, Actor(user), {"occasion": to.pk, "seats": 1} | told)

    return ask


@pytest.fixture
def full(on, come, nadia) -> Booking:
    """Nadia has both places of a dinner."""
    return come(nadia, on(days=3, seats=2), seats=2)


@pytest.fixture
def line(full, come, person):
    """line(1, 2) are people who wait for one and for two places, in this order."""

    def make(*seats: int) -> list[Booking]:
        names = [f"Waiter{number}" for number in range(len(seats))]
        date = full.enrolment.occasion
        return [come(person(name), date, seats=n, wait=True) for name, n in zip(names, seats, strict=True)]

    return make


def statuses(bookings):
    return [Booking.objects.get(pk=booking.pk).status for booking in bookings]


@pytest.fixture
def run_tasks(db) -> Callable[[], None]:
    """Do what the worker would do now."""

    def run() -> None:
        for job in ProcrastinateJob.objects.filter(task_name__in=TASKS, status="todo").order_by("pk"):
            TASKS[job.task_name](**job.args)

    return run


@pytest.fixture
def bench(biagio) -> Resource:
    """A sewing bench with three places, open 9 to 18."""
    resource = Resource.objects.create(organisation=biagio, name="Sewing bench", lanes=3)
    for weekday in range(7):
        WeeklyHours.objects.create(resource=resource, weekday=weekday, opens=time(9), closes=time(18))
    availability.write_out(resource)
    return resource


@pytest.fixture
def workshop(make_offer, company, bench) -> Offer:
    """A place at the bench, 3 EUR an hour, at once."""
    fields = {"kind": "place", "category": company, "at_once": True, "where": "at_place", "price_cents": 300}
    offer = make_offer("A place at the sewing bench", **fields)
    offer.resources.set([bench])
    return offer
