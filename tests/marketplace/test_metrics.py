"""Numbers for Prometheus: who may read them, what they count, and that they name nobody."""

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import OperationalError, connection
from django.urls import reverse
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from marketplace.asgi import application
from services import availability
from tests.cast import at

pytestmark = pytest.mark.django_db


def read(client) -> dict[tuple, float]:
    text = client.get("/metrics").content.decode()
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_only_somebody_at_this_machine_reads_them_where_there_is_no_token(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="198.51.100.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_with_a_token_whoever_has_it_reads_them_and_nobody_else(client, settings):
    settings.METRICS_TOKEN = "a token of some length"
    right, wrong = {"Authorization": "Bearer a token of some length"}, {"Authorization": "Bearer ä"}

    assert client.get("/metrics", headers=right, REMOTE_ADDR="198.51.100.7").status_code == 200
    assert client.get("/metrics", headers=wrong).status_code == 404
    assert client.get("/metrics").status_code == 404


def test_requests_are_counted_by_route_and_nobody_is_named(client, booking, nadia):
    client.force_login(nadia)
    key = ("cortile_answers_total", "GET", "/bookings/<int:pk>/", "200")
    before = read(client).get(key, 0)

    client.get(booking.get_absolute_url())
    client.get(f"/nadia-{booking.pk}-example.org/", headers={"User-Agent": "Nadia"})
    client.generic("NADIA", "/health/")

    after = read(client)
    assert after[key] == before + 1
    assert after["cortile_answer_seconds_count", "/bookings/<int:pk>/"] >= 1
    assert "nadia" not in client.get("/metrics").content.decode().lower()


def test_tasks_that_wait_are_counted_with_the_age_of_the_oldest(client, booking):
    numbers = read(client)

    assert numbers["cortile_tasks", "todo"] > 0
    assert numbers["cortile_tasks", "failed"] == 0
    assert 0 <= numbers["cortile_oldest_task_seconds",] < 600


def test_what_is_counted_here_is_told_also_while_the_database_is_away(client, monkeypatch):
    assert read(client)["cortile_database_up",] == 1

    def away(*_given):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(connection, "cursor", away)
    numbers = read(client)

    assert numbers["cortile_database_up",] == 0
    assert numbers["cortile_answers_total", "GET", "/metrics", "200"] > 0
    assert ("cortile_oldest_task_seconds",) not in numbers


def test_a_time_that_somebody_faster_has_taken_is_counted(client, booking, samira):
    calendars = list(samira.resources.all())
    before = read(client)["cortile_holds_refused_total",]

    first = availability.hold_all(booking, calendars, at(20), at(21), 1)
    second = availability.hold_all(booking, calendars, at(20), at(21), 1)

    assert (first, second) == (True, False)
    assert read(client)["cortile_holds_refused_total",] == before + 1


@pytest.mark.parametrize(("path", "status"), [("/metrics", 200), ("/", 404), ("/ws/", 404)])
async def test_the_process_of_sockets_tells_its_own_and_nothing_else(path, status):
    scope = {"type": "http", "path": path, "headers": [], "client": ("127.0.0.1", 50000), "method": "GET"}
    asked = ApplicationCommunicator(application, scope)

    began, said = await asked.receive_output(5), await asked.receive_output(5)

    assert began["status"] == status
    assert (b"cortile_open_sockets" in said["body"]) == (status == 200)


async def test_a_stranger_learns_nothing_from_the_process_of_sockets():
    scope = {"type": "http", "path": "/metrics", "headers": [], "client": ("198.51.100.7", 50000), "method": "GET"}
    asked = ApplicationCommunicator(application, scope)

    assert (await asked.receive_output(5))["status"] == 404


def test_open_sockets_have_a_number():
    assert REGISTRY.get_sample_value("cortile_open_sockets") is not None
    assert reverse("metrics") == "/metrics"
