"""Over the wire: which bookings an edit of hours has stranded, and that one stays as it is."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from bookings import lifecycle
from marketplace.lives.engine import Actor
from marketplace.organisations import keys
from services import hours
from tests.cast import at

LIST = "/api/v1/stranded/"


@pytest.fixture
def stranded(booking, worker, elena):
    """Samira takes the day off on which Nadia has booked her."""
    hours.add_exception(worker, elena, at(0).date())
    return booking


def test_the_desk_reads_which_bookings_are_stranded_and_why(calls, elena, worker, stranded):
    [row] = calls(elena).get(LIST).json()["results"]

    assert (row["booking"], row["reference"]) == (stranded.pk, stranded.reference)
    [reason] = row["reasons"]
    assert (reason["resource"], reason["name"], reason["why"]) == (worker.pk, "Samira", "closed")
    assert reason["said"]


def test_what_fits_its_hours_is_not_in_the_list(calls, elena, booking):
    assert calls(elena).get(LIST).json()["results"] == []


def test_what_the_desk_keeps_leaves_the_list(calls, elena, stranded):
    client = calls(elena)

    kept = client.post(f"{LIST}{stranded.pk}/keep/")

    assert kept.status_code == 204
    assert client.get(LIST).json()["results"] == []


def test_the_list_comes_in_pages_the_next_one_first(calls, elena, offer, nadia, wishes, slot, worker, stranded):
    starts_at, ends_at = slot(days=3)
    later = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=starts_at, ends_at=ends_at))
    hours.add_exception(worker, elena, at(0, days=3).date())
    client = calls(elena)

    first = client.get(f"{LIST}?limit=1").json()
    second = client.get(first["next"]).json()

    assert [page["results"][0]["booking"] for page in (first, second)] == [stranded.pk, later.pk]
    assert second["next"] is None


def test_an_outsider_finds_nothing_and_keeps_nothing(calls, visitor, program, dora, nadia, samira, elena, stranded):
    for somebody in (dora, nadia, samira):
        assert calls(somebody).get(LIST).json()["results"] == []
        assert calls(somebody).post(f"{LIST}{stranded.pk}/keep/").status_code == 404
    assert visitor.get(LIST).status_code == 401
    assert program("offers:read").get(LIST).status_code == 403
    assert len(calls(elena).get(LIST).json()["results"]) == 1


def test_the_key_of_another_organisation_finds_nothing(elena, abito, stranded):
    _key, words = keys.make(abito, elena, "Till", ["bookings:write", "bookings:read"])
    client = APIClient(headers={"authorization": f"Key {words}", "accept-language": "en"})

    assert client.get(LIST).json()["results"] == []
    assert client.post(f"{LIST}{stranded.pk}/keep/").status_code == 404


# --- dates ----------------------------------------------------------------------------------------------------------
DATES = "/api/v1/stranded-dates/"


@pytest.fixture
def unled(on, worker, elena):
    """Samira takes the day off on which she was to lead a dinner."""
    date = on(leaders=[worker])
    hours.add_exception(worker, elena, timezone.localdate(date.starts_at, date.tz))
    return date


def test_the_desk_reads_which_dates_lack_who_leads_them_and_keeps_one(calls, elena, worker, unled):
    client = calls(elena)
    [row] = client.get(DATES).json()["results"]

    kept = client.post(f"{DATES}{unled.pk}/keep/")

    assert (row["occasion"], row["title"]) == (unled.pk, unled.title)
    assert [(one["resource"], one["why"]) for one in row["reasons"]] == [(worker.pk, "closed")]
    assert (kept.status_code, client.get(DATES).json()["results"]) == (204, [])


def test_an_outsider_finds_no_date_and_keeps_none(calls, visitor, dora, nadia, samira, elena, unled):
    for somebody in (dora, nadia, samira):
        assert calls(somebody).get(DATES).json()["results"] == []
        assert calls(somebody).post(f"{DATES}{unled.pk}/keep/").status_code == 404
    assert visitor.get(DATES).status_code == 401
    assert len(calls(elena).get(DATES).json()["results"]) == 1


def test_the_number_of_queries_does_not_grow_with_the_dates(calls, elena, on, worker, unled, queries):
    one = queries(calls(elena), DATES)
    for days in (6, 7):
        date = on(days=days, leaders=[worker])
        hours.add_exception(worker, elena, timezone.localdate(date.starts_at, date.tz))

    assert queries(calls(elena), DATES) <= one
    assert len(calls(elena).get(DATES).json()["results"]) == 3
