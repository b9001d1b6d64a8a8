"""The proxy that docs/nginx.conf describes, in front of the real city."""

import getpass
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from bookings import messaging
from marketplace.lives.engine import Actor
from tests.cluster import ROOT
from tests.faults.conftest import Server, Window
from tests.servers import City, database_url, running_city

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

# What the image of nginx has around conf.d, for somebody who is not root.
AROUND = """
daemon off;
user {user};
pid {home}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    include {home}/cortile.conf;
}}
"""


def command(port: int, home: Path) -> list[str]:
    (home / "nginx.conf").write_text(AROUND.format(home=home, user=getpass.getuser()))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program
    return [program, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", "stderr"]


def here(port: int, city: City) -> str:
    """The file of the docs with the names of its containers replaced by where the city is."""
    text = (ROOT / "docs" / "nginx.conf").read_text()
    text = re.sub(r"listen 80;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"server pages:\d+;", f"server 127.0.0.1:{urlsplit(city.url).port};", text)
    return re.sub(r"server sockets:\d+;", f"server 127.0.0.1:{urlsplit(city.socket_url).port};", text)


@pytest.fixture
def city() -> Iterator[City]:
    """A city as people see it: through the proxy."""
    with TemporaryDirectory(prefix="cortile-nginx-") as folder:
        nginx = Server(command, Path(folder))
        url, sockets = f"http://localhost:{nginx.port}", f"ws://localhost:{nginx.port}/ws/"
        settings = {"BEHIND_PROXY": "1", "SITE_URL": url, "SOCKET_URL": sockets, "API_RATE_ANONYMOUS": "3/hour"}
        with running_city(database_url(), settings) as running:
            (Path(folder) / "cortile.conf").write_text(here(nginx.port, running))
            nginx.start()
            yield City(url, sockets, running.supervisor)
            nginx.end()


def test_pages_sockets_uploads_and_https_pass_the_proxy(city, booking, nadia, elena):
    window = Window(city, nadia)

    assert Window(city).get("/").status_code == 200
    assert window.get(booking.get_absolute_url()).status_code == 200

    # A step over the socket; only pages of this address get one.
    heard = window.hears(booking.topic, lambda: messaging.post(booking, Actor(elena), "Number 4"))
    elsewhere = City("http://elsewhere.example", city.socket_url, city.supervisor)
    stranger = Window(elsewhere, nadia)
    assert heard
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


def test_two_callers_before_the_proxy_that_ends_tls_are_counted_apart(city):
    def ask(forged: str, caller: str) -> int:
        """As that proxy sends it on: what the caller wrote himself, and after it whom the proxy saw."""
        return Window(city).get("/api/v1/offers/", headers={"X-Forwarded-For": f"{forged}, {caller}"}).status_code

    one = [ask(f"6.6.6.{n}", "198.51.100.7") for n in range(10)]
    other = ask("198.51.100.7", "203.0.113.8")

    assert (one[0], one[-1], other) == (200, 429, 200)
