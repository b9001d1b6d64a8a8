"""Dates, the waiting list and the list of who comes, over the wire."""

import pytest

from bookings.models import Attendance, Booking
from services.models import Occasion
from tests.folding import each
from tests.gatherings import evening

DATES, ROLLS = "/api/v1/occasions/", "/api/v1/rolls/"


def span(days):
    begin, end = evening(days)
    return {"starts_at": begin.isoformat(), "ends_at": end.isoformat()}


@pytest.fixture
def body(dinner):
    return {"offer": dinner.pk, "dates": [span(4), span(11)], "seats": 8}


def test_everybody_sees_the_dates_with_the_places_left(visitor, on, come, nadia, dora, dinner):
    full, later = on(days=3, seats=2), on(days=5, seats=6)
    come(nadia, full, seats=2)
    come(dora, full, wait=True)

    rows = visitor.get(f"{DATES}?offer={dinner.pk}").json()["results"]

    assert [(row["id"], row["left"], row["waiting"]) for row in rows] == [(full.pk, 0, 1), (later.pk, 6, 0)]
    assert "Nadia" not in str(rows)


def test_the_dates_take_a_fixed_number_of_queries(visitor, queries, on):
    on(days=3)
    few = queries(visitor, DATES)
    for number in range(4, 9):
        on(days=number)

    assert queries(visitor, DATES) == few


def test_a_desk_announces_changes_and_calls_off(calls, elena, worker, body):
    desk = calls(elena)

    made = desk.post(DATES, body | {"leaders": [worker.pk]}, format="json")
    path = f"{DATES}{made.json()['id']}/"
    changed = desk.patch(path, {"seats": 3}, format="json")
    off = desk.post(f"{path}call-off/", {"reason": "Rain."}, format="json")

    assert (made.status_code, len(made.json()["sessions"]), made.json()["leaders"]) == (201, 2, ["Samira"])
    assert (changed.status_code, changed.json()["seats"], len(changed.json()["sessions"])) == (200, 3, 2)
    assert (off.status_code, off.json()["status"]) == (200, "called_off")


@each(
    "wrong",
    [
        {"dates": []}, {"dates": "x"}, {"dates": [{}]}, {"dates": [{"starts_at": "2026-11-26T19:00", "ends_at": "x"}]},
        {"seats": 0}, {"seats": "8"}, {"seats": None}, {"seats": 501}, {"leaders": [99999999]}, {"leaders": 1},
        {"offer": 99999999}, {"offer": None}, {"address": "nowhere 9"}, {"address": 7}, {"colour": "red"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_name(calls, elena, body, wrong):
    answer = calls(elena).post(DATES, body | wrong, format="json")

    assert answer.status_code == 400
    assert {problem["attr"].split(".")[0] for problem in answer.json()["errors"]} == set(wrong)
    assert not Occasion.objects.exists()


def test_strangers_change_nothing_and_see_no_list(calls, visitor, dora, nadia, on, come, body):
    occasion = on()
    come(nadia, occasion)
    path, roll = f"{DATES}{occasion.pk}/", f"{ROLLS}{occasion.pk}/"

    assert calls(dora).post(DATES, body, format="json").status_code == 400
    assert calls(dora).patch(path, {"seats": 3}, format="json").status_code == 409
    assert calls(dora).post(f"{path}call-off/", {"reason": "x"}, format="json").status_code == 409
    assert calls(dora).get(roll).status_code == 404
    assert calls(nadia).get(roll).status_code == 404
    assert visitor.get(roll).status_code in {401, 403}
    assert visitor.post(DATES, body, format="json").status_code in {401, 403}
    assert Occasion.objects.get().seats == 4


def test_places_are_booked_waited_for_and_taken(calls, nadia, dora, on, dinner, run_tasks):
    occasion = on(seats=1)
    ask = {"offer": dinner.pk, "details": {"occasion": occasion.pk, "seats": 1}}

    booked = calls(nadia).post("/api/v1/bookings/", ask, format="json").json()
    full = calls(dora).post("/api/v1/bookings/", ask, format="json")
    ask["details"]["wait"] = True
    waits = calls(dora).post("/api/v1/bookings/", ask, format="json").json()
    calls(nadia).post(f"/api/v1/bookings/{booked['id']}/steps/", {"step": "cancel"}, format="json")
    run_tasks()
    come = calls(dora).post(f"/api/v1/bookings/{waits['id']}/steps/", {"step": "come"}, format="json")

    assert booked["status"] == "confirmed"
    assert (full.status_code, full.json()["errors"][0]["attr"]) == (400, "occasion")
    assert waits["status"] == "waiting"
    assert {"question": "Your place in the line", "answer": "1 of 1"} in waits["answers"]
    assert come.json()["status"] == "confirmed"


def test_who_came_is_put_for_a_session(calls, samira, elena, worker, on, come, nadia, now_is):
    occasion = on(leaders=[worker])
    booking, session = come(nadia, occasion, seats=2), occasion.sessions.get()
    path = f"{ROLLS}{occasion.pk}/sessions/{session.pk}/"
    row = {"booking": booking.pk, "came": 2}

    early = calls(samira).put(path, {"rows": [row]}, format="json")
    now_is(occasion.starts_at)
    done = calls(samira).put(path, {"rows": [row]}, format="json")
    listed = calls(elena).get(f"{ROLLS}{occasion.pk}/").json()

    assert (early.status_code, done.status_code) == (409, 204)
    assert listed[0]["name"] == "Nadia"
    assert listed[0]["attendance"] == [{"session": session.pk, "came": 2}]


def test_the_list_says_the_phone_on_the_day_alone(calls, samira, elena, worker, on, come, person, now_is):
    vittoria = person("Vittoria", family_name="Segreta", phone="+390115550177")
    by_phone = person("Fatima", email=None, phone="+390115550190")
    occasion = on(days=30, leaders=[worker])
    for guest in (vittoria, by_phone):
        come(guest, occasion)

    def phones(reader):
        rows = calls(reader).get(f"{ROLLS}{occasion.pk}/").json()
        return [(row["name"], row["phone"]) for row in rows]

    assert phones(samira) == [("Fatima", ""), ("Vittoria", "")]
    assert phones(elena) == [("Fatima", "+390115550190"), ("Vittoria", "")]
    now_is(occasion.starts_at)
    assert phones(samira) == phones(elena) == [("Fatima", "+390115550190"), ("Vittoria", "+390115550177")]


def test_who_leads_is_told_to_those_who_come_and_to_staff(calls, visitor, nadia, dora, elena, samira, worker, on, come):
    occasion = on(leaders=[worker])
    come(nadia, occasion)

    def leaders(client):
        return [
            client.get(f"{DATES}{occasion.pk}/").json()["leaders"],
            client.get(DATES).json()["results"][0]["leaders"],
        ]

    assert leaders(visitor) == leaders(calls(dora)) == [[], []]
    for reader in (nadia, elena, samira):
        assert leaders(calls(reader)) == [["Samira"], ["Samira"]]


@each("rows", [[], [{"booking": 1}], [{"booking": 999, "came": 1}], [{"came": 1}], "x"])
def test_who_cannot_have_come_is_told(calls, elena, on, come, nadia, now_is, rows):
    occasion = on()
    come(nadia, occasion)
    now_is(occasion.starts_at)

    path = f"{ROLLS}{occasion.pk}/sessions/{occasion.sessions.get().pk}/"

    assert calls(elena).put(path, {"rows": rows}, format="json").status_code == 400
    assert not Attendance.objects.exists()


def test_a_key_sees_its_own_organisation_alone(program, abito, on, come, nadia):
    occasion = on()
    come(nadia, occasion)

    assert program("bookings:read").get(f"{ROLLS}{occasion.pk}/").status_code == 200
    assert program("offers:read").get(f"{ROLLS}{occasion.pk}/").status_code == 403
    assert Booking.objects.count() == 1


def test_an_offer_says_when_its_next_date_is_and_what_is_left(visitor, on, come, nadia, dinner):
    occasion = on(seats=6)
    come(nadia, occasion, seats=2)

    for row in (
        visitor.get("/api/v1/offers/").json()["results"][0],
        visitor.get(f"/api/v1/offers/{dinner.pk}/").json(),
    ):
        assert row["seats_left"] == 4
        assert row["next_free"].startswith(f"{evening(3)[0]:%Y-%m-%d}")


def test_the_times_of_a_bench_are_those_with_so_many_places(visitor, calls, nadia, workshop):
    day = f"{evening(2)[0]:%Y-%m-%d}"
    hours = visitor.get(f"/api/v1/offers/{workshop.pk}/times/?from={day}&days=1&minutes=180").json()[0]["times"]
    ask = {"offer": workshop.pk, "starts_at": hours[0], "ends_at": hours[6], "details": {"seats": 2}}
    made = calls(nadia).post("/api/v1/bookings/", ask, format="json")

    path = f"/api/v1/offers/{workshop.pk}/times/?from={day}&days=1&minutes=60"
    alone, both = (visitor.get(f"{path}&seats={seats}").json()[0]["times"] for seats in (1, 2))

    assert made.status_code == 201, made.json()
    assert (alone[0], both[0]) == (hours[0], hours[6])
    assert visitor.get(f"{path}&seats=0").status_code == 400
