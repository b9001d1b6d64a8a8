"""`manage.py rotate_keys`: what files say is sealed anew with the first key. `--new`: with a key made now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.casework import rotating, sealing


class Command(BaseCommand):
    help = "Seals anew, with the first key, whatever another key has sealed. May be stopped and begun again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="first put a new key before the others")
        parser.add_argument("--batch", type=int, default=rotating.BATCH)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            sealing.add_key()
        total = 0
        for table, number in rotating.rotate(options["batch"]):
            total += number
            self.stdout.write(f"{table}: {number}")
        self.stdout.write(f"{total} sealed anew.")
