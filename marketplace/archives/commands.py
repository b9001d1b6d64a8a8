"""What the commands have in common: a folder, the embedded database where it sleeps, and errors of one line."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from marketplace.archives.folders import Unusable
from marketplace.embedded import Cluster, url


class ArchiveCommand(BaseCommand, ABC):
    """One folder, and what `work` does with it."""

    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            with awake():
                self.work(folder.absolute(), **options)
        except Unusable as reason:
            raise CommandError(str(reason)) from reason
        except Error as error:
            raise CommandError(f"The database: {' '.join(str(error).split())}") from error

    @abstractmethod
    def work(self, folder: Path, **options: Any) -> None:
        """With the database awake. Raises Unusable."""


@contextmanager
def awake() -> Iterator[None]:
    """The database in the data folder runs as long as it is needed, whether or not anybody else has started it."""
    if url(settings.DATA) != settings.DATABASE_URL:
        yield
        return
    cluster = Cluster(settings.DATA)
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()
