"""What has to be known of the city before it is copied or replaced: its version, whether it is empty, its pictures."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from marketplace import schema
from marketplace.archives.folders import Unusable

POSTGRESQL = "postgresql"
PATIENCE = 3.0  # seconds
TELLING = ("accounts_user", "lives_life")  # where there is nobody and nothing in these, there is no city yet


def facts(form: str) -> dict[str, Any]:
    """What a manifest says of the city besides its files: nothing of persons."""
    return {
        "form": form,
        "city": settings.CITY,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        POSTGRESQL: postgresql(),
        "migrations": sorted(".".join(name) for name in MigrationRecorder(connection).applied_migrations()),
    }


def refuse_a_newer_one(manifest: dict[str, Any]) -> None:
    """Raises Unusable where this version of Cortile, or this PostgreSQL, is too old for it."""
    if newer := sorted(set(manifest["migrations"]) - known()):
        raise Unusable(f"A newer version of Cortile made it (with {newer[-1]}): get that version first.")
    if manifest[POSTGRESQL] > (here := postgresql()):
        raise Unusable(f"It was made with PostgreSQL {manifest[POSTGRESQL]}, and this is PostgreSQL {here}.")


def known() -> set[str]:
    """The migrations of this version, and those that were folded into them: an older city has had these."""
    now = schema.folded()
    return {".".join(name) for name in now.keys() | set().union(*now.values())}


def refuse_another_one(manifest: dict[str, Any]) -> None:
    """Raises Unusable where the tables of this city are not just those of the other one. What was folded into others
    may stand beside them: it was there before."""
    refuse_a_newer_one(manifest)
    now = {".".join(name) for name in schema.folded()}
    if missing := now & (set(facts("")["migrations"]) ^ set(manifest["migrations"])):
        raise Unusable(f"The tables are not those of the export: {min(missing)}. Both need the same version.")


def refuse_where_somebody_lives() -> None:
    """Raises Unusable where there are people or anything else that lives."""
    with connection.cursor() as cursor:
        for table in TELLING:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
            if cursor.fetchone() == (True,):
                cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
                if cursor.fetchone() == (True,):
                    raise Unusable(f"There is a city here already: {table} has rows.")


def refuse_while_it_runs() -> None:
    """Raises Unusable where anybody else is connected. What has just ended has a moment to hang up."""
    deadline = time.monotonic() + PATIENCE
    while (count := others()) and time.monotonic() < deadline:
        time.sleep(0.1)
    if count:
        raise Unusable(f"The city is running: stop its processes first ({count} connections).")


def others() -> int:
    them = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {them}")
        return cursor.fetchone()[0]


def postgresql() -> int:
    """Its main version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return cursor.fetchone()[0]


def size() -> int:
    """Bytes of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def pictures() -> Path:
    return Path(settings.MEDIA_ROOT)
