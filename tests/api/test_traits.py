"""What an offer says of itself, by the traits of its category, written and read over the wire."""

from tests.api.test_offers import WORDS
from tests.folding import each


def test_a_desk_says_more_of_an_offer_and_everybody_reads_it(calls, elena, visitor, worker, ages):
    desk, said = calls(elena), {"traits": ["homework:yes", "ages:0-2"]}
    draft = {"organisation": "biagio", "category": "babysitting", "texts": WORDS, "resources": [worker.pk]}

    made = desk.post("/api/v1/offers/", draft | said).json()
    address = f"/api/v1/offers/{made['id']}/"
    less = desk.patch(address, {"traits": ["ages:0-2"]}).json()
    same = desk.patch(address, {"buffer_after": 15}).json()

    assert made["traits"] == ["ages:0-2", "homework:yes"]
    assert made["described"][1] == {"name": "Homework", "choices": ["Helps with homework"]}
    assert less["traits"] == same["traits"] == ["ages:0-2"]
    assert visitor.get("/api/v1/categories/babysitting/").json()["traits"] == ages.traits


def test_what_its_category_gave_up_is_told_no_more_and_what_is_told_can_be_sent_back(calls, elena, offer, ages):
    address, desk = f"/api/v1/offers/{offer.pk}/", calls(elena)
    desk.patch(address, {"traits": ["ages:0-2", "homework:yes"]})
    ages.traits = ages.traits[1:]
    ages.save()

    told = desk.get(address).json()["traits"]

    assert told == ["homework:yes"]
    assert desk.patch(address, {"traits": told}).status_code == 200


@each("wrong", [["ages:99"], ["ages:0-2", "colour:red"], [""], ["a\0"], [7], "ages:0-2", ["ages:0-2"] * 200])
def test_what_its_category_does_not_know_is_told_at_its_field(calls, elena, offer, ages, wrong):
    answer = calls(elena).patch(f"/api/v1/offers/{offer.pk}/", {"traits": wrong})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"].startswith("traits")
    offer.refresh_from_db()
    assert (offer.traits, offer.status) == ([], "published")
