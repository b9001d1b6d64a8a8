"""Another time for what is carried: both windows go along, whoever proposed it, before the yes and after it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings.models import Booking
from marketplace.lives.engine import CLOCK, Actor, take
from tests.cast import at

LATER = at(15, days=4)


@pytest.fixture
def agreed(parcels, elena) -> Booking:
    """From 10 to 12, and confirmed."""
    return take(parcels, "accept", Actor(elena))


def proposed(booking, step, user, *starts):
    return take(booking, step, Actor(user), {"times": [start.isoformat() for start in starts]})


def windows(booking):
    return [(stop.opens_at, stop.closes_at) for stop in booking.stops.all()]


def hour(start, number=0):
    return start + timedelta(hours=number), start + timedelta(hours=number + 1)


@pytest.mark.parametrize(
    ("asks", "says_yes", "who"),
    [("propose_move", "agree_to_move", "elena"), ("ask_to_move", "grant_move", "nadia")],
)
def test_either_side_proposes_another_time_and_the_other_agrees(agreed, nadia, elena, worker, asks, says_yes, who):
    first, second = (elena, nadia) if who == "elena" else (nadia, elena)

    asked = proposed(agreed, asks, first, LATER, at(9, days=6))
    assert (asked.starts_at, windows(asked)) == (at(10), [hour(at(10)), hour(at(11))])
    moved = take(asked, says_yes, Actor(second), {"time": LATER.isoformat()})

    assert (moved.status, moved.starts_at, moved.ends_at) == ("confirmed", LATER, LATER + timedelta(hours=2))
    assert windows(moved) == [hour(LATER), hour(LATER, 1)]
    hold = moved.holds.get(active=True)
    assert (hold.resource, hold.period.lower) == (worker, LATER)


def test_before_the_yes_another_time_moves_the_windows_too(parcels, nadia, elena):
    offered = proposed(parcels, "offer_times", elena, LATER)

    assert windows(take(offered, "choose_time", Actor(nadia), {"time": LATER.isoformat()})) == [
        hour(LATER), hour(LATER, 1),
    ]  # fmt: skip


def test_what_nobody_answers_stays_as_agreed(agreed, nadia):
    asked = proposed(agreed, "ask_to_move", nadia, LATER)

    stays = take(asked, "lapse_move", CLOCK)

    assert (stays.status, windows(stays)) == ("confirmed", [hour(at(10)), hour(at(11))])


def test_nobody_moves_it_to_the_past_or_to_when_nobody_is_free(agreed, nadia, elena):
    with pytest.raises(ValidationError, match="past"):
        proposed(agreed, "ask_to_move", nadia, at(10, days=-1))
    asked = proposed(agreed, "ask_to_move", nadia, at(2, days=4))

    with pytest.raises(ValidationError, match="not free"):
        take(asked, "grant_move", Actor(elena), {"time": at(2, days=4).isoformat()})

    assert windows(Booking.objects.get(pk=agreed.pk)) == [hour(at(10)), hour(at(11))]
    assert agreed.holds.get(active=True).period.lower == at(10)


def test_what_is_being_moved_can_be_picked_up_all_the_same(agreed, nadia, samira, now_is):
    proposed(agreed, "ask_to_move", nadia, LATER)
    now_is(at(10))

    assert take(agreed, "picked_up", Actor(samira)).status == "picked_up"
