"""What a cancellation costs, written over the wire, and the City's closed days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from services.models import CancellationPolicy, ClosedDay
from tests.folding import each

ADDRESS = "/api/v1/policies/"
RULES = {
    "organisation": "biagio", "name": "Late", "spared": ["first"], "move_hours": 4, "moves": 2,
    "tiers": [{"hours": 24, "percent": 50}, {"hours": 2, "percent": 100}],
}  # fmt: skip


@pytest.fixture
def made(calls, elena, biagio) -> dict:
    return calls(elena).post(ADDRESS, RULES).json()


def test_the_desk_writes_reads_changes_and_removes_rules(calls, elena, made):
    client, one = calls(elena), f"{ADDRESS}{made['id']}/"

    assert made == RULES | {"id": made["id"]}
    assert client.get(ADDRESS, {"organisation": "biagio"}).json()["results"] == [made]
    assert client.patch(one, {"name": "Later"}).json() == made | {"name": "Later"}
    assert client.patch(one, {"tiers": []}).json()["tiers"] == []
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404


def test_an_offer_takes_what_was_written_and_keeps_it_from_removal(calls, elena, offer, made):
    client = calls(elena)

    assert client.patch(f"/api/v1/offers/{offer.pk}/", {"policy": made["id"]}).status_code == 200
    assert client.delete(f"{ADDRESS}{made['id']}/").status_code == 409


def test_nobody_else_finds_or_writes_them(calls, visitor, program, dora, nadia, samira, made):
    one = f"{ADDRESS}{made['id']}/"

    for client in (calls(dora), calls(nadia), calls(samira)):
        assert client.get(ADDRESS).json()["results"] == []
        assert client.get(one).status_code == client.patch(one, {"moves": 1}).status_code == 404
        assert client.delete(one).status_code == 404
        assert client.post(ADDRESS, RULES | {"name": "Mine"}).status_code == 400
    assert visitor.get(ADDRESS).status_code == 401
    assert program("bookings:read").get(one).status_code == 403
    assert program("offers:read").get(one).json() == made
    assert CancellationPolicy.objects.count() == 1


@each(
    "wrong",
    [
        {"name": ""}, {"name": "Late"}, {"spared": ["friends"]}, {"moves": 21}, {"move_hours": "4"},
        {"tiers": [{"hours": 0, "percent": 50}]}, {"tiers": [{"hours": 24}]}, {"id": 1},
        {"tiers": [{"hours": 24, "percent": 50}, {"hours": 2, "percent": 40}]},
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_told(calls, elena, made, wrong):
    assert calls(elena).post(ADDRESS, RULES | {"name": "Other"} | wrong).status_code == 400


def test_everybody_reads_the_days_on_which_the_city_rests(visitor, db):
    today = timezone.localdate()
    for days, name in ((-1, "Past"), (3, "Saint John")):
        ClosedDay.objects.create(date=today + timedelta(days=days), name={"en": name})

    answer = visitor.get("/api/v1/closed-days/")

    assert answer.json()["results"] == [{"date": str(today + timedelta(days=3)), "name": "Saint John"}]
    assert visitor.post("/api/v1/closed-days/", {"date": str(today)}).status_code in {401, 405}
