"""From what is done to the page: people book, the days pass, the nights prepare and publish, the figures move."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from bookings import lifecycle
from marketplace.lives import clock
from marketplace.lives.engine import Actor, take
from marketplace.lives.tasks import fire
from marketplace.programme.tasks import every_night
from tests.cast import at


@pytest.fixture
def live_until(now_is):
    """live_until(moment): what the clock takes is taken, each when it is due; and every night comes."""

    def live(moment: datetime) -> None:
        while timezone.now() < moment:
            tomorrow = min(timezone.now() + timedelta(days=1), moment)
            while timer := clock.due(tomorrow).first():
                now_is(timer.retry_at)
                assert fire(timer.pk)
            now_is(tomorrow)
            every_night(0)

    return live


@pytest.fixture
def figures(client):
    """What /results/ tells."""
    client.cookies["language"] = "en"
    return lambda: " ".join(client.get("/results/").content.decode().split())


def test_what_five_people_book_and_get_moves_the_figures(project, offer, person, elena, wishes, live_until, figures):
    for number in range(5):
        span = {"starts_at": at(10, days=2 + number), "ends_at": at(12, days=2 + number)}
        booking = lifecycle.ask(offer, Actor(person(f"Guest{number}")), wishes(**span))
        take(booking, "accept", Actor(elena))
    assert "Nothing is told yet" in figures()

    live_until(at(5, days=12))

    assert "<dt>bookings done</dt><dd>5</dd>" in figures()
    assert "<dt>people who had something done</dt><dd>5</dd>" in figures()
    assert "<dt>hours of work</dt><dd>10</dd>" in figures()


def test_a_dinner_fills_as_many_places_as_were_booked(project, on, come, person, live_until, figures):
    dinner = on(days=3, seats=9)
    for number in range(5):
        come(person(f"Guest{number}"), dinner, seats=1 + number % 2)

    live_until(at(5, days=9))

    assert "<dt>places filled</dt><dd>7</dd>" in figures()
    assert "hours of work" not in figures()


def test_what_was_called_off_or_not_done_yet_moves_nothing(project, offer, person, elena, wishes, live_until, figures):
    for number in range(6):
        span = {"starts_at": at(10, days=2 + number), "ends_at": at(12, days=2 + number)}
        guest = Actor(person(f"Guest{number}"))
        booking = take(lifecycle.ask(offer, guest, wishes(**span)), "accept", Actor(elena))
        if number < 2:
            take(booking, "cancel", guest)

    live_until(at(5, days=12))

    assert "Nothing is told yet" in figures()
