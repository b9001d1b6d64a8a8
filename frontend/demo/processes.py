"""The three processes of a city, as data: what the demo, the tests, the measurements and docker-compose.yml run."""

import http.client
import socket
from dataclasses import dataclass

import psycopg

# Few threads: each holds at most one database connection, and the pool is to be larger than their number.
PAGES = (
    "-m", "granian", "marketplace.wsgi:application", "--interface", "wsgi", "--no-ws", "--workers", "2",
    "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning",
)  # fmt: skip
SOCKETS = (
    "-m", "uvicorn", "marketplace.asgi:application", "--lifespan", "off", "--ws", "websockets-sansio",
    "--no-access-log", "--timeout-graceful-shutdown", "2", "--log-level", "warning",
)  # fmt: skip
WORKER = ("manage.py", "procrastinate", "worker", "--concurrency", "4", "--shutdown-graceful-timeout", "5")


class Failed(Exception):
    """Why the city does not run, as a line for people."""


@dataclass(frozen=True)
class Process:
    """One of the three: its name, what follows `python`, and where it answers (None: nobody asks it anything)."""

    name: str
    arguments: tuple[str, ...]
    port: int | None = None


def city(port: int, sockets: int | None = None, host: str = "127.0.0.1") -> tuple[Process, ...]:
    """Pages on `port`, sockets on the next if nothing else is said: cookies ignore ports, so they share the session."""
    sockets = sockets or port + 1
    return (
        Process("pages", (*PAGES, "--host", host, "--port", str(port)), port),
        Process("sockets", (*SOCKETS, "--host", host, "--port", str(sockets)), sockets),
        Process("worker", WORKER),
    )


def require_free(port: int, host: str = "127.0.0.1") -> None:
    """Raises Failed where somebody else answers on that port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or "no such port"
            raise Failed(f"Port {port} cannot be used ({why}): choose another one with PORT=.") from error


def answers(process: Process, database_url: str, since: float) -> bool:
    """Does it do its work? Pages show a page, sockets refuse a stranger in good form, the worker has signed in since
    then (Unix time)."""
    if process.name == "worker":
        return _has_signed_in(database_url, since)
    address, headers = ("/ws/", HANDSHAKE) if process.name == "sockets" else ("/", {})
    return _says(process.port or 0, address, headers) < 500


HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "Y29ydGlsZSBjb3J0aWxlIQ==",
}


def _says(port: int, address: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        connection.request("GET", address, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 599
    finally:
        connection.close()


def _has_signed_in(database_url: str, since: float) -> bool:
    query = "SELECT 1 FROM procrastinate_workers WHERE last_heartbeat >= to_timestamp(%s)"
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            return connection.execute(query, [since - 1]).fetchone() is not None
    except psycopg.Error:
        return False
