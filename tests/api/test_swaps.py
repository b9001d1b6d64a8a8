"""What residents show to swap, and a swap, over the wire."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.models import OwnGarment
from tests.cast import at
from tests.folding import each
from tests.pictures import png
from tests.swaps import swap_wishes

OWN, BOOKINGS = "/api/v1/own-garments/", "/api/v1/bookings/"


@pytest.fixture
def body(swapping, coat) -> dict:
    return {"wardrobe": "abito", "type": "coat", "size": "M", "remark": "Warm."}


def test_everybody_sees_what_is_shown_by_first_name_alone(visitor, shown, nadia, kind_of):
    garment = shown(nadia)
    shown(nadia, kind_of("tee"))

    found = visitor.get(f"{OWN}?wardrobe=abito&type=coat").json()["results"]

    assert [one["label"] for one in found] == [garment.label]
    assert found[0]["resident_name"] == "Nadia"
    assert "Haddad" not in str(found)
    assert visitor.get("/api/v1/garments/").status_code in (401, 403)


def test_she_shows_one_hangs_a_picture_and_takes_it_off(calls, nadia, dora, body):
    made = calls(nadia).post(OWN, body)
    assert made.status_code == 201, made.json()
    address = f"{OWN}{made.json()['id']}/"
    picture = {"picture": SimpleUploadedFile("me.png", png(), "image/png")}

    assert calls(nadia).put(f"{address}picture/", picture, format="multipart").status_code == 200
    assert OwnGarment.objects.get().picture.name.endswith(".webp")
    assert calls(dora).post(f"{address}steps/", {"step": "take_off"}).status_code == 409
    assert calls(nadia).post(f"{address}steps/", {"step": "take_off"}).json()["status"] == "taken_off"
    assert calls(dora).get(address).status_code == 404
    assert [one["mine"] for one in calls(nadia).get(f"{OWN}?mine=yes").json()["results"]] == [True]


def test_nobody_hangs_a_picture_on_what_is_not_hers(calls, shown, nadia, dora):
    picture = {"picture": SimpleUploadedFile("me.png", png(), "image/png")}

    answer = calls(dora).put(f"{OWN}{shown(nadia).pk}/picture/", picture, format="multipart")

    assert answer.status_code == 409


@each("wrong", [{"size": "38"}, {"type": "sofa"}, {"points": 3}, {"wardrobe": "x"}])
def test_what_cannot_be_shown_is_told(calls, nadia, body, wrong):
    assert calls(nadia).post(OWN, body | wrong).status_code == 400


def test_a_repeat_shows_once(calls, nadia, body):
    for _try in range(2):
        calls(nadia).post(OWN, body, headers={"Idempotency-Key": "coat-1"})

    assert OwnGarment.objects.count() == 1


def test_a_swap_is_asked_for_and_answered(calls, swapping, shown, nadia, dora, person):
    told = swap_wishes(shown(nadia), shown(dora), at(15, days=3))
    details = told | {"day": told["day"].isoformat(), "at": "15:00"}

    made = calls(nadia).post(BOOKINGS, {"offer": swapping.pk, "details": details})

    assert made.status_code == 201, made.json()
    address = f"{BOOKINGS}{made.json()['id']}/"
    assert made.json()["partner_name"] == "Dora"
    seen = calls(dora).get(address).json()
    assert seen["roles"] == ["partner"]
    assert {step["name"] for step in seen["steps"]} == {"accept", "decline", "offer_time"}
    assert [one["id"] for one in calls(dora).get(f"{BOOKINGS}?role=partner").json()["results"]] == [seen["id"]]
    assert calls(person("Joy")).get(address).status_code == 404
    assert calls(person("Ugo")).post(f"{address}steps/", {"step": "accept"}).status_code == 404
    assert calls(dora).post(f"{address}steps/", {"step": "accept"}).json()["status"] == "confirmed"


def test_what_cannot_be_swapped_is_told_by_field(calls, swapping, shown, nadia):
    mine = shown(nadia)
    details = swap_wishes(mine, mine, at(15, days=3))
    details |= {"day": details["day"].isoformat(), "at": "15:00"}

    answer = calls(nadia).post(BOOKINGS, {"offer": swapping.pk, "details": details})

    assert answer.status_code == 400
    assert "garment" in str(answer.json())
