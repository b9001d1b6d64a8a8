"""What breaks, and how to watch it from outside."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests
from django.db import connection, connections
from django.test import Client
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.faults.composed import SERVICES
from tests.faults.proxied import proxied
from tests.faults.system import Server
from tests.servers import City


class Window:
    """Somebody's browser without scripts, at a running city."""

    def __init__(self, city: City, user=None) -> None:
        self.city, self.web = city, requests.Session()
        self.web.headers["Accept-Language"] = "en"
        if user:
            client = Client()
            client.force_login(user)
            self.web.cookies.update({name: morsel.value for name, morsel in client.cookies.items()})

    def get(self, path: str, **more) -> requests.Response:
        return self.web.get(self.city.url + path, timeout=120, **more)

    def post(self, path: str, sent: dict | None = None, **more) -> requests.Response:
        """As a form of ours sends it."""
        if "csrftoken" not in self.web.cookies:
            self.get("/accounts/login/")
        token = {"X-CSRFToken": self.web.cookies.get("csrftoken", "")}
        return self.web.post(self.city.url + path, sent, headers=token, timeout=120, **more)

    def cookies(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.web.cookies)

    def hears(self, topic: str, deed: Callable[[], object], within: float = 20.0, url: str = "") -> bool:
        """Does somebody who follows the topic on a new socket hear of what is done meanwhile?"""
        try:
            return asyncio.run(self._hears(topic, deed, within, url or self.city.socket_url))
        except (OSError, TimeoutError, WebSocketException):
            return False

    async def _hears(self, topic: str, deed: Callable[[], object], within: float, url: str) -> bool:
        cookies = {"Cookie": self.cookies()}
        async with connect(url, origin=self.city.url, additional_headers=cookies) as line:  # type: ignore[arg-type]
            await line.send(json.dumps({"follow": topic}))
            while "following" not in json.loads(await asyncio.wait_for(line.recv(), 5)):
                pass
            await asyncio.to_thread(time.sleep, 0.3)  # the first socket of a process begins to listen
            await asyncio.to_thread(in_a_thread, deed)
            return "changed" in json.loads(await asyncio.wait_for(line.recv(), within))


def in_a_thread(deed: Callable[[], object]) -> None:
    """Whoever asked the database in a thread of its own leaves no connection behind."""
    try:
        deed()
    finally:
        connections.close_all()


@pytest.fixture
def no_tasks(transactional_db) -> Iterator[None]:
    """Tasks of other tests are not done here, nor ours there: their tables are emptied by nobody else."""
    empty = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(empty)
    yield
    with connection.cursor() as cursor:
        # The thread in which a task ran leaves its connection open.
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
        cursor.execute(empty)


@pytest.fixture
def redis() -> Iterator[Server]:
    """The system's Redis as docker-compose.yml runs it, on a port of its own."""
    with TemporaryDirectory(prefix="cortile-redis-") as folder:
        command = SERVICES["redis"]["command"]
        server = Server(
            lambda port, home: [*command, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(home)], Path(folder)
        )
        server.start()
        yield server
        server.kill()


@pytest.fixture
def city(redis, settings, tmp_path) -> Iterator[City]:
    """A city as people see it: through the proxy, with two processes of pages and two of sockets, and Redis."""
    settings.REDIS_URL = f"redis://127.0.0.1:{redis.port}"
    with proxied(settings.REDIS_URL, settings.SECRET_KEY, tmp_path) as running:
        yield running
