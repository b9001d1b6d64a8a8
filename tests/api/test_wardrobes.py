"""Wardrobes, garments and households over the wire."""

import pytest

from bookings.models import Booking
from marketplace.organisations.models import Mandate
from services.models import Garment, Household
from tests.folding import each
from tests.wardrobes import next_year, points

WARDROBES, GARMENTS, HOUSEHOLDS = "/api/v1/wardrobes/", "/api/v1/garments/", "/api/v1/households/"


@pytest.fixture
def body(wardrobe, coat) -> dict:
    return {"wardrobe": "abito", "type": "coat", "size": "M"}


@pytest.fixture
def admission(abito, amina, nadia, wardrobe) -> dict:
    Mandate.objects.create(organisation=abito, person=nadia, entered_by=amina, how="at the counter")
    seen = {"basis": "means", "valid_until": next_year().isoformat()}
    return seen | {"wardrobe": "abito", "person": nadia.pk, "children": ["Sami"]}


def test_everybody_reads_what_hangs_on_the_rack(visitor, wardrobe, coat, hung):
    garment = hung(coat)
    hung(coat, size="L")

    assert visitor.get(WARDROBES).json()["results"][0]["slug"] == "abito"
    assert visitor.get(f"{WARDROBES}abito/").json()["name"] == "Abito's wardrobe"
    found = visitor.get(f"{WARDROBES}abito/rack/?type=coat&size=M").json()["results"]
    assert [one["label"] for one in found] == [garment.label]
    assert set(found[0]) == {"label", "type", "name", "size", "season", "condition", "colour", "points"}


@each("query", ["type=sofa", "size=999", "season=x", "colour=x", "owner=1"])
def test_what_is_no_filter_is_told(visitor, wardrobe, query):
    assert visitor.get(f"{WARDROBES}abito/rack/?{query}").status_code == 400


def test_whoever_works_there_takes_in_and_hangs_up(calls, tomas, body):
    made = calls(tomas).post(GARMENTS, body)

    assert made.status_code == 201, made.json()
    assert made.json() | body | {"points": 30, "status": "arrived"} == made.json()
    steps = f"{GARMENTS}{made.json()['id']}/steps/"
    assert {step["name"] for step in calls(tomas).get(steps).json()["steps"]} == {
        "hang",
        "wash",
        "mend",
        "tailor",
        "recycle",
    }
    assert calls(tomas).post(steps, {"step": "hang"}).json()["status"] == "rack"
    assert calls(tomas).get(f"{GARMENTS}?label={made.json()['label']}").json()["results"][0]["status"] == "rack"


def test_a_repeat_takes_in_once(calls, tomas, body):
    for _try in range(2):
        calls(tomas).post(GARMENTS, body, headers={"Idempotency-Key": "coat-1"})

    assert Garment.objects.count() == 1


@each("wrong", [{"size": "38"}, {"type": "sofa"}, {"points": 3}, {"wardrobe": "x"}, {"size": 38}])
def test_what_cannot_be_taken_in_is_told(calls, tomas, body, wrong):
    assert calls(tomas).post(GARMENTS, body | wrong).status_code == 400


def test_nobody_else_learns_of_garments(calls, visitor, tomas, dora, elena, gianni, body):
    one = f"{GARMENTS}{calls(tomas).post(GARMENTS, body).json()['id']}/"

    for outsider in (dora, gianni):  # Elena owns Abito here
        assert calls(outsider).get(GARMENTS).json()["results"] == []
        assert calls(outsider).get(one).status_code == 404
        assert calls(outsider).post(f"{one}steps/", {"step": "hang"}).status_code == 404
        assert calls(outsider).post(GARMENTS, body).status_code == 400
    assert visitor.get(GARMENTS).status_code == 401


def test_the_desk_admits_and_her_people_see_their_card(calls, amina, nadia, admission):
    made = calls(amina).post(HOUSEHOLDS, admission)

    assert made.status_code == 201, made.json()
    assert (made.json()["points"], len(made.json()["members"])) == (300, 2)
    assert calls(nadia).get(HOUSEHOLDS).json()["results"] == [made.json()]


@each("wrong", [{"basis": "rich"}, {"valid_until": "2020-01-01"}, {"person": 0}, {"points": 9}, {"area": "x"}])
def test_an_admission_that_cannot_be_is_told(calls, amina, admission, wrong):
    assert calls(amina).post(HOUSEHOLDS, admission | wrong).status_code == 400


def test_the_desk_renews_adds_gives_and_closes(calls, amina, household):
    one = f"{HOUSEHOLDS}{household.pk}/"
    until = {"basis": "referral", "valid_until": next_year().isoformat()}

    assert calls(amina).post(f"{one}renew/", until).status_code == 200
    assert calls(amina).post(f"{one}members/", {"name": "Lina", "child": True}).json()["points"] == 300
    assert calls(amina).post(f"{one}points/", {"points": 20, "reason": "A fire"}).json()["points"] == 320
    assert calls(amina).post(f"{one}close/", {"reason": "They moved"}).json()["status"] == "ended"
    assert Household.objects.get().admissions.first().basis == "referral"


def test_a_card_closed_over_the_wire_leaves_nothing_put_aside(calls, amina, nadia, household, coat, hung, choose):
    booking = choose(nadia, hung(coat))

    assert calls(amina).post(f"{HOUSEHOLDS}{household.pk}/close/", {"reason": "They moved"}).status_code == 200

    assert Booking.objects.get(pk=booking.pk).status == "cancelled"
    assert Garment.objects.get().status == "rack"


def test_a_home_and_a_neighbourhood_are_told_beside_what_was_seen(calls, amina, admission, aurora):
    made = calls(amina).post(HOUSEHOLDS, admission | {"without_home": True, "area": aurora.code}).json()
    assert made | {"without_home": True, "area": aurora.code, "points": 0} == made

    until = {"basis": "referral", "valid_until": next_year().isoformat()}
    one = f"{HOUSEHOLDS}{made['id']}/renew/"

    assert calls(amina).post(one, until).json()["points"] == 0
    assert calls(amina).post(one, until | {"without_home": False}).json()["points"] == 300


def test_the_desk_writes_down_sizes_and_neighbourhood_over_the_wire(calls, amina, household, aurora):
    one = f"{HOUSEHOLDS}{household.pk}/"

    told = calls(amina).patch(one, {"sizes": {"adult": ["M"]}, "area": aurora.code}).json()
    assert (told["sizes"], told["area"]) == ({"adult": ["M"]}, aurora.code)

    told = calls(amina).patch(one, {"area": None}).json()
    assert (told["sizes"], told["area"]) == ({"adult": ["M"]}, None)


@each("wrong", [{"sizes": {"adult": ["38"]}}, {"sizes": {"hat": ["M"]}}, {"sizes": 3}, {"area": "x"}])
def test_what_is_no_size_or_neighbourhood_is_told_over_the_wire(calls, amina, household, wrong):
    assert calls(amina).patch(f"{HOUSEHOLDS}{household.pk}/", wrong).status_code == 400


def test_her_people_change_nothing_but_a_lost_card(calls, nadia, household):
    one, lost = f"{HOUSEHOLDS}{household.pk}/", household.cards.get().code

    assert calls(nadia).post(f"{one}points/", {"points": 20, "reason": "Me"}).status_code == 409
    assert calls(nadia).post(f"{one}members/", {"name": "Lina"}).status_code == 409
    assert calls(nadia).post(f"{one}close/", {"reason": "x"}).status_code == 409
    assert calls(nadia).patch(one, {"area": None}).status_code == 409
    assert calls(nadia).post(f"{one}card/").json()["card"] != lost


def test_nobody_else_learns_of_households(calls, visitor, tomas, dora, elena, gianni, household):
    one = f"{HOUSEHOLDS}{household.pk}/"

    for outsider in (tomas, dora, gianni):  # Elena owns Abito here
        assert calls(outsider).get(HOUSEHOLDS).json()["results"] == []
        assert calls(outsider).get(one).status_code == calls(outsider).patch(one, {}).status_code == 404
        for deed in ("card", "renew", "members", "points", "close"):
            assert calls(outsider).post(f"{one}{deed}/").status_code == 404, deed
    assert visitor.get(HOUSEHOLDS).status_code == 401


def test_one_chooses_and_books_over_the_wire(calls, nadia, household, coat, hung, trying_on):
    garment = hung(coat)

    made = calls(nadia).post("/api/v1/bookings/", {"offer": trying_on.pk, "details": {"garments": garment.label}})

    assert made.status_code == 201, made.json()
    assert Booking.objects.get().status == "chosen"
    assert points(household) == 120


def test_the_list_of_households_takes_the_same_queries_for_their_people(
    calls, amina, household, wardrobe, person, queries
):
    from services.wardrobe import households

    few = queries(calls(amina), HOUSEHOLDS)
    households.join(household, "Lina", amina)

    assert queries(calls(amina), HOUSEHOLDS) == few
