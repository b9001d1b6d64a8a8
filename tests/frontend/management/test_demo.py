"""What somebody set wrong before `make demo` is told in one line."""

import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from frontend.demo import ground, load
from frontend.demo.processes import Failed
from frontend.management.commands.demo import ROOM, Command
from marketplace import live
from tests import copies
from tests.servers import free_ports

ROOT = Path(__file__).resolve().parents[3]


def start(data: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    """As the Makefile starts it, in a data folder of its own."""
    environment = {**os.environ, "TESTING": "", "DEMO": "1", "CORTILE_DATA": str(data), "PORT": str(free_ports()[0])}
    return subprocess.run(
        [sys.executable, "manage.py", "demo"], cwd=ROOT, env=environment | settings, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"PORT": "abc"}, "PORT must be a whole number"),
        ({"PORT": "99999"}, "PORT must be a whole number"),
        ({"POOL": "many"}, "POOL must be a whole number"),
        ({"DATABASE_URL": "mysql://cortile:secret@localhost/cortile"}, "DATABASE_URL must look like postgresql://"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL must look like redis://"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_line(tmp_path, wrong, told):
    ended = start(tmp_path, **wrong)

    assert ended.returncode == 1
    assert ended.stderr.startswith(told)
    assert ended.stderr.count("\n") == 1
    assert "secret" not in ended.stderr


@pytest.fixture
def signals():
    """What Ctrl-C does is afterwards as it was: the command changes it for its own process, and here it is ours."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, before in kept.items():
        signal.signal(number, before)


def test_a_disk_without_room_is_told_in_one_line_before_anything_starts(tmp_path, settings, monkeypatch, signals):
    settings.DATA, settings.PORT = tmp_path, free_ports()[0]
    full = namedtuple("Usage", "total used free")(10**9, 10**9 - ROOM + 1, ROOM - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda where: full if where == tmp_path else None)

    with pytest.raises(SystemExit) as ended:
        call_command("demo")

    assert str(ended.value) == f"The disk is full: Cortile needs 300 MB in {tmp_path}."
    assert not (tmp_path / "postgres").exists()


def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path):
    nobody = f"postgresql://cortile:secret@127.0.0.1:{free_ports()[0]}/cortile"

    ended = start(tmp_path, DATABASE_URL=nobody)

    assert ended.returncode == 1
    assert ended.stderr.startswith("The database of DATABASE_URL does not answer")
    assert ended.stderr.count("\n") == 1
    assert "secret" not in ended.stderr


def test_a_redis_that_does_not_answer_is_told_in_one_line_before_anything_starts(tmp_path):
    ended = start(tmp_path, DATABASE_URL="", REDIS_URL=f"redis://:secret@127.0.0.1:{free_ports()[0]}")

    assert ended.returncode == 1
    assert ended.stderr.startswith("The Redis of REDIS_URL does not answer")
    assert ended.stderr.count("\n") == 1
    assert "secret" not in ended.stderr
    assert not (tmp_path / "postgres").exists()


def test_while_the_city_is_made_nobody_is_told_of_it(db, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(load, "load_map", lambda: live.publish("booking:1"))
    monkeypatch.setattr(load.organisations, "found_city", lambda: None)
    monkeypatch.setattr(load, "Past", lambda now, hand: 1 / 0)

    with pytest.raises(ZeroDivisionError), django_capture_on_commit_callbacks() as told:
        load.load()

    assert told == []
    with django_capture_on_commit_callbacks() as told:
        live.publish("booking:1")
    assert len(told) == 1


def test_a_database_that_is_not_there_is_told_in_one_line(tmp_path):
    ended = start(tmp_path, DATABASE_URL=named("not_there"))

    assert ended.returncode == 1
    assert '"not_there" does not exist' in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_city_that_had_only_some_of_the_folded_migrations_is_told_in_one_line(tmp_path):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("CREATE DATABASE half_a_city")
        try:
            with psycopg.connect(named("half_a_city")) as other:
                other.execute("CREATE TABLE django_migrations (app text, name text, applied timestamptz, id int)")
                other.execute("INSERT INTO django_migrations VALUES ('bookings', '0001_initial', now(), 1)")
            ended = start(tmp_path, DATABASE_URL=named("half_a_city"))
        finally:
            server.execute("DROP DATABASE half_a_city WITH (FORCE)")

    assert ended.returncode == 1
    assert ended.stderr.startswith("This database had only a part of what is bookings.0001_tables now")
    assert ended.stderr.count("\n") == 1


def test_a_database_in_which_the_tables_cannot_be_made_is_told_in_one_line(tmp_path):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute("CREATE DATABASE somebody_elses")
        try:
            with psycopg.connect(named("somebody_elses")) as other:
                other.execute("CREATE TABLE django_migrations (bird text)")
            ended = start(tmp_path, DATABASE_URL=named("somebody_elses"))
        finally:
            server.execute("DROP DATABASE somebody_elses WITH (FORCE)")

    assert ended.returncode == 1
    assert ended.stderr.startswith("The tables cannot be made in this database")
    assert ended.stderr.count("\n") == 1


# --- what is somebody else's --------------------------------------------------------------------------------------
SHOP = "CREATE TABLE shop_order (id int); CREATE TABLE auth_user (id int)"
DJANGO = """
CREATE TABLE django_migrations (id int, app text, name text, applied timestamptz);
INSERT INTO django_migrations VALUES (1, 'accounts', '0001_initial', now()), (2, 'shop', '0001_initial', now());
CREATE TABLE accounts_user (bird text)
"""
CITY = """
CREATE TABLE accounts_user (id int); INSERT INTO accounts_user VALUES (1);
CREATE TABLE organisations_organisation (slug text, email text);
INSERT INTO organisations_organisation VALUES ('citta-di-torino', 'cortile@comune.example.org')
"""
DEMO = CITY.replace("cortile@comune", "cortile@citta")
BEGUN = """
CREATE TABLE django_migrations (id int, app text, name text, applied timestamptz);
INSERT INTO django_migrations VALUES (1, 'accounts', '0001_initial', now());
CREATE TABLE accounts_user (id int)
"""


@pytest.fixture
def holding():
    """Connects this process to a database that holds just this. Another process may hold one at the same time."""
    name = f"holding_something_{os.getpid()}"
    with ExitStack() as after:

        def hold(made: str) -> None:
            copies.copy("template1", name)
            after.enter_context(copies.connected_to(name))
            with connection.cursor() as cursor:
                cursor.execute(made)

        yield hold
    with copies.maintenance() as line:
        line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("made", "told"),
    [
        (SHOP, "tables of something else (auth_user, shop_order)"),
        (DJANGO, "tables of something else (accounts_user)"),
        (CITY, "people of its own"),
    ],
    ids=["a shop", "another project in Django", "a city of an older version"],
)
def test_what_is_somebody_elses_is_refused_before_anything_is_written(holding, made, told):
    holding(made)
    before = connection.introspection.table_names()

    with pytest.raises(Failed) as refusal:
        Command()._prepare()

    assert told in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert connection.introspection.table_names() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "made",
    ["SELECT", DEMO, f"{DEMO};{SHOP}", BEGUN],
    ids=["nothing", "an earlier demo", "beside it a shop", "a first start"],
)
def test_what_is_empty_or_the_demos_is_not_refused(holding, made):
    holding(made)

    ground.require_ours()


def named(database: str) -> str:
    """The address of another database of the tests' server."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
