"""Backup and return: the database as PostgreSQL dumps it, and the pictures. No keys: those are kept elsewhere."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from marketplace.archives import city, folders
from marketplace.archives.folders import Unusable
from marketplace.embedded import binaries

FORM = "cortile backup 1"
DUMP, PICTURES = "database.dump", "media"
# Whoever has a session is signed in: a copy of it would be a key. The cache is nothing.
FLEETING = ("django_session", "usersessions_usersession", "cache", "api_call")
BEFORE = "before_restore"  # the schema in which the old city waits until the new one is whole


def backup(target: Path) -> None:
    """Into a new folder, while the city runs. Raises Unusable; then there is no folder."""
    pictures = city.pictures()
    with folders.making(target, room=city.size() + folders.size(pictures)) as folder:
        left_out = [f"--exclude-table-data=public.{table}" for table in FLEETING]
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *left_out, f"--file={folder / DUMP}")
        folders.copy(pictures, folder / PICTURES)  # later than the rows: no row lacks its picture
        folders.finish(folder, city.facts(FORM))


def restore(source: Path, *, over: bool = False) -> None:
    """The city as it was, all of it or nothing. `over`: also where there is another one. Raises Unusable."""
    manifest = folders.opened(source, FORM)
    city.refuse_a_newer_one(manifest)
    city.refuse_while_it_runs()
    with room_beside_the_old_one(over):
        name = connection.settings_dict["NAME"]
        run("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", f"--dbname={name}", source / DUMP)
        with folders.in_words(city.pictures()):
            folders.put_in_place(source / PICTURES, city.pictures())


@contextmanager
def room_beside_the_old_one(over: bool) -> Iterator[None]:
    """The old tables wait under another name; they come back if something fails, and go if nothing does."""
    bring_back()  # what one that was killed has left
    if not over:
        city.refuse_where_somebody_lives()
    do(f"ALTER SCHEMA public RENAME TO {BEFORE}", "CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        bring_back()
        raise
    do(f"DROP SCHEMA {BEFORE} CASCADE")


def bring_back() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_namespace WHERE nspname = %s", [BEFORE])
        waits = cursor.fetchone() is not None
    if waits:
        do("DROP SCHEMA IF EXISTS public CASCADE", f"ALTER SCHEMA {BEFORE} RENAME TO public")


def do(*statements: str) -> None:
    """Together or not at all."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(["BEGIN", "SET LOCAL statement_timeout = 0", *statements, "COMMIT"]))


def run(name: str, *arguments: str | Path) -> None:
    """One of PostgreSQL's programs on this database. Raises Unusable with its last words."""
    command = [program(name), *map(str, arguments)]
    done = subprocess.run(command, env=surroundings(), capture_output=True, text=True)
    if done.returncode:
        raise Unusable(f"{name}: {' '.join(done.stderr.strip().splitlines()[-1:]) or done.returncode}")


def program(name: str) -> str:
    """The wheel's, which speaks no TLS; where TLS is asked for, the system's."""
    if connection.settings_dict["OPTIONS"].get("sslmode", "prefer") in {"disable", "allow", "prefer"}:
        return str(binaries.binary(name))
    if found := shutil.which(name):
        return found
    raise Unusable(f"{name} is not here: DATABASE_URL asks for TLS, so install the client programs of PostgreSQL 18.")


def surroundings() -> dict[str, str]:
    """Where the database is: in the environment, since everybody on the machine sees the arguments of a program."""
    ours = connection.settings_dict
    known = {
        "PGHOST": ours["HOST"],
        "PGPORT": str(ours["PORT"]),
        "PGUSER": ours["USER"],
        "PGPASSWORD": ours["PASSWORD"],
    }
    known |= {"PGDATABASE": ours["NAME"], "PGSSLMODE": ours["OPTIONS"].get("sslmode", "")}
    known |= {"PGSSLROOTCERT": ours["OPTIONS"].get("sslrootcert", ""), "PATH": os.environ.get("PATH", os.defpath)}
    return {"LC_ALL": "C"} | {name: value for name, value in known.items() if value}
