"""Things, skills, teams, and why a time is not offered, over the wire."""

import pytest

from marketplace.organisations.models import CredentialKind
from services import things
from services.models import Resource, Skill
from tests.cast import at, settled
from tests.folding import each

VAN = {"organisation": "biagio", "name": "Ducato", "lanes": 1, "skills": ["van"]}


@pytest.fixture
def van(db) -> Skill:
    return Skill.objects.create(slug="van", name={"en": "van", "it": "furgone"})


@pytest.fixture
def ducato(biagio, elena, van) -> Resource:
    return things.enter(biagio, elena, {"name": "Ducato", "skills": [van]})


def test_the_desk_enters_a_van_and_puts_it_out_of_use(calls, elena, van):
    client = calls(elena)

    made = client.post("/api/v1/resources/", VAN)
    assert made.status_code == 201, made.json()
    assert made.json() | VAN | {"person": None, "active": True} == made.json()

    address = f"/api/v1/resources/{made.json()['id']}/"
    assert client.patch(address, {"active": False, "lanes": 2}).json()["lanes"] == 2
    assert not Resource.objects.get(name="Ducato").active


@each(
    "wrong", [{"lanes": 0}, {"lanes": "2"}, {"name": ""}, {"name": None}, {"skills": ["x"]}, {"skills": "van"},
              {"active": "yes"}, {"organisation": "nobody"}, {"user": 1}],
)  # fmt: skip
def test_what_cannot_be_is_told(calls, elena, van, wrong):
    assert calls(elena).post("/api/v1/resources/", VAN | wrong).status_code == 400


def test_an_outsider_enters_and_changes_nothing(calls, visitor, dora, nadia, van, ducato, biagio):
    for client in (calls(dora), calls(nadia)):
        assert client.post("/api/v1/resources/", VAN).status_code == 400
        assert client.patch(f"/api/v1/resources/{ducato.pk}/", {"lanes": 2}).status_code == 404
    assert visitor.post("/api/v1/resources/", VAN).status_code == 401


def test_a_worker_sees_her_calendar_and_does_not_change_it(calls, samira, worker):
    assert calls(samira).patch(f"/api/v1/resources/{worker.pk}/", {"skills": []}).status_code == 409


def test_a_person_stays_one(calls, elena, worker, van):
    address = f"/api/v1/resources/{worker.pk}/"

    assert calls(elena).patch(address, {"skills": ["van"]}).json()["skills"] == ["van"]
    assert calls(elena).patch(address, {"lanes": 3}).status_code == 400


def test_everybody_may_read_the_skills(visitor, van):
    assert visitor.get("/api/v1/skills/").json()["results"] == [{"slug": "van", "name": "van", "group": None}]


def test_a_team_is_written_and_read(calls, elena, offer, ducato, worker):
    CredentialKind.objects.create(slug="licence", name={"en": "Driving licence"})
    client, address = calls(elena), f"/api/v1/offers/{settled(offer, 'new').pk}/"
    needs = [{"skill": "van", "number": 1}]

    written = client.patch(address, {"needs": needs, "credentials": ["licence"], "choice": "desk"})

    assert written.status_code == 200, written.json()
    told = written.json()
    assert (told["needs"], told["credentials"], told["choice"]) == (needs, ["licence"], "desk")
    assert told["lacks"] == [
        "Van: 1 are needed, 0 of those who do it can.", "Nobody who does it has shown this: Driving licence."
    ]  # fmt: skip
    assert client.patch(address, {"min_minutes": 30}).json()["needs"] == needs


@each(
    "wrong", [{"needs": [{"skill": "x", "number": 1}]}, {"needs": [{"skill": "van", "number": 13}]}, {"needs": "van"},
              {"needs": [{"skill": "van", "number": 1}] * 2}, {"kind": "magic"}, {"choice": "dice"}, {"policy": 1},
              {"credentials": ["x"]}, {"most_a_month": 0}, {"request_blocks": "yes"}],
)  # fmt: skip
def test_teams_and_rules_that_cannot_be_are_told(calls, elena, offer, ducato, wrong):
    assert calls(elena).patch(f"/api/v1/offers/{offer.pk}/", wrong).status_code == 400


def test_the_desk_asks_why_a_time_is_not_offered(calls, elena, offer, booking, worker, slot):
    address = f"/api/v1/offers/{offer.pk}/why/"

    taken = calls(elena).get(address, {"start": slot()[0].isoformat()}).json()

    assert not taken["offered"]
    assert [rule["text"] for rule in taken["rules"]] == ["Nobody is free."]
    assert taken["each"][0]["name"] == "Samira"
    assert taken["each"][0]["reasons"][0]["about"] == booking.topic
    assert calls(elena).get(address, {"start": at(14).isoformat()}).json()["offered"]
    assert calls(elena).get(address, {"start": "nonsense"}).status_code == 400


def test_nobody_else_is_told_why(calls, visitor, dora, nadia, samira, offer, booking, slot):
    for client in (calls(dora), calls(nadia), calls(samira), visitor):
        answer = client.get(f"/api/v1/offers/{offer.pk}/why/", {"start": slot()[0].isoformat()})
        assert answer.status_code == 404


def test_the_list_of_resources_takes_the_same_queries_for_many(calls, elena, biagio, van, worker, queries):
    few = queries(calls(elena), "/api/v1/resources/")
    for number in range(6):
        things.enter(biagio, elena, {"name": f"Van {number}", "skills": [van]})

    assert queries(calls(elena), "/api/v1/resources/") == few
