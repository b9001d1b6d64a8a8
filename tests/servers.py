"""The real servers for the tests: the three processes of the demo, on free ports, against a test's database."""

import contextlib
import os
import socket
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from frontend.demo.processes import Process, city
from frontend.demo.supervisor import Supervisor

BELOW = range(20_000, 32_000, 2)  # Linux gives connections 32768 and above


@dataclass
class City:
    """A running one. `url` has no slash at its end; `socket_url` is the whole address of the socket."""

    url: str
    socket_url: str
    supervisor: Supervisor

    def stop(self) -> None:
        self.supervisor.stop()

    def log(self, name: str) -> str:
        """What `pages`, `sockets` or `worker` wrote."""
        return (self.supervisor.data / "log" / f"{name}.log").read_text()


@contextlib.contextmanager
def running_city(
    database_url: str, env: Mapping[str, str] | None = None, only: Collection[str] = ("pages", "sockets", "worker")
) -> Iterator[City]:
    """Started, answering, and kept so: what is killed comes back. `env` is added to the environment of all.

    `only` some of the three: pages and worker would hold locks where a test empties its database.
    """
    port, sockets = free_ports()
    url, socket_url = f"http://localhost:{port}", f"ws://localhost:{sockets}/ws/"
    # The data folder, and so the secret key, are those of the tests.
    environment = {"DATABASE_URL": database_url, "PORT": str(port), "SOCKET_URL": socket_url}
    wanted = tuple(process for process in city(port, sockets) if process.name in only)
    with supervised(wanted, {**environment, **(env or {})}) as supervisor:
        yield City(url, socket_url, supervisor)


@contextlib.contextmanager
def supervised(processes: tuple[Process, ...], environment: Mapping[str, str]) -> Iterator[Supervisor]:
    """These processes, answering, and kept so. Not TESTING: what is tested is what people get, but for how often."""
    with TemporaryDirectory(prefix="cortile-") as folder:
        supervisor = Supervisor(processes, Path(folder), {"TESTING": "", "RATE_LIMITS": "", **environment})
        watching = threading.Thread(target=supervisor.watch, daemon=True)
        try:
            supervisor.start()
            watching.start()
            yield supervisor
        finally:
            _stop(supervisor, watching)


def database_url() -> str:
    """That of the database that this test process uses."""
    from django.db import connection

    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def free_ports() -> tuple[int, int]:
    """Two neighbours, as the demo takes them: below those that connections take for themselves, which would be gone
    again before a server is there."""
    for port in SystemRandom().sample(BELOW, len(BELOW)):
        if _is_free(port) and _is_free(port + 1):
            return port, port + 1
    raise OSError("No two ports side by side are free.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


def _stop(supervisor: Supervisor, watching: threading.Thread) -> None:
    supervisor.ending.set()
    if watching.ident:
        watching.join(60)
    supervisor.stop()
