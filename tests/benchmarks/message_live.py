"""How many messages a second reach 500 sockets in 119 threads, beside a bare broadcast of Starlette on the same server.

`value` is the live line: a transaction that tells of a thread by the function that `messaging.post` calls, from
several programs, until the last socket that follows it has heard. `written` is the same with whole messages: rows,
what waits for whom, the letters that are due. And how long one message takes when nobody else writes.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from multiprocessing import get_context

from frontend.demo.processes import SOCKETS, Process
from tests.benchmarks import message_latency
from tests.benchmarks.ears import Ear

HEARERS, THREADS, WRITERS = 500, 119, 3
TOLD, WRITTEN, SAID = 6_000, 300, 12_000  # messages of one round: told, written whole, said barely
ROUNDS = 3
OURS = "marketplace.asgi"
Writing = Callable[[int], Awaitable[object]]


def measure() -> Iterator[dict]:
    from django.conf import settings

    from tests.servers import running_city

    with running_city(settings.DATABASE_URL, {"DEMO": "1"}) as city:
        value, written = asyncio.run(through_the_product(city))
        latency = message_latency.measured(city, settings.DATABASE_URL)
    with bare_server() as address:
        limit = asyncio.run(through_nothing(address))
    yield {
        "value": value,
        "unit": "messages/s, higher is better",
        "limit": limit,
        "limit_is": "a bare broadcast of Starlette on the same server",
        "ratio": value / limit,
        "written": written,
        "ratio_written": written / limit,
        "sockets": HEARERS,
        "threads": THREADS,
        **latency,
    }


async def through_the_product(city) -> tuple[float, float]:
    threads = await asyncio.to_thread(talked_about)
    ears = [await following(city, *thread) for thread in islice(cycle(threads), HEARERS)]
    await quiet(ears)
    numbers = [pk for pk, _cookie in threads]
    with ProcessPoolExecutor(WRITERS, get_context("spawn"), ready) as pool:
        value = await best(ears, TOLD, lambda many: by_all(pool, tell, many, numbers))
        return value, await best(ears, WRITTEN, lambda many: by_all(pool, write, many, numbers))


def talked_about() -> list[tuple[int, str]]:
    """Bookings, each with the cookie of its customer."""
    from bookings.models import Booking

    rows = Booking.objects.select_related("customer").filter(customer__is_active=True)
    found = list(rows.order_by("pk")[:THREADS])
    assert len(found) == THREADS, len(found)
    cookies = {booking.customer: "" for booking in found}
    cookies = {customer: message_latency.session_of(customer) for customer in cookies}
    return [(booking.pk, cookies[booking.customer]) for booking in found]


async def following(city, number: int, cookie: str) -> Ear:
    ear = await Ear.at(city.socket_url, Origin=city.url, Cookie=cookie)
    ear.say(json.dumps({"follow": f"booking:{number}"}).encode())
    return ear


async def quiet(ears: list[Ear]) -> None:
    """Until all follow, and nothing more comes: the first follower starts the process' LISTEN, and all look again."""
    heard = -1
    while heard != (heard := sum(ear.heard for ear in ears)) or heard < len(ears):
        await asyncio.sleep(1.5)


async def best(ears: list[Ear], many: int, writing: Writing) -> float:
    """Messages a second, from the first word to the last that is heard: the best of some rounds, after a short one."""
    await one_round(ears, many // 10, writing)
    return max([await one_round(ears, many, writing) for _round in range(ROUNDS)])


async def one_round(ears: list[Ear], many: int, writing: Writing) -> float:
    for ear in ears:
        ear.heard = 0
    awaited = sum(many // THREADS + (number % THREADS < many % THREADS) for number in range(HEARERS))
    begun = time.perf_counter()
    writer = asyncio.ensure_future(writing(many))
    while sum(ear.heard for ear in ears) < awaited:
        assert time.perf_counter() - begun < 120, f"{sum(ear.heard for ear in ears)} of {awaited} were heard"
        await asyncio.sleep(0.005)
    seconds = time.perf_counter() - begun
    await writer
    return many / seconds


async def by_all(pool: ProcessPoolExecutor, deed: Callable, many: int, numbers: list[int]) -> None:
    """Message by message through the threads, parted among the writers."""
    each = list(islice(cycle(numbers), many))
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.run_in_executor(pool, deed, each[one::WRITERS]) for one in range(WRITERS)))


def ready() -> None:
    import django

    django.setup()


def tell(numbers: list[int]) -> None:
    from django.db import transaction

    from marketplace import live

    for number in numbers:
        with transaction.atomic():
            live.publish(f"booking:{number}")


def write(numbers: list[int]) -> None:
    from bookings import messaging
    from bookings.models import Booking
    from marketplace.lives.engine import Actor

    for number in numbers:
        booking = Booking.objects.select_related("customer").get(pk=number)
        messaging.post(booking, Actor(booking.customer), "I am at the door.")


async def through_nothing(address: str) -> float:
    ears = [await Ear.at(f"{address}?{number % THREADS}") for number in range(HEARERS)]

    async def say(many: int) -> None:
        for turn in range(many):
            ears[turn % THREADS].say(b'{"changed": "booking:1234"}')
            if turn % THREADS == 0:
                await asyncio.sleep(0)

    return await best(ears, SAID, say)


@contextmanager
def bare_server() -> Iterator[str]:
    from tests.servers import free_ports, supervised

    port, _next = free_ports()
    arguments = [argument.replace(OURS, "tests.benchmarks.bare_broadcast") for argument in SOCKETS]
    process = Process("sockets", (*arguments, "--host", "127.0.0.1", "--port", str(port)), port)
    with supervised((process,), {}):
        yield f"ws://localhost:{port}/ws/"
