"""A whole city in open formats: a file of JSON lines for each kind of row, and the pictures. To be read without
Cortile, and taken into an empty one. What casework has sealed stays sealed; what opens doors is not in it."""

import json
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from marketplace.archives import city, folders
from marketplace.archives.folders import Unusable

FORM = "cortile export 1"
PICTURES = "media"
ROOM = 3  # times the size of the database: each line names its columns
BATCH = 500  # lines

# Whole tables that are not a city: sessions, second proofs (set up anew), codes, answers kept for a repeat, counts of
# calls, letters with codes in them, what the framework writes for itself, invented payments.
LEFT_OUT = {
    "account_emailconfirmation", "api_answer", "api_call", "auth_group_permissions", "auth_permission",
    "accounts_user_user_permissions", "django_admin_log", "django_content_type", "django_session", "notices_letter",
    "mfa_authenticator", "socialaccount_socialapp", "socialaccount_socialtoken", "usersessions_usersession",
}  # fmt: skip
APPS_LEFT_OUT = {"mfa", "procrastinate", "standin"}
# What opens something: not told, and in the other city a chance of its own that nobody knows.
SECRET = {
    ("accounts_user", "password"), ("bookings_calendarkey", "hashed"), ("bookings_till", "secret"),
    ("casework_windowkey", "code_hash"), ("casework_windowkey", "pin_hash"), ("organisations_apikey", "hashed"),
}  # fmt: skip


def tables() -> dict[str, type[models.Model]]:
    """Of each file its model: everything that makes up the city, by name."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    told = [model for model in found if not model._meta.proxy and is_told(model)]
    return {
        f"{model._meta.label_lower}.jsonl": model for model in sorted(told, key=lambda model: model._meta.label_lower)
    }


def is_told(model: type[models.Model]) -> bool:
    return model._meta.db_table not in LEFT_OUT and model._meta.app_label not in APPS_LEFT_OUT


def columns(model: type[models.Model]) -> tuple[list[str], list[str]]:
    """Those that are told, and those that are secret. What the database works out by itself is neither."""
    table, fields = model._meta.db_table, model._meta.local_concrete_fields
    names = [str(field.column) for field in fields if not field.generated]
    return [name for name in names if (table, name) not in SECRET], [name for name in names if (table, name) in SECRET]


# --- out --------------------------------------------------------------------------------------------------------------


def export(target: Path) -> None:
    """Into a new folder, as the city is in one moment, while it runs. Raises Unusable; then there is no folder."""
    pictures = city.pictures()
    with folders.making(target, room=city.size() * ROOM + folders.size(pictures)) as folder:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL TIME ZONE 'UTC'")
            facts = city.facts(FORM)
            for name, model in tables().items():
                write(folder / name, model)
        folders.copy(pictures, folder / PICTURES)
        folders.finish(folder, facts)


def write(path: Path, model: type[models.Model]) -> None:
    """One row a line, in the order of their numbers."""
    with path.open("w") as file:
        for row in rows(model):
            file.write(f"{row}\n")


def rows(model: type[models.Model]) -> Iterator[str]:
    """Each as PostgreSQL writes it as JSON: on one line, its keys in an order of their own."""
    told, _secret = columns(model)
    names = ", ".join(f'"{name}"' for name in told)
    statement = (
        f'SELECT to_jsonb(told)::text FROM (SELECT {names} FROM "{model._meta.db_table}" ORDER BY "{key(model)}") told'
    )
    with connection.connection.cursor(name="export") as cursor:
        cursor.itersize = BATCH
        for (row,) in cursor.execute(statement):
            yield row


def key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


# --- in ---------------------------------------------------------------------------------------------------------------


def take_in(source: Path) -> None:
    """Into an empty city of the same version, all of it or nothing. Raises Unusable."""
    manifest = folders.opened(source, FORM)
    city.refuse_another_one(manifest)
    city.refuse_where_somebody_lives()
    if missing := tables().keys() - manifest["files"].keys():
        raise Unusable(f"{source} is not whole: {min(missing)} is missing.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL TIME ZONE 'UTC'; SET CONSTRAINTS ALL DEFERRED")
        guards(cursor, "DISABLE")
        for model in tables().values():
            cursor.execute(
                f'DELETE FROM "{model._meta.db_table}"'
            )  # what migrations have filled stands in the export too
        for name, model in tables().items():
            fill(cursor, source / name, model)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        guards(cursor, "ENABLE")
        count_on(cursor)
        with folders.in_words(city.pictures()):
            folders.put_in_place(source / PICTURES, city.pictures())


def guards(cursor: Any, switch: str) -> None:
    """Rows were guarded when they were written. Here they come in any order, the book with its balances."""
    for model in tables().values():
        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {switch} TRIGGER USER')


def fill(cursor: Any, path: Path, model: type[models.Model]) -> None:
    told, secret = columns(model)
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in (*told, *secret))
    statement = (
        f'INSERT INTO "{table}" ({names}) SELECT {names} FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)'
    )
    with path.open() as lines:
        while batch := list(islice(lines, BATCH)):
            taken = [json.loads(line) | {name: chance() for name in secret} for line in batch]
            cursor.execute(statement, [json.dumps(taken)])


def chance() -> str:
    """What no password and no code gives."""
    return f"!{secrets.token_hex(31)}"


def count_on(cursor: Any) -> None:
    """The next row gets the next number."""
    for statement in connection.ops.sequence_reset_sql(no_style(), list(tables().values())):
        cursor.execute(statement)
