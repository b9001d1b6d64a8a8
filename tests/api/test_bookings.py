"""Bookings over the wire."""

import json
from datetime import timedelta

import pytest

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Mandate
from services.models import Offer
from tests.cast import settled
from tests.folding import each


def test_a_resident_asks_for_a_time(calls, nadia, request_body):
    answer = calls(nadia).post("/api/v1/bookings/", request_body())

    assert answer.status_code == 201, answer.json()
    body = answer.json()
    assert body["status"] == "asked"
    assert body["roles"] == ["customer"]
    assert body["address"] == "via Cecchi 18, Aurora"
    assert [step["name"] for step in body["steps"]] == ["withdraw", "wish_times"]


def test_the_desk_accepts(calls, elena, booking):
    answer = calls(elena).post(
        f"/api/v1/bookings/{booking.pk}/steps/", {"step": "accept", "seen": booking.last_change_id}
    )

    assert answer.status_code == 200, answer.json()
    assert answer.json()["status"] == "confirmed"


def test_the_note_on_how_it_went_is_for_the_organisation(calls, confirmed, nadia, elena, samira, now_is):
    address = f"/api/v1/bookings/{confirmed.pk}/"
    before = calls(elena).get(address).json()["work_note"]
    now_is(confirmed.ends_at)
    take(confirmed, "finish", Actor(samira), {"work_note": "The little one slept."})

    after = [calls(reader).get(address).json()["work_note"] for reader in (elena, samira, nadia)]

    assert (before, after) == ("", ["The little one slept.", "The little one slept.", ""])


def test_an_outsider_finds_no_booking(calls, dora, booking):
    client = calls(dora)

    for path in ("", "steps/", "messages/"):
        assert client.get(f"/api/v1/bookings/{booking.pk}/{path}").status_code == 404
    assert client.post(f"/api/v1/bookings/{booking.pk}/steps/", {"step": "withdraw"}).status_code == 404
    assert client.post(f"/api/v1/bookings/{booking.pk}/messages/", {"text": "Hello"}).status_code == 404
    assert client.get("/api/v1/bookings/").json()["results"] == []


def test_a_visitor_is_asked_to_sign_in(visitor, db):
    answer = visitor.get("/api/v1/bookings/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Key"


def test_the_same_key_books_once(calls, nadia, request_body):
    client = calls(nadia)

    first = client.post("/api/v1/bookings/", request_body(), headers={"Idempotency-Key": "one"})
    second = client.post("/api/v1/bookings/", request_body(), headers={"Idempotency-Key": "one"})

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Booking.objects.count() == 1


def test_each_sees_the_address_as_precisely_as_needed(calls, nadia, elena, samira, booking):
    seen = {who: calls(user).get(f"/api/v1/bookings/{booking.pk}/").json() for who, user in
            (("customer", nadia), ("provider", elena), ("worker", samira))}  # fmt: skip

    assert seen["customer"]["address"] == "via Cecchi 18, Aurora"
    assert seen["provider"]["address"] == seen["worker"]["address"] == "Aurora"
    assert seen["provider"]["answers"] == [{"question": "Ages of the children", "answer": "3 and 6"}]


def test_lists_are_narrowed_by_hat_status_and_day(calls, nadia, elena, booking):
    def found(user, query):
        return len(calls(user).get(f"/api/v1/bookings/?{query}").json()["results"])

    day = booking.starts_at.date()
    assert found(nadia, "role=customer") == found(elena, "role=provider") == 1
    assert found(nadia, "role=provider") == found(elena, "role=worker") == 0
    assert found(nadia, "status=asked") == 1
    assert found(nadia, "status=done") == 0
    assert found(nadia, f"from={day}&to={day}") == 1
    assert found(nadia, f"to={day - timedelta(days=1)}") == 0


@pytest.mark.parametrize("query", ["status=x", "role=king", "from=1192-01-01", "to=2100-01-01", "from=x", "offer=1"])
def test_what_cannot_be_asked_is_told(calls, nadia, query):
    answer = calls(nadia).get(f"/api/v1/bookings/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == query.split("=")[0]


def test_a_list_takes_the_same_queries_however_long_it_is(calls, elena, nadia, offer, wishes, slot, queries):
    def ask(days):
        starts_at, ends_at = slot(days=days)
        lifecycle.ask(offer, Actor(nadia), wishes(starts_at=starts_at, ends_at=ends_at))

    ask(2)
    client = calls(elena)
    few = queries(client, "/api/v1/bookings/")
    for days in range(3, 10):
        ask(days)

    assert queries(client, "/api/v1/bookings/") == few <= 19


@each(
    ("wrong", "name"),
    [
        ({"starts_at": "2026-11-26T16:30:00"}, "starts_at"), ({"starts_at": "1192-01-01T00:00:00Z"}, "starts_at"),
        ({"starts_at": "2020-01-01T10:00:00Z"}, "starts_at"), ({"ends_at": "2020-01-01T10:00:00Z"}, "ends_at"),
        ({"note": "x" * 10_000}, "note"), ({"note": "a\0b"}, "note"), ({"note": 5}, "note"),
        ({"address": ""}, "address"),
        ({"address": "Nowhere 9"}, "address"), ({"answers": {}}, "ages"),
        ({"answers": {"ages": ["3"]}}, "answers.ages"),
        ({"offer": 10**30}, "offer"), ({"offer": "1"}, "offer"),
        ({"offer": True}, "offer"), ({"area": "nowhere"}, "area"), ({"price_cents": 1}, "price_cents"),
        ({"customer": 1}, "customer"), ({"status": "confirmed"}, "status"), ({"for": 10**9}, "for"),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_is_told_by_name(calls, nadia, request_body, wrong, name):
    answer = calls(nadia).post("/api/v1/bookings/", request_body(**wrong))

    assert answer.status_code == 400
    assert answer.json()["type"] == "validation_error"
    assert name in {each["attr"] for each in answer.json()["errors"]}


def test_emoji_and_words_from_right_to_left_are_kept(calls, nadia, request_body):
    answer = calls(nadia).post("/api/v1/bookings/", request_body(note="مرحبا 👋"))

    assert answer.json()["note"] == "مرحبا 👋"


def test_somebody_faster_is_told_as_a_time_that_is_taken(calls, dora, booking, request_body):
    answer = calls(dora).post("/api/v1/bookings/", request_body())

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "starts_at"


def test_an_offer_withdrawn_meanwhile_is_refused(calls, nadia, offer, request_body, monkeypatch):
    body = request_body()
    settled(offer, "withdrawn")
    monkeypatch.setattr("services.models.Offer.objects.visible_to", lambda user: Offer.objects.all())

    assert calls(nadia).post("/api/v1/bookings/", body).status_code == 409


def test_the_desk_asks_for_somebody_who_lets_it(calls, elena, biagio, person, request_body):
    amina = person("Amina", email=None)
    Mandate.objects.create(organisation=biagio, person=amina, entered_by=elena, how="by phone")

    made = calls(elena).post("/api/v1/bookings/", request_body(**{"for": amina.pk})).json()
    withdrawn = calls(elena).post(f"/api/v1/bookings/{made['id']}/steps/", {"step": "withdraw", "for": amina.pk})

    assert made["customer"] == amina.pk
    assert withdrawn.json()["status"] == "cancelled"
    change = Booking.objects.get().changes.last()
    assert (change.actor, change.acting_for) == (elena, amina)


def test_a_decline_needs_a_reason_and_is_not_the_customers(calls, nadia, elena, booking):
    address = f"/api/v1/bookings/{booking.pk}/steps/"

    assert calls(elena).post(address, {"step": "decline"}).json()["errors"][0]["attr"] == "reason"
    assert calls(nadia).post(address, {"step": "accept"}).status_code == 409
    assert calls(nadia).post(address, {"step": "fly"}).status_code == 409
    assert calls(elena).post(address, {"step": "decline", "facts": {"reason": "Ill."}}).json()["status"] == "declined"


def test_both_talk_in_one_thread(calls, nadia, elena, booking):
    address = f"/api/v1/bookings/{booking.pk}/messages/"

    assert calls(nadia).post(address, {"text": "Is tea all right?"}).status_code == 201
    assert calls(elena).post(address, {"text": "Yes."}).json()["role"] == "provider"
    assert [(row["author"], row["mine"]) for row in calls(nadia).get(address).json()["results"]] == [
        ("Nadia", True), ("Elena", False)
    ]  # fmt: skip


@each("text", ["", "   ", "x" * 2001, None, 7, "a\0"])
def test_a_message_that_cannot_be_is_told(calls, nadia, booking, text):
    answer = calls(nadia).post(f"/api/v1/bookings/{booking.pk}/messages/", {"text": text})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "text"


@each("field", ["note", "address", "door"])
def test_half_a_letter_is_no_text(calls, nadia, request_body, field):
    body = json.dumps(request_body(**{field: "half"})).replace("half", "\\ud800")

    answer = calls(nadia).post("/api/v1/bookings/", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == field


@each("field", ["answers", "details"])
@each("name", ["area", "address", "starts_at", "note", "price_cents", "nobody_asks_this"])
@each("path", ["/api/v1/bookings/", "/api/v1/bookings/estimate/"])
def test_what_the_offer_does_not_ask_is_told_and_passes_for_nothing_else(calls, nadia, request_body, path, field, name):
    given = {"answers": {"ages": "3"}, "details": {}}
    given[field] = given[field] | {name: "x"}

    answer = calls(nadia).post(path, request_body(**given))

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == field
    assert name in answer.json()["errors"][0]["detail"]
    assert not Booking.objects.exists()


def test_an_estimate_says_which_terms_it_means(calls, nadia, request_body):
    said = calls(nadia).post("/api/v1/bookings/estimate/", request_body()).json()

    other = calls(nadia).post("/api/v1/bookings/", request_body(terms_seen="0" * 16))
    same = calls(nadia).post("/api/v1/bookings/", request_body(terms_seen=said["terms_seen"]))

    assert said["terms"] == ["You can cancel until the start. It costs nothing."]
    assert (other.status_code, other.json()["errors"][0]["attr"]) == (400, "terms_seen")
    assert same.status_code == 201


def test_a_desk_asks_for_its_organisation(calls, elena, abito, request_body):
    made = calls(elena).post("/api/v1/bookings/", request_body(client="abito")).json()

    assert made["client"] == "abito"
    assert Booking.objects.get().client == abito


def test_nobody_else_asks_for_an_organisation(calls, program, nadia, elena, abito, request_body):
    for client in (calls(nadia), program("bookings:write")):
        answer = client.post("/api/v1/bookings/", request_body(client="abito"))
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["attr"] == "client"
    assert not Booking.objects.exists()
