"""Databases to copy from: one that has the tables, one that has the demo city. Each is made once for each state of its
sources, by whoever needs it first."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.utils import timezone
from psycopg import sql

from tests.cluster import ROOT

ROOMS = ("marketplace", "services", "bookings")
TABLES = (*(f"{room}/**/migrations/*.py" for room in ROOMS), "requirements.txt")
TOWN = (*(f"{room}/**/*.py" for room in ROOMS), "frontend/demo/**/*.*")


def tables() -> str:
    """All tables, with what migrations fill."""
    return made("tables", "", TABLES, migrate, "template1")


def town() -> str:
    """Today's demo city."""
    return made("town", f"{timezone.localdate():%Y%m%d}", TOWN, load, tables())


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


def unguard() -> None:
    """Let the tables that are never emptied be emptied: in the database of a test process, and there alone."""
    from django.db import connection

    from frontend.demo import load as demo

    with connection.cursor() as cursor:
        demo.guard(cursor, "DISABLE")


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def load() -> None:
    from django.core.management import call_command

    call_command("load_demo", verbosity=0)


def copy(template: str, name: str) -> None:
    with maintenance() as line:
        line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def maintenance() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def address(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
