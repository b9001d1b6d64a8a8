"""Papers that people have shown, over the wire."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.organisations.models import Credential, CredentialKind
from tests.folding import each

ADDRESS = "/api/v1/credentials/"
FIRST, LAST = (str(timezone.localdate() + timedelta(days=days)) for days in (1, 300))


@pytest.fixture
def body(biagio, samira) -> dict:
    CredentialKind.objects.create(slug="minors", name={"en": "Check for work with minors"})
    return {"organisation": "biagio", "person": samira.pk, "kind": "minors", "valid_from": FIRST, "valid_until": LAST}


def test_the_desk_enters_reads_and_takes_back(calls, elena, samira, body):
    made = calls(elena).post(ADDRESS, body)

    assert made.status_code == 201, made.json()
    assert made.json() | body == made.json()
    assert calls(samira).get(ADDRESS).json()["results"] == [made.json()]
    assert calls(samira).delete(f"{ADDRESS}{made.json()['id']}/").status_code == 409
    assert calls(elena).delete(f"{ADDRESS}{made.json()['id']}/").status_code == 204
    assert not Credential.objects.exists()


def test_nobody_else_learns_of_it(calls, visitor, program, elena, dora, nadia, gianni, body):
    one = f"{ADDRESS}{calls(elena).post(ADDRESS, body).json()['id']}/"

    for client in (calls(dora), calls(nadia), calls(gianni)):
        assert client.get(ADDRESS).json()["results"] == []
        assert client.get(one).status_code == client.delete(one).status_code == 404
        assert client.post(ADDRESS, body).status_code == 400
    assert visitor.get(ADDRESS).status_code == 401
    assert program("offers:read").get(one).status_code == 403


@each(
    "wrong", [{"person": 0}, {"person": "x"}, {"kind": "x"}, {"valid_until": "2020-01-01"}, {"valid_until": None},
              {"valid_from": "x"}, {"organisation": "torino"}, {"seen_by": 1}],
)  # fmt: skip
def test_what_cannot_be_is_told(calls, elena, body, wrong):
    assert calls(elena).post(ADDRESS, body | wrong).status_code == 400


def test_somebody_of_another_body_cannot_be_named(calls, elena, dora, body):
    assert calls(elena).post(ADDRESS, body | {"person": dora.pk}).status_code == 400


def test_the_list_takes_the_same_queries_for_many(calls, elena, body, queries):
    calls(elena).post(ADDRESS, body)
    few = queries(calls(elena), ADDRESS)
    for number in range(5):
        CredentialKind.objects.create(slug=f"k{number}", name={"en": "x"})
        calls(elena).post(ADDRESS, body | {"kind": f"k{number}"})

    assert queries(calls(elena), ADDRESS) == few
