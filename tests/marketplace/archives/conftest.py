"""A city with something of everything, and an empty place for it: a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from marketplace.casework import notes
from tests import copies

WORDS = "She would rather not meet her brother"


@pytest.fixture
def city(settings, tmp_path, booking, bag, card, fatou, chiara, household, till) -> Path:
    """A booking, clothes with their points, a till, a file with a note and a card. Its pictures."""
    notes.write(fatou, chiara, "team", WORDS)
    settings.MEDIA_ROOT = tmp_path / "pictures"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "coat.webp").write_bytes(b"a coat")
    return settings.MEDIA_ROOT


@pytest.fixture
def elsewhere(django_db_setup, django_db_blocker, settings, tmp_path, worker_id) -> Iterator[Any]:
    """`with elsewhere():` the city is an empty one, whose pictures lie in another folder."""
    name = f"elsewhere_{worker_id}"

    @contextmanager
    def there() -> Iterator[Path]:
        before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "elsewhere"
        with copies.connected_to(name):
            yield settings.MEDIA_ROOT
        settings.MEDIA_ROOT = before

    with django_db_blocker.unblock():
        copies.copy(copies.tables(), name)
        yield there
        with copies.maintenance() as line:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def rows() -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has, and a checksum of all of them."""
    found = {}
    with psycopg.connect(copies.address(connection.settings_dict["NAME"])) as line:
        names = line.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            each = sql.SQL("SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {} t")
            found[name] = line.execute(each.format(sql.Identifier(name))).fetchone()
    return found
