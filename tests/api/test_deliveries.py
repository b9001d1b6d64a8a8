"""Deliveries over the wire: rows as lists of objects, and a price that is told before."""

import pytest

from bookings.models import Booking
from tests.folding import each


@pytest.fixture
def body(delivery, parcel_wishes):
    def make(**other):
        told = parcel_wishes(**other)
        note = told.pop("note")
        return {"offer": delivery.pk, "note": note, "details": {name: plain(value) for name, value in told.items()}}

    return make


def plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def test_what_it_would_cost_is_told_without_asking_for_it(calls, nadia, body):
    answer = calls(nadia).post("/api/v1/bookings/estimate/", body(price_seen=None))

    assert answer.json()["price_cents"] == 700
    assert not Booking.objects.exists()


def test_an_estimate_waits_for_both_addresses(calls, nadia, body):
    answer = calls(nadia).post("/api/v1/bookings/estimate/", body(to_address=""))

    assert answer.json()["price_cents"] is None


def test_a_resident_sends_parcels(calls, nadia, body):
    answer = calls(nadia).post("/api/v1/bookings/", body())

    assert answer.status_code == 201, answer.json()
    assert answer.json()["price_cents"] == 700
    assert answer.json()["answers"][:3] == [
        {"question": "Pick up, 10:00\u2060-\u206011:00", "answer": "via Cecchi 18, Haddad, Aurora, ground floor"},
        {
            "question": "Bring to, 11:00\u2060-\u206012:00",
            "answer": "corso Giulio Cesare 5, Rossi, Aurora, floor 2 with a lift",
        },
        {"question": "Parcels", "answer": "2 x M, 5 kg each, breaks easily"},
    ]


@each(
    ("told", "attr"),
    [
        ({"price_seen": 1}, "price_seen"),
        ({"parcels": [{"number": 10_000, "size": "S", "kg": 1}]}, "parcels"),
        ({"parcels": [{"number": 1, "size": "S", "kg": 1, "colour": "red"}]}, "parcels"),
        ({"parcels": {"number": 1}}, "details"),
        ({"parcels": [["S"]]}, "details"),
        ({"to_address": "via Cecchi 18", "to_door": "Haddad", "to_floor": 0}, "to_address"),
    ],
)
def test_what_cannot_be_is_named(calls, nadia, body, told, attr):
    answer = calls(nadia).post("/api/v1/bookings/", body(**told))

    assert answer.status_code == 400, answer.json()
    assert answer.json()["errors"][0]["attr"].startswith(attr), answer.json()


def test_a_forged_price_is_no_wish(calls, nadia, body):
    answer = calls(nadia).post("/api/v1/bookings/", body() | {"price_cents": 1})

    assert answer.status_code == 400


def test_the_code_proves_it_over_the_wire(calls, parcels, elena, nadia, now_is):
    steps = f"/api/v1/bookings/{parcels.pk}/steps/"
    calls(elena).post(steps, {"step": "accept"})
    now_is(parcels.starts_at)
    answers = {
        line["question"]: line["answer"]
        for line in calls(nadia).get(f"/api/v1/bookings/{parcels.pk}/").json()["answers"]
    }

    calls(elena).post(steps, {"step": "picked_up"})
    answer = calls(elena).post(steps, {"step": "delivered", "facts": {"code": answers["Code for the receiver"]}})

    assert answer.json()["status"] == "finished", answer.json()


def test_a_delivery_is_shown_in_a_fixed_number_of_queries(calls, nadia, parcels, delivery, parcel_wishes, queries):
    one = queries(calls(nadia), f"/api/v1/bookings/{parcels.pk}/")
    for _more in range(3):
        parcels.parcels.create(number=1, size="S", kg=1)

    assert queries(calls(nadia), f"/api/v1/bookings/{parcels.pk}/") == one
