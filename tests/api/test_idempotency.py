"""A repeat does nothing twice."""

from datetime import timedelta

from django.utils import timezone

from bookings.models import Booking, Message
from marketplace.api import idempotency
from marketplace.api.models import Answer
from tests.folding import each

KEY = {"Idempotency-Key": "one"}


def test_another_request_with_the_same_key_is_told_apart(calls, nadia, request_body):
    client = calls(nadia)
    client.post("/api/v1/bookings/", request_body(), headers=KEY)

    answer = client.post("/api/v1/bookings/", request_body(note="Other"), headers=KEY)

    assert answer.status_code == 422
    assert Booking.objects.count() == 1


def test_the_key_of_one_person_is_not_anothers(calls, nadia, elena, booking):
    for person in (nadia, elena):
        answer = calls(person).post(f"/api/v1/bookings/{booking.pk}/messages/", {"text": "Hello"}, headers=KEY)
        assert answer.status_code == 201

    assert Message.objects.count() == 2


def test_a_request_under_way_is_waited_for(calls, nadia, request_body):
    client = calls(nadia)
    client.post("/api/v1/bookings/", request_body(), headers=KEY)
    Answer.objects.update(status=None)

    answer = client.post("/api/v1/bookings/", request_body(), headers=KEY)

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "under_way"


def test_what_died_half_way_is_taken_over_and_the_core_remembers(calls, nadia, request_body):
    client = calls(nadia)
    first = client.post("/api/v1/bookings/", request_body(), headers=KEY)
    Answer.objects.update(status=None, claimed_at=timezone.now() - timedelta(minutes=2))

    answer = client.post("/api/v1/bookings/", request_body(), headers=KEY)

    assert answer.status_code == 201
    assert answer.json()["id"] == first.json()["id"]
    assert Booking.objects.count() == 1


def test_what_did_not_work_leaves_its_key_free(calls, nadia, request_body):
    client = calls(nadia)
    assert client.post("/api/v1/bookings/", request_body(address=""), headers=KEY).status_code == 400

    assert client.post("/api/v1/bookings/", request_body(), headers=KEY).status_code == 201


@each("key", ["", "x" * 201, "é", "a\tb", "a b"])
def test_a_strange_key_is_told(calls, nadia, request_body, key):
    answer = calls(nadia).post("/api/v1/bookings/", request_body(), headers={"Idempotency-Key": key})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "Idempotency-Key"


def test_old_answers_are_thrown_away(calls, nadia, request_body):
    calls(nadia).post("/api/v1/bookings/", request_body(), headers=KEY)

    assert idempotency.forget() == 0
    assert idempotency.forget(timezone.now() + timedelta(days=4)) == 1
