"""Fill an empty database with the demo city; one that was loaded on an earlier day is loaded again, as of today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from frontend.demo import ground, load

ANEW = "· The city is of {}: it is loaded anew, and what was written in it is gone"


class Command(BaseCommand):
    help = "Load the demo city, unless it is there as of today. People and figures are invented."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renew", action="store_true", help="empty the demo city and load it again, also today")

    def handle(self, *args: Any, renew: bool = False, **options: Any) -> None:
        loaded_on = load.loaded_on()
        if loaded_on is None and not load.is_empty():
            raise CommandError(ground.PEOPLE)
        if loaded_on == timezone.localdate() and not renew:
            return
        if loaded_on:
            self.stdout.write(ANEW.format(loaded_on))
            self.stdout.flush()
            load.empty()
        load.load()
