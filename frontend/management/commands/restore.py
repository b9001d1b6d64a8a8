"""`manage.py restore FOLDER`: the city of a backup comes back, all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from marketplace.archives import dumps
from marketplace.archives.commands import ArchiveCommand


class Command(ArchiveCommand):
    help = "Bring back the city of a backup. Its processes must be stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--over", action="store_true", help="also where there is a city: it is replaced")

    def work(self, folder: Path, **options: Any) -> None:
        dumps.restore(folder, over=options["over"])
        self.stdout.write("The city is back. Now run migrate, then check_book, then start the processes.")
