"""Six searches near a place, each beside the bare query for the nearest twenty: in a small city and in a large one,
made once and kept. That the ratios are alike says that the cost does not grow with the city."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from statistics import geometric_mean, median
from typing import Any

SIZES = {10_000: 50_000, 1_000_000: 5_000_000}  # offers -> bookings
FIRST, WARM, ROUNDS = 20, 12, 60
EACH, MEAN, ODD = 6, 3, 3  # times the bare query, at most
BARE = "SELECT offer_id, location <-> %(here)s FROM services_listing ORDER BY location <-> %(here)s LIMIT %(first)s"
LOOK = f"SELECT count(apart) FROM ({BARE}) AS near (offer_id, apart)"


def measure() -> Iterator[dict]:
    for offers, bookings in SIZES.items():
        with made(offers, bookings):
            yield from of_one_city(offers)


def measure_odd() -> Iterator[dict]:
    """Searches that hardly anything fits, in the large city: beside a bare look at the nearest of a crowd."""
    from services.search import first_found
    from services.search.crowds import CROWD

    offers = max(SIZES)
    with made(offers, SIZES[offers]):
        asked = [partial(first_found, wish_of(part), FIRST) for part in odd().values()]
        bare, *values = middles([partial(nearest, LOOK, CROWD), *asked], warm=3, rounds=9)
    for query, value in zip(odd(), values, strict=True):
        yield figure(value, bare * ODD, f"{ODD} times a bare look at the nearest {CROWD}", query, offers)


def odd() -> dict[str, str]:
    """As they stand in an address, beside the place."""
    return {
        "a word that nobody says": "q=zzzzqq",
        "such a word within a kilometre": "within=1000&q=zzzzqq",
        "by phone": "where=phone",
        "in the night": f"on={saturday()}&from=03:00&until=05:00",
        "for ages": "category=babysitting&trait=ages:0-2",
    }


def of_one_city(offers: int) -> Iterator[dict]:
    from services.search import first_found

    asked = {query: partial(first_found, wish, FIRST) for query, wish in wishes().items()}
    bare, *values = middles([nearest, *asked.values()])
    for (query, ask), value in zip(asked.items(), values, strict=True):
        told = figure(value, bare * EACH, f"{EACH} times the bare nearest {FIRST}", query, offers)
        yield told | {"found": len(ask())}
    mean = geometric_mean(values)
    yield figure(mean, bare * MEAN, f"{MEAN} times the bare nearest {FIRST}", "geometric mean", offers)


def figure(value: float, limit: float, limit_is: str, query: str, offers: int) -> dict:
    measured = {"value": value, "unit": "ms, lower is better", "limit": limit, "limit_is": limit_is}
    return measured | {"ratio": value / limit, "query": query, "offers": offers}


def wishes() -> dict[str, Any]:
    """The six, as they stand in an address."""
    parts = {
        "category": "category=babysitting",
        "words": "q=bambini",
        "free Saturday": f"on={saturday()}",
        "price, language": "price=free&language=ar",
    }
    asked = {"near": "", **{f"near, {name}": part for name, part in parts.items()}, "all": "&".join(parts.values())}
    return {name: wish_of(part) for name, part in asked.items()}


def wish_of(part: str) -> Any:
    from django.http import QueryDict

    from services.search import Wish

    wish, errors = Wish.from_query(QueryDict(f"near=Aurora&{part}"))
    assert not errors, errors
    return wish


def saturday() -> date:
    from django.utils import timezone

    today = timezone.localdate()
    return today + timedelta(days=(5 - today.weekday()) % 7 or 7)


def nearest(query: str = BARE, first: int = FIRST) -> None:
    from django.db import connection

    from marketplace.places.points import project

    x, y = project(45.083, 7.689)
    with connection.cursor() as cursor:
        cursor.execute(query, {"here": f"({x},{y})", "first": first})
        cursor.fetchall()


def middles(deeds: Sequence[Callable[[], Any]], warm: int = WARM, rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of each, the median, once everything is warm: by turns, for a machine that others use is slower at
    one moment than at another, and a city asks for other things in between."""
    measured = [[passed(deed) for deed in deeds] for _round in range(warm + rounds)]
    return [median(values) for values in zip(*measured[warm:], strict=True)]


def passed(deed: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    deed()
    return 1000 * (time.perf_counter() - begun)


@contextmanager
def made(offers: int, bookings: int) -> Iterator[None]:
    """Asked of a city of this size, in a database of its own."""
    from django.core.management import call_command
    from django.db import connection

    name, before = f"made_{offers}", connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {name}")
    go_to(name)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        fill(offers, bookings)
        yield
    finally:
        go_to(before)


def fill(offers: int, bookings: int) -> None:
    from django.core.management import call_command

    from frontend.demo import making

    if not making.is_made():
        with open(os.devnull, "w") as nothing:
            call_command("make_city", offers=offers, bookings=bookings, stdout=nothing)


def go_to(name: str) -> None:
    from django.db import connection

    connection.close()
    if connection.pool:
        connection.close_pool()
    connection.settings_dict["NAME"] = name
