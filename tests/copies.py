"""Databases to copy from: one that has the tables, one that has the demo city. Each is made once for each state of its
sources, by whoever needs it first."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.utils import timezone
from psycopg import sql

from tests.cluster import ROOT

ROOMS = ("marketplace", "services", "bookings")
TABLES = (*(f"{room}/**/migrations/*.py" for room in ROOMS), "marketplace/schema.py", "requirements.txt")
FOLLOW = {"django_content_type", "auth_permission"}
TASKS = {"procrastinate_jobs"}  # which Django does not manage; what belongs to one goes with it
TOWN = (*(f"{room}/**/*.py" for room in ROOMS), "frontend/demo/**/*.*")

came_with_the_tables: dict[str, bytes] = {}


def tables() -> str:
    """All tables, with what migrations fill."""
    return made("tables", "", TABLES, migrate, "template1")


def town() -> str:
    """Today's demo city."""
    return made("town", f"{timezone.localdate():%Y%m%d}", TOWN, load, tables())


@contextmanager
def in_town(name: str) -> Iterator[None]:
    """Within, the database is one of this test process' own with today's demo city in it."""
    name = f"town_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    copy(town(), name)
    try:
        with connected_to(name):
            yield
    finally:
        drop(name)


def made(kind: str, day: str, sources: tuple[str, ...], fill: Callable[[], None], template: str) -> str:
    """The name of this one, which is made where there is none yet; older ones go."""
    name = f"made_{kind}_{day}{stamp(sources)}"
    with open(Path(os.environ["CORTILE_DATA"]) / f"{kind}.lock", "w") as lock, maintenance() as line:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = line.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"made_{kind}_%"]).fetchall()
        if (name,) not in found:
            make(line, name, fill, template)
            for (older,) in found:
                line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(older)))
    return name


def make(line: psycopg.Connection, name: str, fill: Callable[[], None], template: str) -> None:
    copy(template, f"{name}_half")
    with connected_to(f"{name}_half"):
        fill()
    with psycopg.connect(address(f"{name}_half"), autocommit=True) as half:
        half.execute("VACUUM ANALYZE")  # in a city this happens by itself
    line.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_half"), sql.Identifier(name)))


def stamp(sources: tuple[str, ...]) -> str:
    paths = sorted(path for pattern in sources for path in ROOT.glob(pattern) if path.suffix != ".pyc")
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def read_what_came_with_the_tables() -> None:
    """To be called before the first test: what migrations fill, for `empty` to put back."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in filled(cursor):
            with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                came_with_the_tables[table] = b"".join(rows)


def empty() -> None:
    """Take away what a test that commits has left: deleting a few rows is quicker than to empty a hundred tables. What
    is only added to is so again afterwards, and what came with the tables is back."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        tables = filled(cursor)
        guard(cursor, tables, "DISABLE")
        try:
            with transaction.atomic():
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                for table in tables:
                    cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
                for table, content in came_with_the_tables.items():
                    with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as rows:
                        rows.write(content)
        finally:
            guard(cursor, tables, "ENABLE")


def filled(cursor: Any) -> list[str]:
    """The tables that have rows, but for those which follow from our models."""
    from django.db import connection

    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - FOLLOW | TASKS
    has = "SELECT {} WHERE EXISTS (SELECT FROM {})"
    each = [sql.SQL(has).format(sql.Literal(name), sql.Identifier(name)) for name in sorted(names)]
    cursor.execute(sql.SQL(" UNION ALL ").join(each))
    return [name for (name,) in cursor.fetchall()]


def guard(cursor: Any, tables: list[str], switch: str) -> None:
    """The book and receipts let nobody take anything away."""
    find = "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname = 'only_added_to'"
    cursor.execute(f"{find} AND relname = ANY(%s)", [tables])
    for (table,) in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} {switch} TRIGGER only_added_to")


def sweep() -> None:
    """What tests have rolled back stays in the tables until somebody sweeps: each test would read through more of it,
    and plans would hang on how many came before."""
    from django.db import connection

    with psycopg.connect(address(connection.settings_dict["NAME"]), autocommit=True) as line:
        line.execute("VACUUM")


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def load() -> None:
    from django.core.management import call_command

    call_command("load_demo", verbosity=0)


def copy(template: str, name: str) -> None:
    drop(name)
    with maintenance() as line:
        line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop(name: str) -> None:
    with maintenance() as line:
        line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def maintenance() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def address(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
