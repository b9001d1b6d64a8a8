"""The line on which a process hears what changed: how it is opened, and what pages are told when it is lost."""

import asyncio

import pytest
from django.db import connection

from bookings import messaging
from marketplace.environment import database
from marketplace.live import CHANNEL, as_everywhere
from marketplace.lives.engine import Actor
from tests.followers import Follower, on_its_own_line, opened, run


def cut() -> None:
    """What hears for the process of sockets ends, as in a restart of the database."""
    with connection.cursor() as cursor:
        listens = "query LIKE %s AND datname = current_database()"
        cursor.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {listens}", [f"LISTEN%{CHANNEL}%"]
        )
        assert cursor.fetchall() == [(True,)]


@pytest.mark.django_db(transaction=True)
def test_a_lost_line_is_told_to_whoever_follows_and_so_is_that_it_is_back(sockets, client, booking, nadia, elena):
    async def talk():
        async with opened(sockets, client, nadia) as line:
            follower = Follower(line)
            heard = [await follower.follow(booking.topic)]
            await asyncio.to_thread(on_its_own_line, cut)
            heard += [await follower.hears(), await follower.hears()]
            await asyncio.to_thread(messaging.post, booking, Actor(elena), "Hello")
            return [*heard, await follower.hears()]

    following = {"following": booking.topic}
    assert run(talk) == [following, {"deaf": True}, following, {"changed": booking.topic}]


def test_the_line_is_opened_as_the_database_is_reached_everywhere(monkeypatch):
    told = "sslmode=verify-full&sslrootcert=/etc/ca.pem&sslcert=/etc/city.pem&keepalives_idle=60"
    entry = database(f"postgresql://city:secret@db.example.org:5433/city?{told}", pooled=True)
    for name, value in entry.items():
        monkeypatch.setitem(connection.settings_dict, name, value)

    parameters = as_everywhere()

    address = {"host": "db.example.org", "port": "5433", "user": "city", "password": "secret", "dbname": "city"}
    safe = {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem", "sslcert": "/etc/city.pem"}
    held = {"keepalives_idle": "60", "keepalives_interval": 5, "keepalives_count": 2}
    assert parameters == address | safe | held
