"""Removals over the wire: an inventory of rows, and a price that is named and accepted by its number."""

from bookings.models import Booking


def plain(told):
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}


def test_a_removal_is_asked_quoted_and_accepted(calls, removal, removal_wishes, nadia, elena, quote_words):
    details = plain(removal_wishes())
    note = details.pop("note")
    asked = calls(nadia).post("/api/v1/bookings/", {"offer": removal.pk, "note": note, "details": details})
    assert asked.status_code == 201, asked.json()
    steps = f"/api/v1/bookings/{asked.json()['id']}/steps/"

    quoted = calls(elena).post(steps, {"step": "quote", "facts": plain(quote_words())})
    assert quoted.status_code == 200, quoted.json()
    for forged in ({}, {"quote": "7"}, {"quote": "1", "price": "1.00"}):
        answer = calls(nadia).post(steps, {"step": "accept", "facts": forged, "seen": asked.json()["seen"]})
        assert answer.status_code in {400, 409}, answer.json()
    accepted = calls(nadia).post(steps, {"step": "accept", "facts": {"quote": "1"}, "seen": quoted.json()["seen"]})

    assert accepted.json()["status"] == "confirmed", accepted.json()
    assert Booking.objects.get().price_cents == 32_000


def test_every_round_is_read_over_the_wire(calls, quoted, nadia):
    lines = calls(nadia).get(f"/api/v1/bookings/{quoted.pk}/").json()["answers"]

    assert "Without the lamps." in {line["question"]: line["answer"] for line in lines}["Quote 1"]


def test_an_outsider_finds_no_removal(calls, quoted, dora):
    assert calls(dora).get(f"/api/v1/bookings/{quoted.pk}/").status_code == 404
    answer = calls(dora).post(f"/api/v1/bookings/{quoted.pk}/steps/", {"step": "accept", "facts": {"quote": "1"}})
    assert answer.status_code == 404
