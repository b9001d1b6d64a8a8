"""How often pages may be asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.models import Message
from frontend import limits
from marketplace.environment import rates


@pytest.fixture(autouse=True)
def few(settings, monkeypatch):
    """Two of each in a minute, which began half a minute ago."""
    settings.PAGE_RATES = {"searches": 2, "posts": 2}
    monkeypatch.setattr(limits.time, "time", lambda: 90.0)


def test_a_program_that_searches_without_end_is_turned_away(client, db):
    client.cookies["language"] = "en"
    pages = [client.get(reverse(name)) for name in ("search", "search_map", "search")]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert pages[-1]["Retry-After"] == "30"
    assert "That was very often" in pages[-1].content.decode()
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("search"), REMOTE_ADDR="10.0.0.9").status_code == 200


def test_it_is_said_in_italian(client, db):
    client.cookies["language"] = "it"
    page = [client.post(reverse("account_login")) for _time in range(3)][-1].content.decode()

    assert "Non è stato inviato nulla." in page


def test_whoever_is_signed_in_and_reads_is_not_counted(client, nadia):
    client.force_login(nadia)
    client.get(reverse("search"))

    with CaptureQueriesContext(connection) as queries:
        pages = [client.get(reverse("search")) for _time in range(3)]

    assert {page.status_code for page in pages} == {200}
    assert not any("api_call" in query["sql"] for query in queries)


def test_messages_without_end_are_turned_away_and_what_was_written_is_the_way_back(client, booking, nadia):
    client.force_login(nadia)
    client.cookies["language"] = "en"
    address = reverse("booking_messages", args=[booking.pk])

    answers = [client.post(address, {"text": f"Number {number}"}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "you find what you wrote" in answers[-1].content.decode()
    assert Message.objects.count() == 2


def test_the_api_counts_by_itself(client, db):
    for _time in range(3):
        assert client.post("/api/v1/bookings/", {}, content_type="application/json").status_code == 401


def test_without_limits_nothing_is_counted(client, db, settings):
    settings.PAGE_RATES = rates("RATE_LIMITS_NOT_SET", "")

    assert {client.get(reverse("search")).status_code for _time in range(3)} == {200}


def test_limits_are_read_from_a_line(monkeypatch):
    monkeypatch.setenv("RATE_LIMITS", "searches=7, posts=9")
    assert rates("RATE_LIMITS", "") == {"searches": 7, "posts": 9}

    monkeypatch.setenv("RATE_LIMITS", "many")
    with pytest.raises(SystemExit, match="RATE_LIMITS"):
        rates("RATE_LIMITS", "")
