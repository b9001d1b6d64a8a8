"""Searches near a place through the real servers, as a page and over the API: requests per second, in a small city and
in a large one, made once and kept.

Beside them, asked by as many callers: the bare SQL that finds the same twenty and reads what their cards say (the
limit), and the bare SQL of the nearest twenty behind the same server without a framework (`served`). `keys` is the
latter without a server: it says when none of the twenty is free, which takes longer than to find them, so nothing is
asked of that ratio."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import requests

from frontend.demo.processes import PAGES, Process
from tests.benchmarks.search import BARE, FIRST, SIZES, made

OURS = "marketplace.wsgi"
CALLERS, EACH, WARM = 4, 50, 5
# What a visitor reads on the cards, in one statement. It knows nothing of languages that an offer lacks, of seats left,
# of who is lifted, of how many more there are.
CARDS = f"""
SELECT found.offer_id, found.apart, words.title, words.summary, body.slug, body.name, category.slug, category.name,
       offer.kind, offer.at_once, offer."where", offer.price, offer.price_cents, offer.slice_minutes,
       offer.min_minutes, offer.max_minutes, offer.every_minutes, offer.picture, life.status, start.start,
       ARRAY(SELECT area.code FROM services_offer_areas AS served
             JOIN places_area AS area ON area.id = served.area_id WHERE served.offer_id = found.offer_id)
FROM ({BARE}) AS found (offer_id, apart)
JOIN services_offer AS offer ON offer.life_ptr_id = found.offer_id
JOIN lives_life AS life ON life.id = found.offer_id
JOIN organisations_organisation AS body ON body.life_ptr_id = offer.organisation_id
JOIN services_category AS category ON category.id = offer.category_id
JOIN services_offertext AS words ON words.offer_id = found.offer_id AND words.language = 'it'
LEFT JOIN LATERAL (
    SELECT min(at) AS start
    FROM services_starts(found.offer_id, now(), now(), now() + %(longest)s, NULL, NULL) AS at
) AS start ON true
ORDER BY found.apart
"""
JSON, HTML = f"/api/v1/offers/?near=Aurora&limit={FIRST}", "/search/?near=Aurora"


def measure_json() -> Iterator[dict]:
    yield from measured(JSON)


def measure_html() -> Iterator[dict]:
    yield from measured(HTML)


def measured(address: str) -> Iterator[dict]:
    for offers, bookings in SIZES.items():
        with made(offers, bookings):
            yield {**in_this_city(address), "offers": offers}


def in_this_city(address: str) -> dict:
    from tests.servers import database_url, running_city

    with bare_server() as bare:
        served = per_second(lambda: caller(bare))
    rates = {"DEMO": "1", "RATE_LIMITS": "", "API_RATE_ANONYMOUS": "1000000/min"}
    with running_city(database_url(), rates, only=("pages",)) as city:
        value = per_second(lambda: caller(city.url + address))
    limit, keys = (per_second(lambda query=query: asker(database_url(), query)) for query in (CARDS, BARE))
    told = {"value": value, "unit": "requests/s, higher is better", "limit": limit, "ratio": value / limit}
    told |= {"limit_is": f"the bare SQL of {FIRST} cards, by as many callers", "callers": CALLERS}
    told |= {"keys": keys, "ratio_to_keys": value / keys}
    return told | {"served": served, "ratio_to_served": value / served}


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


def asker(database_url: str, query: str) -> Callable[[], None]:
    from services.search.wishes import LONGEST

    line = psycopg.connect(database_url, autocommit=True)
    told = {"here": here(), "first": FIRST, "longest": LONGEST}

    def ask() -> None:
        assert len(line.execute(query, told).fetchall()) == FIRST

    return ask


def here() -> str:
    from marketplace.places.points import project

    return "({},{})".format(*project(45.083, 7.689))
