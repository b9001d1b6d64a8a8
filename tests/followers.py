"""Browsers' sockets, at a real server of them."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from django.db import connection
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.servers import City, database_url, running_city


@pytest.fixture(scope="module")
def sockets(django_db_setup) -> Iterator[City]:
    with running_city(database_url(), only=["sockets"]) as running:
        yield running


class Follower:
    """A browser's socket, signed in as somebody."""

    def __init__(self, line):
        self.line = line

    async def follow(self, topic):
        await self.line.send(json.dumps({"follow": topic}))
        return await self.hears()

    async def hears(self, within=20):
        return json.loads(await asyncio.wait_for(self.line.recv(), within))


def opened(sockets, client, user=None, origin=None):
    if user:
        client.force_login(user)
    cookies = "; ".join(f"{morsel.key}={morsel.value}" for morsel in client.cookies.values())
    return connect(sockets.socket_url, origin=origin or sockets.url, additional_headers={"Cookie": cookies})


def run(deed):
    return asyncio.run(asyncio.wait_for(deed(), 20))


def on_its_own_line(deed) -> None:
    try:
        deed()
    finally:
        connection.close()


def closed_by(sockets, client, user, deed) -> int:
    """The code with which this person's open socket is closed once the deed is done."""

    async def wait():
        async with opened(sockets, client, user) as line:
            await Follower(line).follow("booking:0")  # so it is there
            await asyncio.to_thread(on_its_own_line, deed)
            await line.recv()

    with pytest.raises(ConnectionClosed) as closed:
        run(wait)
    return closed.value.rcvd.code
