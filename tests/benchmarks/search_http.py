"""Searches near a place through the real servers, as a page and over the API: requests per second, beside the bare
query for the nearest twenty asked by as many callers, and beside that query behind the same server without a framework
(`served`). In a city of 10,000 offers, made once and kept."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import requests

from frontend.demo.processes import PAGES, Process
from tests.benchmarks.search import BARE, FIRST, made

OURS = "marketplace.wsgi"
OFFERS, BOOKINGS = 10_000, 50_000
CALLERS, EACH, WARM = 4, 50, 5
JSON, HTML = f"/api/v1/offers/?near=Aurora&limit={FIRST}", "/search/?near=Aurora"


def measure_json() -> Iterator[dict]:
    yield from measured(JSON)


def measure_html() -> Iterator[dict]:
    yield from measured(HTML)


def measured(address: str) -> Iterator[dict]:
    from tests.servers import database_url, running_city

    with made(OFFERS, BOOKINGS):
        with bare_server() as bare:
            served = per_second(lambda: caller(bare))
        rates = {"DEMO": "1", "RATE_LIMITS": "", "API_RATE_ANONYMOUS": "1000000/min"}
        with running_city(database_url(), rates, only=("pages",)) as city:
            value = per_second(lambda: caller(city.url + address))
        limit = per_second(lambda: asker(database_url()))
    told = {"value": value, "unit": "requests/s, higher is better", "limit": limit, "ratio": value / limit}
    told |= {"limit_is": f"the bare nearest {FIRST}, by as many callers", "callers": CALLERS, "offers": OFFERS}
    yield told | {"served": served, "ratio_to_served": value / served}


@contextmanager
def bare_server() -> Iterator[str]:
    """The bare query behind the server and the workers of our pages; its address."""
    from tests.servers import database_url, free_ports, supervised

    port, _next = free_ports()
    arguments = [argument.replace(OURS, "tests.benchmarks.bare_search") for argument in PAGES]
    process = Process("bare", (*arguments, "--host", "127.0.0.1", "--port", str(port)), port)
    query = BARE.replace("%(here)s", f"point '{here()}'").replace("%(first)s", str(FIRST))
    with supervised((process,), {"DATABASE_URL": database_url(), "BARE_SEARCH": query}):
        yield f"http://127.0.0.1:{port}/"


def per_second(opened: Callable[[], Callable[[], None]]) -> float:
    """Each caller with a line of its own, which stays open; what is slow the first time is not counted."""
    callers = [opened() for _caller in range(CALLERS)]

    def several(ask: Callable[[], None], times: int) -> None:
        for _turn in range(times):
            ask()

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(lambda ask: several(ask, WARM), callers))
        begun = time.perf_counter()
        list(pool.map(lambda ask: several(ask, EACH), callers))
    return CALLERS * EACH / (time.perf_counter() - begun)


def caller(address: str) -> Callable[[], None]:
    web = requests.Session()

    def ask() -> None:
        answer = web.get(address, timeout=20)
        assert answer.status_code == 200, answer.text[:300]

    return ask


def asker(database_url: str) -> Callable[[], None]:
    line = psycopg.connect(database_url, autocommit=True)
    return lambda: line.execute(BARE, {"here": here(), "first": FIRST}).fetchall() and None


def here() -> str:
    from marketplace.places.points import project

    return "({},{})".format(*project(45.083, 7.689))
