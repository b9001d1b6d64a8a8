"""How often one may ask: counted by all processes together, and forgotten after a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from marketplace.api.models import Call
from marketplace.api.tasks import forget_calls
from marketplace.api.throttles import Anonymous, count


def count_and_leave(_number: int) -> int:
    """On a connection of its own, as another process has one."""
    try:
        return count("10.0.0.7", 1)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_no_call_is_lost_between_those_who_count_at_once():
    with ThreadPoolExecutor(4) as crowd:
        numbers = list(crowd.map(count_and_leave, range(20)))

    assert sorted(numbers) == list(range(1, 21))


def test_each_caller_and_each_window_has_a_count_of_its_own(db):
    assert [count(who, window) for who, window in [("a", 1), ("a", 1), ("b", 1), ("a", 2)]] == [1, 2, 1, 1]


def test_nobody_reads_who_called(db):
    count("anonymous:10.0.0.7", 1)

    assert "10.0.0.7" not in str(Call.objects.values().get())


def test_counts_are_forgotten_after_a_day(db):
    count("old", 1)
    Call.objects.update(since=timezone.now() - timedelta(hours=25))
    count("new", 1)

    forget_calls(0)

    assert Call.objects.count() == 1


def test_who_asks_too_often_is_told_when_to_come_back(client, db, monkeypatch):
    monkeypatch.setattr(Anonymous, "get_rate", lambda self: "2/min")
    monkeypatch.setattr("marketplace.api.throttles.time.time", lambda: 90.0)

    answers = [client.get("/api/v1/areas/") for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "30"
