"""A database that goes away and returns: a friendly 503 meanwhile, nothing lost, and no help needed afterwards."""

import asyncio
import itertools
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import translation

from bookings.models import Booking
from marketplace import live
from marketplace.embedded import Cluster, binaries
from marketplace.environment import database
from services.models import Offer
from tests.faults.conftest import Window
from tests.faults.system import eventually
from tests.faults.test_kills import ask
from tests.faults.whole import everything_is_whole
from tests.servers import City, database_url, running_city


@pytest.fixture
def away(monkeypatch):
    """The database goes away for this test process."""

    def gone(*_):
        raise OperationalError("the connection is closed")

    def leave() -> None:
        monkeypatch.setattr(connection, "cursor", gone)
        monkeypatch.setattr(connection, "ensure_connection", gone)

    return leave


@pytest.fixture
def window() -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": "en"})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/search/", "/bookings/", "/accounts/login/?next=/"])
def test_a_page_without_a_database_says_when_to_come_back(window, nadia, away, path):
    window.force_login(nadia)
    away()

    with translation.override("it"):  # whatever the thread spoke before
        answer = window.get(path)

    assert answer.status_code == 503
    assert 0 < int(answer["Retry-After"]) <= 30
    assert "Nothing was done by halves" in answer.content.decode()
    assert 'href="tel:' in answer.content.decode()


@pytest.mark.django_db
def test_what_was_sent_meanwhile_can_be_sent_again_from_the_answer(window, offer, nadia, away):
    window.force_login(nadia)
    away()

    sent = {"note": 'No "eggs" please', "key": "k1", "csrfmiddlewaretoken": "old"}
    answer = window.post(f"/offers/{offer.pk}/ask/", sent)

    page = answer.content.decode()
    assert answer.status_code == 503
    assert f'method="post" action="/offers/{offer.pk}/ask/"' in page
    assert 'name="note" value="No &quot;eggs&quot; please"' in page
    assert 'name="key" value="k1"' in page
    assert 'value="old"' not in page


@pytest.mark.django_db
def test_a_password_is_not_written_into_that_answer(window, away):
    away()

    answer = window.post("/accounts/login/", {"login": "nadia@example.org", "password": "three plain words"})

    assert answer.status_code == 503
    assert "three plain words" not in answer.content.decode()


@pytest.mark.django_db
def test_the_api_without_a_database_says_when_to_come_back(window, nadia, away):
    window.force_login(nadia)
    away()

    answer = window.get("/api/v1/bookings/")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer.json()["errors"][0]["code"] == "unavailable"


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_when_every_connection_is_in_use_the_next_visitor_is_asked_to_come_back(booking, nadia):
    """One connection for four threads, and somebody who holds on to it."""
    with running_city(database_url(), {"POOL": "1"}) as city, psycopg.connect(database_url()) as slow:
        slow.execute("SET lock_timeout = 0")
        windows = [Window(city, nadia) for _ in range(8)]
        path = booking.get_absolute_url()
        slow.execute("LOCK TABLE bookings_booking IN ACCESS EXCLUSIVE MODE")
        answers = together([lambda window=window: window.get(path) for window in windows])
        slow.rollback()

        assert {answer.status_code for answer in answers} == {503}
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
        assert max(answer.elapsed.total_seconds() for answer in answers) < 15
        assert eventually(lambda: windows[0].get(path).ok)


def together(deeds: list) -> list:
    answers: list = []
    threads = [threading.Thread(target=lambda deed=deed: answers.append(deed())) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


# --- a city with a database of its own ----------------------------------------------------------------------------
@dataclass
class Town:
    city: City
    cluster: Cluster

    def kill_database(self) -> None:
        pid = int((self.cluster.folder / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def nadia_signed_in(transactional_db, nadia) -> dict[str, str]:
    """Her cookies: made before the database is copied, they are good in the copy."""
    client = Client()
    client.force_login(nadia)
    return {name: morsel.value for name, morsel in client.cookies.items()}


@pytest.fixture
def town(tmp_path: Path, transactional_db, booking) -> Iterator[Town]:
    """What the cast did so far is in it: its database is a copy of the test's."""
    cluster = Cluster(tmp_path, fast=True)
    cluster.start()
    try:
        copy(database_url(), cluster.url())
        with running_city(cluster.url()) as city:
            yield Town(city, cluster)
    finally:
        cluster.stop(even_if_used=True)


def copy(old: str, new: str) -> None:
    dump = [str(binaries.binary("pg_dump")), "--no-owner", old]
    load = [str(binaries.binary("psql")), "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", new]
    words = subprocess.run(dump, env=binaries.environment(), capture_output=True, check=True).stdout
    subprocess.run(load, env=binaries.environment(), input=words, check=True)


def stopped(town: Town) -> None:
    town.cluster.stop(even_if_used=True)


@pytest.mark.soak
def test_a_city_whose_database_goes_away_and_returns_goes_on_by_itself(nadia_signed_in, town, booking):
    window = Window(town.city)
    window.web.cookies.update(nadia_signed_in)
    page, topic, number = booking.get_absolute_url(), booking.topic, iter(range(99))

    def write() -> bool:
        return window.post(f"{page}messages/", {"text": f"Number {next(number)}", "key": ""}).ok

    for go_away in (stopped, Town.kill_database):
        assert eventually(lambda: window.hears(topic, write))

        go_away(town)
        away = [window.get(path) for path in ("/search/", page, "/api/v1/bookings/")]
        assert [answer.status_code for answer in away] == [503] * 3
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in away)
        assert "Nothing was done by halves" in away[0].text
        assert away[2].json()["errors"][0]["code"] == "unavailable"

        town.cluster.start()
        assert eventually(lambda: all(window.get(path).ok for path in ("/search/", page)), 15)
        assert "Number 0" in window.get(page).text
        assert eventually(lambda: window.hears(topic, write), 15)
        assert eventually(lambda: works(town), 20), town.city.log("worker")
        assert [window.get("/search/").status_code for _ in range(12)] == [200] * 12


@pytest.mark.soak
def test_however_often_the_database_is_killed_every_booking_is_whole(nadia_signed_in, town, offer):
    window, over, promised = Window(town.city), threading.Event(), set[int]()
    window.web.cookies.update(nadia_signed_in)
    asking = threading.Thread(target=keep_asking, args=(window, offer, over, promised))
    asking.start()
    try:
        for pause in (0.0, 0.05, 0.15):
            before = len(promised)
            assert eventually(lambda before=before: len(promised) > before, 20)  # however slow the machine is
            time.sleep(pause)
            town.kill_database()
            town.cluster.start()
            assert eventually(lambda: window.get("/search/").ok, 20)
    finally:  # else a test that fails never ends
        over.set()
        asking.join()

    with looking_into(town.cluster.url()):
        assert promised <= set(Booking.objects.values_list("pk", flat=True))
        assert eventually(everything_is_whole, 20) or everything_is_whole()


def keep_asking(window: Window, offer: Offer, over: threading.Event, promised: set[int]) -> None:
    """For one day after the other, until the end; those that were lost while it was away come again."""
    for days in itertools.cycle(range(3, 25)):
        if over.is_set():
            return
        if number := ask(window, offer, days):
            promised.add(number)


@contextmanager
def looking_into(url: str) -> Iterator[None]:
    """What this process asks meanwhile, it asks another database."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database(url, pooled=False))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)


def works(town: Town) -> bool:
    """Does the worker, or the one that took its place, say that it is there?"""
    with psycopg.connect(town.cluster.url()) as line:
        recent = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - interval '12 seconds'"
        return bool(line.execute(recent).fetchone())


def test_a_line_that_is_gone_again_while_one_looks_who_is_still_there_is_listened_to_anew(monkeypatch):
    """Else all pages of that process stood still, while their sockets look healthy."""
    tries, told = itertools.count(1), []

    async def heard():
        if next(tries) == 1:
            raise OperationalError("as Django says it, asked which sessions ended")
        yield "booking:7"
        raise asyncio.CancelledError

    async def passed_on(topic):
        told.append(topic)

    monkeypatch.setattr(live, "heard", heard)
    monkeypatch.setattr(live, "pass_on", passed_on)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(asyncio.wait_for(live.listen(), 20))

    assert told == ["booking:7"]
