"""Searches that are kept, over the wire."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.organisations import keys
from services.availability import write_out
from services.models import SavedSearch, WeeklyHours
from tests.folding import each

ROOM = "/api/v1/searches/"


def test_a_search_is_kept_listed_and_stopped(calls, nadia, offer):
    made = calls(nadia).post(ROOM, {"query": "category=babysitting"})
    assert (made.status_code, made.json()["title"]) == (201, "Babysitting")

    assert [one["id"] for one in calls(nadia).get(ROOM).json()["results"]] == [made.json()["id"]]
    assert calls(nadia).delete(f"{ROOM}{made.json()['id']}/").status_code == 204
    assert not SavedSearch.objects.exists()


def test_one_offer_of_which_nothing_is_free_is_waited_for(calls, nadia, offer, worker):
    WeeklyHours.objects.all().delete()
    write_out(worker)

    made = calls(nadia).post(ROOM, {"query": f"offer={offer.pk}"})

    assert made.status_code == 201, made.json()
    assert made.json()["title"] == "A free time: Babysitter at your home, Biagio"
    assert [one["offer"] for one in calls(nadia).get(ROOM).json()["results"]] == [offer.pk]
    assert calls(nadia).delete(f"{ROOM}{made.json()['id']}/").status_code == 204


def test_of_what_is_free_nothing_is_kept(calls, nadia, offer):
    assert calls(nadia).post(ROOM, {"query": f"offer={offer.pk}"}).status_code == 409


@each(
    ("query", "status", "field"),
    [
        ("category=flying", 400, "category"),
        ("on=2020-01-01", 400, "on"),
        ("offer=x", 400, "offer"),
        (7, 400, "query"),
        ("page=2", 409, None),
    ],
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


def test_the_number_of_questions_does_not_grow_with_the_list(calls, nadia, offer):
    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert len(calls(nadia).get(ROOM).json()["results"]) == SavedSearch.objects.count()
        return len(caught)

    calls(nadia).post(ROOM, {"query": "category=babysitting&near=via Cecchi&minutes=20"})
    questions()  # whoever asks first reads the areas
    of_one = questions()
    for number in range(1, 13):
        asked = f"category=babysitting&near=via Cecchi {number}, Aurora&minutes={number + 5}&by=bike"
        calls(nadia).post(ROOM, {"query": asked})

    assert questions() == of_one
    assert SavedSearch.objects.count() == 13
