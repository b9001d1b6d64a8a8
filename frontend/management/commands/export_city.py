"""`manage.py export_city FOLDER`: the whole city in open formats, to be read without Cortile."""

from pathlib import Path
from typing import Any

from marketplace.archives import exports
from marketplace.archives.commands import ArchiveCommand


class Command(ArchiveCommand):
    help = "Write the whole city into a new folder: JSON lines for each kind of row, and the pictures."

    def work(self, folder: Path, **options: Any) -> None:
        exports.export(folder)
        self.stdout.write(f"Exported to {folder}. What casework has sealed stays so; sessions and keys are not in it.")
