"""Searches that are kept, over the wire."""

from marketplace.organisations import keys
from services.models import SavedSearch
from tests.folding import each

ROOM = "/api/v1/searches/"


def test_a_search_is_kept_listed_and_stopped(calls, nadia, offer):
    made = calls(nadia).post(ROOM, {"query": "category=babysitting"})
    assert (made.status_code, made.json()["title"]) == (201, "Babysitting")

    assert [one["id"] for one in calls(nadia).get(ROOM).json()["results"]] == [made.json()["id"]]
    assert calls(nadia).delete(f"{ROOM}{made.json()['id']}/").status_code == 204
    assert not SavedSearch.objects.exists()


@each(
    ("query", "status", "field"),
    [("category=flying", 400, "category"), ("on=2020-01-01", 400, "on"), (7, 400, "query"), ("page=2", 409, None)],
)
def test_what_cannot_be_kept_is_told(calls, nadia, offer, query, status, field):
    answer = calls(nadia).post(ROOM, {"query": query})

    assert answer.status_code == status, answer.json()
    assert answer.json()["errors"][0].get("attr") == field


def test_nobody_sees_or_stops_another_s(calls, nadia, dora, offer):
    made = calls(nadia).post(ROOM, {"query": "category=babysitting"}).json()

    assert calls(dora).get(ROOM).json()["results"] == []
    assert calls(dora).delete(f"{ROOM}{made['id']}/").status_code == 404


def test_neither_a_visitor_nor_a_key_has_any(calls, visitor, elena, biagio):
    _key, words = keys.make(biagio, elena, name="Till", scopes=["offers:read"])

    assert visitor.get(ROOM).status_code in {401, 403}
    assert visitor.get(ROOM, headers={"authorization": f"Key {words}"}).status_code == 403
