"""Browser tests play in the demo city, behind the same servers that `make demo` starts."""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from psycopg import sql

from tests.browser import driving
from tests.cluster import ROOT
from tests.servers import City, running_city


@pytest.fixture(scope="session")
def demo_database(django_db_blocker, worker_id: str) -> Iterator[str]:
    """The address of a database of this test process' own with today's demo city in it."""
    name = f"town_{worker_id}"
    with django_db_blocker.unblock(), maintenance() as line:
        copy(line, town(line), name)
    yield address(name)
    with maintenance() as line:
        line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def town(line: psycopg.Connection) -> str:
    """A loaded demo city to copy from: made once a day and for each state of the demo's sources."""
    folders = ("frontend/demo/**/*.*", "marketplace/**/*.py", "services/**/*.py", "bookings/**/*.py")
    sources = sorted(path for folder in folders for path in ROOT.glob(folder) if path.suffix != ".pyc")
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    name = f"loaded_{timezone.localdate():%Y%m%d}_{stamp}"
    with open(Path(os.environ["CORTILE_DATA"]) / "town.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        old = line.execute("SELECT datname FROM pg_database WHERE datname LIKE 'loaded_%'").fetchall()
        if (name,) not in old:
            copy(line, "template1", "loading")
            load("loading")
            line.execute(sql.SQL("ALTER DATABASE loading RENAME TO {}").format(sql.Identifier(name)))
            for (other,) in old:
                line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(other)))
    return name


def load(name: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("load_demo", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def copy(line: psycopg.Connection, template: str, name: str) -> None:
    line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    line.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def maintenance() -> psycopg.Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def address(name: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def site(demo_database: str) -> Iterator[City]:
    """The real servers in front of the demo city."""
    with running_city(demo_database, {"DEMO": "1"}) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with driving.chromium() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, site: City) -> Iterator[Callable[..., Page]]:
    """visit("/search/") as a visitor, visit("/desk/", "elena") as one of the demo's people; size, language, scripts."""
    opened = []

    def go(path: str, name: str = "", **how) -> Page:
        page = (
            driving.sign_in(browser, site.url, f"{name}@example.org", **how)
            if name
            else driving.visitor(browser, **how)
        )
        opened.append(page)
        page.goto(site.url + path)
        return page

    yield go
    for page in opened:
        page.context.close()
