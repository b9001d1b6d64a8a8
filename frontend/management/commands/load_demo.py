"""Fill an empty database with the demo city; one that was loaded on an earlier day is loaded again, as of today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from frontend.demo import load


class Command(BaseCommand):
    help = "Load the demo city, unless it is there as of today. People and figures are invented."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renew", action="store_true", help="empty the demo city and load it again, also today")

    def handle(self, *args: Any, renew: bool = False, **options: Any) -> None:
        loaded_on = load.loaded_on()
        if loaded_on is None and not load.is_empty():
            raise CommandError("This database has people of its own: the demo city is only loaded into an empty one.")
        if loaded_on == timezone.localdate() and not renew:
            return
        if loaded_on:
            load.empty()
        load.load()
