"""Calendars and the queue of calls over the wire."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import lifecycle
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations.models import Mandate
from services import occasions
from tests.folding import each

TOMORROW = str(timezone.localdate() + timedelta(days=3))
EVENING = {"weekdays": [0, 2], "opens": "19:00", "closes": "00:00"}


@pytest.fixture
def call(offer, elena, biagio, person, wishes) -> Notice:
    """Amina has no e-mail: what happened to her booking has to be told on the phone."""
    amina = person("Amina", email=None, phone="+390115550133")
    Mandate.objects.create(organisation=biagio, person=amina, entered_by=elena, how="by phone")
    booking = lifecycle.ask(offer, Actor(elena, amina), wishes())
    take(booking, "accept", Actor(elena))
    telling.announce(booking.changes.get(step="accept"))
    return Notice.objects.get(reader=amina, channel="phone")


def test_an_outsider_finds_no_calendar(calls, visitor, dora, nadia, worker):
    for client in (calls(dora), calls(nadia)):
        for path in ("", "hours/", "exceptions/"):
            assert client.get(f"/api/v1/resources/{worker.pk}/{path}").status_code == 404
        assert client.post(f"/api/v1/resources/{worker.pk}/hours/", EVENING).status_code == 404
        assert client.post(f"/api/v1/resources/{worker.pk}/exceptions/", {"first": TOMORROW}).status_code == 404
        assert client.delete(f"/api/v1/resources/{worker.pk}/hours/1/").status_code == 404
        assert client.delete(f"/api/v1/resources/{worker.pk}/exceptions/1/").status_code == 404
        assert client.get("/api/v1/resources/").json()["results"] == []
    assert visitor.get("/api/v1/resources/").status_code == 401


def test_the_desk_adds_hours_and_takes_them_away(calls, elena, worker):
    client, address = calls(elena), f"/api/v1/resources/{worker.pk}/hours/"

    assert client.post(address, EVENING).status_code == 204

    late = [row for row in client.get(f"{address}?limit=100").json()["results"] if row["opens"] == "19:00"]
    assert [(row["weekday"], row["closes"]) for row in late] == [(0, "00:00"), (2, "00:00")]
    assert client.delete(f"{address}{late[0]['id']}/").status_code == 204
    assert worker.weekly_hours.filter(opens="19:00").count() == 1


def test_the_desk_closes_a_day_and_opens_it_again(calls, elena, worker):
    client, address = calls(elena), f"/api/v1/resources/{worker.pk}/exceptions/"

    assert client.post(address, {"first": TOMORROW, "reason": "Holiday"}).status_code == 204

    closed = client.get(address).json()["results"]
    assert [(row["date"], row["opens"], row["reason"]) for row in closed] == [(TOMORROW, None, "Holiday")]
    assert client.delete(f"{address}{closed[0]['id']}/").status_code == 204
    assert not worker.exceptions.exists()


@each(
    "wrong",
    [
        {"opens": "25:00"}, {"opens": "9"}, {"opens": 9}, {"weekdays": []}, {"weekdays": [7]}, {"weekdays": ["0"]},
        {"closes": "18:00"}, {"opens": "10:00", "closes": "20:00"}, {"lanes": 4},
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_told(calls, elena, worker, wrong):
    assert calls(elena).post(f"/api/v1/resources/{worker.pk}/hours/", EVENING | wrong).status_code == 400


def test_a_worker_sees_her_calendar_and_asks_the_desk_to_change_it(calls, samira, worker):
    client = calls(samira)

    assert client.get(f"/api/v1/resources/{worker.pk}/").json()["name"] == "Samira"
    assert client.post(f"/api/v1/resources/{worker.pk}/hours/", EVENING).status_code == 409


def test_the_desk_sees_whom_to_phone_and_says_that_it_did(calls, elena, call):
    client = calls(elena)

    waiting = client.get("/api/v1/to-phone/").json()["results"]

    assert [(row["name"], row["phone"]) for row in waiting] == [("Amina", "+390115550133")]
    assert waiting[0]["booking"] == call.life_id
    assert client.post(f"/api/v1/to-phone/{call.pk}/done/").status_code == 204
    assert client.get("/api/v1/to-phone/").json()["results"] == []


def test_who_leads_a_date_that_is_called_off_is_phoned_too(calls, elena, amina, on, worker, samira):
    samira.email = None
    samira.save()
    dinner = occasions.call_off(on(leaders=[worker]), Actor(elena), "The cook is ill.")
    telling.announce(dinner.last_change)

    row = calls(elena).get("/api/v1/to-phone/").json()["results"][0]

    assert (row["species"], row["life"], row["booking"]) == ("services.occasion", dinner.pk, None)
    assert "The cook is ill." in row["text"]
    assert calls(amina).get("/api/v1/to-phone/").json()["results"] == []
    assert calls(elena).post(f"/api/v1/to-phone/{row['id']}/done/").status_code == 204


def test_an_outsider_finds_no_calls(calls, visitor, dora, samira, call):
    for somebody in (dora, samira):
        assert calls(somebody).get("/api/v1/to-phone/").json()["results"] == []
        assert calls(somebody).post(f"/api/v1/to-phone/{call.pk}/done/").status_code == 404
    assert visitor.get("/api/v1/to-phone/").status_code == 401
