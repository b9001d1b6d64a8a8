"""What funds and bundles carried goes back over the wire."""

from datetime import timedelta

import pytest

from bookings import lifecycle
from bookings.models import GivenBack
from marketplace.lives.engine import Actor, take
from tests.folding import each

PATH = "/api/v1/carried-shares/"


@pytest.fixture
def funded(subsidise, make_offer, nadia, wishes, now_is):
    """The City has carried 12 of 24 euros."""
    subsidise(percent=50)
    booking = lifecycle.ask(make_offer(at_once=True), Actor(nadia), wishes())
    now_is(booking.ends_at + timedelta(minutes=5))
    return take(booking, "confirm", Actor(nadia)).shares.get(source="fund")


def back(share):
    return f"{PATH}{share.pk}/give-back/"


def test_the_desk_reads_what_was_carried_and_gives_back_a_part(calls, funded, elena):
    [row] = calls(elena).get(PATH).json()["results"]
    assert (row["source"], row["cents"], row["kept_cents"]) == ("fund", 1200, 1200)

    answer = calls(elena).post(back(funded), {"cents": 500, "reason": "Ill"})

    assert (answer.status_code, answer.json()["cents"], answer.json()["reason"]) == (201, 500, "Ill")
    assert calls(elena).get(PATH).json()["results"][0]["kept_cents"] == 700


def test_the_same_request_again_gives_back_once(calls, funded, elena):
    for _time in range(2):
        answer = calls(elena).post(back(funded), {"reason": "Ill"}, headers={"Idempotency-Key": "press"})

        assert answer.status_code == 201
    assert GivenBack.objects.get().cents == 1200
    assert calls(elena).post(back(funded), {"reason": "Ill"}).status_code == 404


@each("wrong", [{"cents": 0}, {"cents": -1}, {"cents": 1201}, {"cents": 1.5}, {"cents": 2**40}, {"reason": " "}])
def test_what_cannot_be_is_refused(calls, funded, elena, wrong):
    assert calls(elena).post(back(funded), {"cents": 500, "reason": "Ill"} | wrong).status_code == 400
    assert not GivenBack.objects.exists()


def test_an_outsider_finds_nothing(calls, visitor, funded, dora, nadia):
    for stranger in (dora, nadia):
        assert calls(stranger).get(PATH).json()["results"] == []
        assert calls(stranger).post(back(funded), {"cents": 500, "reason": "Ill"}).status_code == 404
    assert visitor.get(PATH).status_code == 401
