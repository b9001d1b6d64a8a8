"""`manage.py backup FOLDER`: the whole city, while it runs. Keys and secrets are not in it."""

from pathlib import Path
from typing import Any

from marketplace.archives import dumps
from marketplace.archives.commands import ArchiveCommand


class Command(ArchiveCommand):
    help = "Back up the database and the pictures into a new folder. Keys and sessions are not in it."

    def work(self, folder: Path, **options: Any) -> None:
        dumps.backup(folder)
        self.stdout.write(f"Backed up in {folder}. Keep SECRET_KEY and the keys of casework in another place.")
