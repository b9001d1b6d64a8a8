"""docker-compose.yml with its proxy, run here: two of pages and two of sockets behind docs/nginx.conf."""

import os
import re
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from bookings import messaging
from bookings.models import Message
from frontend.demo.processes import answers
from frontend.demo.supervisor import Running
from marketplace.lives.engine import Actor
from tests.faults.composed import ports
from tests.faults.conftest import Window
from tests.faults.system import eventually
from tests.servers import City

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def test_a_city_behind_its_proxy_is_whole_and_goes_on_while_its_parts_are_started_anew(city, booking, nadia, elena):
    """One after the other: nine processes are dear to start."""
    pages_sockets_uploads_and_https_pass_the_proxy(city, booking, nadia, elena)
    two_callers_before_the_proxy_that_ends_tls_are_counted_apart(city)
    a_rolling_restart_under_load_loses_no_request(city, booking, nadia, elena)


def pages_sockets_uploads_and_https_pass_the_proxy(city: City, booking, nadia, elena) -> None:
    window = Window(city, nadia)

    assert Window(city).get("/").status_code == 200
    assert window.get(booking.get_absolute_url()).status_code == 200

    # A step over the socket; only pages of this address get one.
    heard = window.hears(booking.topic, lambda: messaging.post(booking, Actor(elena), "Number 4"))
    elsewhere = City("http://elsewhere.example", city.socket_url, city.supervisor)
    stranger = Window(elsewhere, nadia)
    assert heard
    assert crossings(city, booking, nadia, elena) == [True] * 4
    assert not stranger.hears(booking.topic, lambda: messaging.post(booking, Actor(elena), "Number 5"))

    # A form of a signed-in person, with the origin that browsers send.
    sent = window.post(f"{booking.get_absolute_url()}messages/", {"text": "The bell says Haddad", "key": ""})
    assert sent.status_code == 200
    assert "The bell says Haddad" in sent.text

    # A picture from a phone gets through to the page, which knows what to say; a film does not.
    assert window.web.post(f"{city.url}/accounts/login/", files={"picture": b"x" * 8_000_000}).status_code < 413
    assert window.web.post(f"{city.url}/accounts/login/", data=b"x" * 110_000_000).status_code == 413

    # TLS ends before the proxy: what it says is handed on.
    secure = window.get("/", headers={"X-Forwarded-Proto": "https"})
    plain = window.get("/")
    schema = window.get("/api/v1/offers/?limit=1", headers={"X-Forwarded-Proto": "https"})
    assert (secure.status_code, plain.status_code, schema.status_code) == (200, 200, 200)
    assert "Server" not in secure.headers or not re.search(r"\d", secure.headers["Server"])
    assert re.fullmatch("[0-9a-f]{32}", plain.headers["X-Request-ID"])
    counts_are_of_one_port_and_not_for_everybody(city)


def crossings(city: City, booking, nadia, elena) -> list[bool]:
    """Whichever of the two of pages somebody writes to: does whoever sits at this or that of sockets hear of it?"""
    window, address = Window(city, nadia), f"{booking.get_absolute_url()}messages/"
    sockets = [f"ws://127.0.0.1:{port}/ws/" for port in ports(city.supervisor, "sockets")]
    pages = [City(f"http://localhost:{port}", "", city.supervisor) for port in ports(city.supervisor, "pages")]

    def write(to: City) -> None:
        assert Window(to, elena).post(address, {"text": "Number 4", "key": str(uuid4())}).ok

    return [window.hears(booking.topic, lambda to=to: write(to), url=url) for to in pages for url in sockets]


def counts_are_of_one_port_and_not_for_everybody(city: City) -> None:
    """All children of a server count together, apart from the other one, and the proxy tells nobody."""
    [one, other] = [City(f"http://localhost:{port}", "", city.supervisor) for port in ports(city.supervisor, "pages")]
    [sockets, _second] = ports(city.supervisor, "sockets")

    for _n in range(12):
        Window(one).get("/health/")  # on a line of its own each: both children get some

    assert 'route="/health/",status="200"} 12.0' in Window(one).get("/metrics").text
    assert 'route="/health/"' not in Window(other).get("/metrics").text
    told = Window(City(f"http://localhost:{sockets}", "", city.supervisor)).get("/metrics").text
    assert "cortile_open_sockets 0.0" in told
    assert Window(city).get("/metrics").status_code == 404


def two_callers_before_the_proxy_that_ends_tls_are_counted_apart(city: City) -> None:
    def ask(forged: str, caller: str) -> int:
        """As that proxy sends it on: what the caller wrote himself, and after it whom the proxy saw."""
        return Window(city).get("/api/v1/offers/", headers={"X-Forwarded-For": f"{forged}, {caller}"}).status_code

    one = [ask(f"6.6.6.{n}", "198.51.100.7") for n in range(20)]
    other = ask("198.51.100.7", "203.0.113.8")

    assert (one[0], one[-1], other) == (200, 429, 200)


def a_rolling_restart_under_load_loses_no_request(city: City, booking, nadia, elena) -> None:
    before = Message.objects.filter(life=booking).count()

    with load(city, booking, nadia, elena) as said:
        for one in city.supervisor.running:
            if one.process.port:
                restart(one)

    codes = Counter(said["codes"])
    assert set(codes) == {200}, codes
    assert codes[200] > 40
    assert Message.objects.filter(life=booking).count() - before == said["written"] > 10


def restart(one: Running) -> None:
    """As docs/operations.md says: it ends what it has begun with, and the next one waits until it is ready again."""
    before = one.child.pid
    os.kill(before, signal.SIGTERM)
    assert eventually(lambda: one.child.pid != before and answers(one.process, "", 0))


@contextmanager
def load(city: City, booking, *people) -> Iterator[dict]:
    """Four readers and writers who never try twice, until the end. What they were told, and how much they wrote."""
    over, said = threading.Event(), {"codes": [], "written": 0}

    def write_and_read(window: Window) -> None:
        while not over.is_set():
            sent = {"text": f"Number {uuid4()}", "key": str(uuid4())}
            said["codes"].append(code(window.post, f"{booking.get_absolute_url()}messages/", sent))
            said["codes"].append(code(window.get, "/search/"))
            said["written"] += 1

    windows = [Window(city, user) for user in (*people, *people)]
    play = [threading.Thread(target=write_and_read, args=[window]) for window in windows]
    for thread in play:
        thread.start()
    yield said
    over.set()
    for thread in play:
        thread.join()


def code(ask: Callable, *sent) -> int:
    try:
        return ask(*sent).status_code
    except OSError:
        return 0
