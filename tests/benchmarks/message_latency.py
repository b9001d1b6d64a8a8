"""How long a message takes from `messaging.post` to the other side's socket, beside the barest way there.

Both write one row, commit, and notify over one PostgreSQL connection; a process of its own hears it and passes it to a
WebSocket. Ours is the product's function, its task queue and its socket server.
"""

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import psycopg
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

ROUNDS = 200


def measured(city, database_url: str) -> dict:
    """p95 and p50 of ours and of the barest way, in milliseconds."""
    ours, bare = asyncio.run(through_the_product(city)), asyncio.run(through_nothing(database_url))
    told = {"p95": p95(ours), "p50": statistics.median(ours)}
    return told | {"limit_p95": p95(bare), "limit_p50": statistics.median(bare), "rounds": ROUNDS}


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


async def through_the_product(city) -> list[float]:
    from bookings import messaging
    from bookings.models import Booking
    from marketplace.lives.engine import Actor

    booking = await asyncio.to_thread(
        Booking.objects.select_related("customer", "organisation").filter(status="asked").first
    )
    member = await asyncio.to_thread(lambda: booking.wearing("provider")[0])
    cookie = await asyncio.to_thread(session_of, booking.customer)
    async with connect(city.socket_url, origin=city.url, additional_headers={"Cookie": cookie}) as line:
        await line.send(json.dumps({"follow": booking.topic}))
        await line.recv()
        await quiet(line)
        return await rounds(line, lambda n: messaging.post(booking, Actor(member), f"Message {n}"))


async def quiet(line) -> None:
    """The first follower starts the process' LISTEN and is then told to look again: wait until nothing more comes."""
    with suppress(TimeoutError):
        while True:
            await asyncio.wait_for(line.recv(), 1.5)


def session_of(user) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


async def through_nothing(database_url: str) -> list[float]:
    waiting: set = set()

    async def keep(line) -> None:
        waiting.add(line)
        await line.wait_closed()

    async with (
        serve(keep, "localhost", 0) as server,
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as heard,
    ):
        await heard.execute("LISTEN bare")
        passing = asyncio.create_task(pass_on(heard, waiting))
        port = server.sockets[0].getsockname()[1]
        with psycopg.connect(database_url, autocommit=True) as writer:
            writer.execute("CREATE TEMPORARY TABLE bare (id bigserial primary key, text text)")
            async with connect(f"ws://localhost:{port}") as line:
                try:
                    return await rounds(line, lambda n: write(writer, n))
                finally:
                    passing.cancel()


async def pass_on(heard: psycopg.AsyncConnection, waiting: set) -> None:
    async for notice in heard.notifies():
        for line in waiting:
            await line.send(notice.payload)


def write(writer: psycopg.Connection, n: int) -> None:
    with writer.transaction():
        writer.execute("INSERT INTO bare (text) VALUES (%s)", [f"Message {n}"])
        writer.execute("SELECT pg_notify('bare', %s)", [str(n)])


async def rounds(line, deed: Callable[[int], object]) -> list[float]:
    """Milliseconds from the deed's begin to the word on the socket, round after round; the first few warm up."""
    times = []
    for n in range(ROUNDS + 10):
        begun = time.perf_counter()
        done: Awaitable = asyncio.to_thread(deed, n)
        await asyncio.gather(done, line.recv())
        times.append((time.perf_counter() - begun) * 1000)
    return times[10:]
