"""What is looked for over the wire: for how long, without steps, for whom."""

from datetime import datetime

import pytest

from services.search import search
from tests.api.test_offers import found, pages
from tests.cast import at
from tests.services.test_search import wish_of


def test_what_one_gets_to_without_steps(visitor, make_offer):
    make_offer("Level", where="at_place", step_free=True)
    make_offer("Upstairs", where="at_place", step_free=False)
    make_offer("At home")

    assert found(visitor, "accessible=1") == ["At home", "Level"]
    assert visitor.get("/api/v1/offers/facets/").json()["accessible"] == [{"value": "1", "offers": 2, "more": False}]
    assert visitor.get("/api/v1/offers/?accessible=maybe").status_code == 400


def test_what_one_may_have(visitor, trying_on, offer, nadia):
    before = found(visitor, "eligible=1")
    visitor.force_login(nadia)

    assert before == [offer.title, trying_on.title]
    assert found(visitor, "eligible=1") == [offer.title]
    assert visitor.get("/api/v1/offers/?eligible=2").status_code == 400


@pytest.mark.parametrize("asked", ["", "q=!!!", "q=number", "near=Aurora", "near=Aurora&q=!!!", "near=Aurora&q=number"])
def test_from_page_to_page_each_is_told_once(visitor, make_offer, aurora, asked):
    made = {make_offer(f"Number {number}").pk for number in range(7)}

    told = [card["id"] for page in pages(visitor, f"{asked}&limit=3") for card in page]

    assert sorted(told) == sorted(made)
    assert told == [offer.pk for offer in search(wish_of(asked)[0])]


def test_for_so_long(visitor, offer, booking):
    day = booking.starts_at.date()  # from ten until twelve somebody has it

    [card] = visitor.get(f"/api/v1/offers/?on={day}&lasting=240").json()["results"]

    assert datetime.fromisoformat(card["next_free"]) == at(12)
    assert found(visitor, f"on={day}&lasting=60&until=10:00")
    assert not found(visitor, f"on={day}&lasting=60&from=09:30&until=12:00")
    assert not found(visitor, "lasting=75")
    assert found(visitor, "status=published&lasting=240")


def test_what_offers_of_a_category_say_of_themselves(visitor, make_offer, ages):
    make_offer("Small", traits=["ages:0-2"])
    make_offer("Both", traits=["ages:0-2", "ages:3-5", "homework:yes"])
    make_offer("Silent")

    assert found(visitor, "category=babysitting&trait=ages:0-2") == ["Both", "Small"]
    assert found(visitor, "category=babysitting&trait=ages:0-2,ages:3-5,homework:yes") == ["Both"]
    assert found(visitor, "category=babysitting&trait=ages:0-2&trait=homework:yes") == ["Both"]
    assert found(visitor, "status=published&category=babysitting&trait=ages:3-5") == ["Both"]
    assert len(found(visitor, "trait=ages:3-5")) == 3  # without its category it means nothing


def test_each_thing_said_is_told_with_its_number(visitor, make_offer, ages):
    make_offer("Small", traits=["ages:0-2"])
    make_offer("Both", traits=["ages:0-2", "ages:3-5", "homework:yes"])
    address = "/api/v1/offers/facets/"

    plain = visitor.get(f"{address}?category=babysitting").json()["trait"]
    asked = visitor.get(f"{address}?category=babysitting&trait=ages:3-5").json()["trait"]

    assert {row["value"]: row["offers"] for row in plain} == {
        "ages:0-2": 2, "ages:3-5": 1, "ages:6-10": 0, "homework:yes": 1
    }  # fmt: skip
    assert {row["value"]: row["offers"] for row in asked} == {
        "ages:0-2": 2, "ages:3-5": 1, "ages:6-10": 1, "homework:yes": 1
    }  # fmt: skip
    assert visitor.get(address).json()["trait"] == []


@pytest.mark.parametrize("wrong", ["ages:99", "ages", "%00", "x" * 3000, ",".join(["ages:99"] * 200)])
@pytest.mark.parametrize("address", ["/api/v1/offers/", "/api/v1/offers/facets/"])
def test_what_nobody_says_there_is_told_at_its_filter(visitor, ages, address, wrong):
    answer = visitor.get(f"{address}?category=babysitting&trait={wrong}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith("trait")


def test_a_position_is_taken_to_about_100_metres_and_one_that_cannot_be_is_told(visitor, offer):
    exact, rough = (visitor.get(f"/api/v1/offers/?near={near}") for near in ("45.0831239,7.6894999", "45.083,7.689"))

    assert exact.json()["results"][0]["distance"] == rough.json()["results"][0]["distance"]
    for near, said in {"95,7.68": "written as 45.07,7.68", "46.9,7.4": "too far", "nan,nan": "do not know"}.items():
        refused = visitor.get(f"/api/v1/offers/?near={near}", headers={"accept-language": "en"})
        assert refused.status_code == 400
        assert said in refused.content.decode()
