"""A dead Redis: what is saved stays saved, pages answer, and live comes back with it."""

import asyncio
import json
import signal
import socket
import time

import pytest
from django.test import Client

from bookings import messaging
from bookings.models import Message
from marketplace.lives.engine import Actor
from tests.faults.conftest import Window, in_a_thread
from tests.faults.system import Server, eventually
from tests.followers import Follower, opened
from tests.servers import database_url, free_ports, running_city


@pytest.fixture
def nobody() -> str:
    """The address of a Redis that is not there."""
    return f"redis://127.0.0.1:{free_ports()[0]}"


@pytest.fixture
def silent():
    """The address of one that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", ["nobody", "silent"])
def test_a_message_stands_although_redis_is_away(booking, nadia, settings, request, which):
    settings.REDIS_URL = request.getfixturevalue(which)
    began = time.monotonic()

    messaging.post(booking, Actor(nadia), "The bell says Haddad")

    assert Message.objects.get().text == "The bell says Haddad"
    assert time.monotonic() - began < 3


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_redis_dies_and_comes_back(booking, nadia, elena, redis, settings):
    settings.REDIS_URL = f"redis://127.0.0.1:{redis.port}"
    address = f"{booking.get_absolute_url()}messages/"
    with running_city(database_url(), {"REDIS_URL": settings.REDIS_URL}) as city:
        nadias, elenas = Window(city, nadia), Window(city, elena)
        topic, number = booking.topic, iter(range(100))

        def write() -> bool:
            return elenas.post(address, {"text": f"Number {next(number)}", "key": ""}).ok

        assert nadias.hears(topic, write)

        redis.kill()
        began = time.monotonic()
        answers = [nadias.get(booking.get_absolute_url()), elenas.get("/desk/"), nadias.get("/api/v1/bookings/")]
        assert write()
        assert [answer.status_code for answer in answers] == [200] * 3
        assert time.monotonic() - began < 10
        assert "Number 1" in nadias.get(booking.get_absolute_url()).text
        assert not nadias.hears(topic, write, within=2)

        redis.start()
        assert eventually(lambda: nadias.hears(topic, write, within=2))
        assert Message.objects.count() == next(number)  # none was lost, whether somebody heard of it or not


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "falls silent"])
def test_an_open_page_is_told_when_redis_is_away_and_when_it_is_back(booking, nadia, elena, redis, settings, how):
    settings.REDIS_URL = f"redis://127.0.0.1:{redis.port}"
    following = {"following": booking.topic}
    with running_city(database_url(), {"REDIS_URL": settings.REDIS_URL}, only=["sockets"]) as city:

        async def watch() -> list[dict]:
            async with opened(city, Client(), nadia) as line, opened(city, Client(), nadia) as later:
                page, another = Follower(line), Follower(later)
                heard = [await page.follow(booking.topic)]
                redis.program.send_signal(how)
                heard += [await page.hears(within=40), await another.hears()]
                await later.send(json.dumps({"follow": booking.topic}))
                with pytest.raises(TimeoutError):  # nobody says that it hears while it does not
                    await another.hears(within=2)
                await asyncio.to_thread(revive, redis, how)
                heard += [await page.hears(), await another.hears()]
                await asyncio.to_thread(in_a_thread, lambda: messaging.post(booking, Actor(elena), "Hello"))
                return [*heard, await page.hears(), await another.hears()]

        heard = asyncio.run(watch())

    deaf, changed = {"deaf": True}, {"changed": booking.topic}
    assert heard == [following, deaf, deaf, following, following, changed, changed]


def revive(redis: Server, how: signal.Signals) -> None:
    if how == signal.SIGSTOP:
        redis.program.send_signal(signal.SIGCONT)
    else:
        redis.program.wait()
        redis.start()
