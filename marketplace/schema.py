"""Tables that are made together, and migrations that were folded into others."""

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Any

from django.core.checks import Error
from django.db import connections, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

Name = tuple[str, str]
HALF = "This database had only a part of what is {} now: see Upgrading in docs/operations.md."


class Tables(Operation):
    """Just what its CreateModels say, of one app, as one operation. From one to the next Django would draw all models
    anew that hang together, and in a city they all do: the first migrations would take three times as long."""

    serialization_expand_args = ["made"]  # how Django's writer is told of operations in an operation

    def __init__(self, made: Sequence[CreateModel]) -> None:
        self.made = made

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # a cached property: drawn anew when the next one asks
        for one in self.made:
            one.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Keys that lead to another one of them are added by the editor, at the end."""
        for one in self.made:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for one in reversed(self.made):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "Create the tables of " + ", ".join(one.name for one in self.made)


class Executor(MigrationExecutor):
    """Django's, but a migration and the rows that say that it was run commit together. By itself it writes these
    afterwards, one for each name that was folded into it: killed in between, a first start could never be repeated."""

    def apply_migration(self, state: ProjectState, migration: Migration, *how: Any, **more: Any) -> ProjectState:
        with self._as_one(migration):
            return super().apply_migration(state, migration, *how, **more)

    def unapply_migration(self, state: ProjectState, migration: Migration, *how: Any, **more: Any) -> ProjectState:
        with self._as_one(migration):
            return super().unapply_migration(state, migration, *how, **more)

    @contextmanager
    def _as_one(self, migration: Migration) -> Iterator[None]:
        """One that is not atomic can be begun again by itself, and was folded from nothing: a test holds it to that."""
        if not migration.atomic:
            yield
            return
        with transaction.atomic(self.connection.alias):
            yield


def folded() -> dict[Name, set[Name]]:
    """The migrations of this version, each with those that were folded into it."""
    return {name: set(migration.replaces) for name, migration in MigrationLoader(None).disk_migrations.items()}


def lacking(had: Set[Name], now: dict[Name, set[Name]]) -> list[Name]:
    """What a database that had these does not have of this version. What was folded counts for what it is now."""
    return [name for name, before in now.items() if name not in had and not (before and before <= had)]


def check_nothing_is_half_there(databases: Sequence[str] | None = None, **_given: Any) -> list[Error]:
    """Before `migrate`: where a database had only some of what was folded, Django would leave it out without a word."""
    now, errors = folded(), []
    for alias in databases or ():
        had = MigrationRecorder(connections[alias]).applied_migrations().keys()
        half = [name for name in lacking(had, now) if had & (now[name] - now.keys())]
        errors += [Error(HALF.format(".".join(name)), id="cortile.E001") for name in half]
    return errors
