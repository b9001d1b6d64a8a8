"""Django's own, with the ground's executor: what is killed between a migration and its record begins it again."""

from django.core.management.commands import migrate

from marketplace import schema

migrate.MigrationExecutor = schema.Executor  # type: ignore[attr-defined]  # Django has no setting for it


class Command(migrate.Command):
    pass
