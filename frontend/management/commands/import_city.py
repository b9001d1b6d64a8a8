"""`manage.py import_city FOLDER`: what export_city has written, into an empty city of the same version."""

from pathlib import Path
from typing import Any

from marketplace.archives import exports
from marketplace.archives.commands import ArchiveCommand


class Command(ArchiveCommand):
    help = "Take in what export_city has written. The city must be empty and of the same version."

    def work(self, folder: Path, **options: Any) -> None:
        exports.take_in(folder)
        self.stdout.write("The city is in. Passwords, keys, cards and calendar addresses have to be made anew.")
