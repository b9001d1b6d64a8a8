"""Secret addresses and calendars kept elsewhere, over the wire."""

from bookings import feeds
from bookings.models import CalendarKey
from marketplace.organisations import keys
from services import outside
from services.models import OutsideCalendar
from tests.folding import each

URL = "https://calendar.example.org/secret-token/a.ics"
ROOM = "/api/v1/calendars/"


def test_an_address_is_made_and_shown_once_and_works(calls, visitor, nadia, confirmed):
    made = calls(nadia).post(ROOM, {"shows": "booked"})

    assert made.status_code == 201
    path = made.json()["url"].split("://")[1].partition("/")[2]
    assert confirmed.reference in visitor.get(f"/{path}").content.decode()
    assert "url" not in calls(nadia).get(ROOM).json()["results"][0]


def test_a_desk_s_address_names_the_desk(calls, elena, biagio):
    made = calls(elena).post(ROOM, {"shows": "desk", "organisation": "biagio", "discreet": True})

    assert (made.status_code, made.json()["organisation"], made.json()["discreet"]) == (201, "biagio", True)


@each(
    ("body", "field"),
    [
        ({}, "shows"), ({"shows": "all"}, "shows"), ({"shows": 1}, "shows"), ({"shows": "jobs"}, "shows"),
        ({"shows": "desk"}, "shows"), ({"shows": "desk", "organisation": "biagio"}, "organisation"),
        ({"shows": "booked", "organisation": 7}, "organisation"), ({"shows": "booked", "discreet": "yes"}, "discreet"),
        ({"shows": "booked", "hashed": "x"}, "hashed"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_name(calls, nadia, biagio, body, field):
    answer = calls(nadia).post(ROOM, body)

    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"][0]["attr"] == field
    assert not CalendarKey.objects.exists()


def test_she_revokes_her_own_and_nobody_else_s(calls, nadia, dora):
    key, secret = feeds.make(nadia, "booked")

    assert calls(dora).delete(f"{ROOM}{key.pk}/").status_code == 404
    assert feeds.find(secret)
    assert calls(nadia).delete(f"{ROOM}{key.pk}/").status_code == 204
    assert feeds.find(secret) is None
    assert calls(nadia).delete(f"{ROOM}{key.pk}/").status_code == 404


def test_no_key_and_no_visitor_comes_in(program, visitor, biagio):
    assert program(*keys.SCOPES).get(ROOM).status_code == 403
    assert visitor.get(ROOM).status_code in {401, 403}


def room(resource) -> str:
    return f"/api/v1/resources/{resource.pk}/outside-calendars/"


def test_an_outside_calendar_goes_in_and_its_address_never_comes_out(calls, samira, worker):
    client = calls(samira)

    made = client.post(room(worker), {"url": URL})

    assert made.status_code == 201
    assert made.json()["host"] == "calendar.example.org"
    for answer in (made, client.get(room(worker))):
        assert "secret-token" not in answer.content.decode()
    assert client.delete(f"{room(worker)}{made.json()['id']}/").status_code == 204
    assert not OutsideCalendar.objects.exists()


def test_what_went_wrong_is_told(calls, elena, worker):
    calendar = outside.add(worker, elena, URL)
    outside.read(calendar.pk, lambda url: b"")

    [row] = calls(elena).get(room(worker)).json()["results"]

    assert (row["error"], row["said"]) == ("no_calendar", "There is no calendar at this address.")


@each("body", [{}, {"url": ""}, {"url": 1}, {"url": "http://a.org/"}, {"url": "x" * 2000}])
def test_an_address_that_may_not_be_asked_is_told(calls, samira, worker, body):
    answer = calls(samira).post(room(worker), body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "url"


def test_an_outsider_and_the_key_of_another_desk_find_nothing(calls, dora, samira, worker, program, abito, elena):
    calendar = outside.add(worker, samira, URL)
    other = calls(dora)
    assert other.get(room(worker)).status_code == 404
    assert other.post(room(worker), {"url": URL}).status_code == 404
    assert other.delete(f"{room(worker)}{calendar.pk}/").status_code == 404

    assert program("hours:read").get(room(worker)).status_code == 200
    assert program("hours:read").post(room(worker), {"url": URL}).status_code == 403
