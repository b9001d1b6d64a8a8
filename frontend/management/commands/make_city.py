"""`manage.py make_city`: as many offers and bookings as a bench or a trial under load asks for."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from frontend.demo import load, making, offers
from services.models import Category
from services.search import crowds, vocabulary


@contextmanager
def at_its_own_pace() -> Iterator[None]:
    """Without the time that a statement may take."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        try:
            yield
        finally:
            cursor.execute("RESET statement_timeout")


class Command(BaseCommand):
    help = "Make a city of any size, beside what is there. Its people and figures are drawn; nobody in it can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--offers", type=int, default=10_000, help="rounded down to 40s")
        parser.add_argument("--bookings", type=int, default=50_000)

    def handle(self, *args: Any, **options: Any) -> None:
        self.refuse_what_cannot_be(options["offers"], options["bookings"])
        with at_its_own_pace():
            self.make(options["offers"], options["bookings"])

    def make(self, many: int, bookings: int) -> None:
        load.load_map()
        if not Category.objects.exists():
            offers.enter_categories()
        begun = time.monotonic()
        making.make(many, bookings, lambda what: self.stdout.write(f"{time.monotonic() - begun:6.1f} s  {what}"))
        vocabulary.count_words()
        crowds.measure()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write(f"{time.monotonic() - begun:6.1f} s  done")

    def refuse_what_cannot_be(self, offers: int, bookings: int) -> None:
        most = making.most_bookings(offers)
        if offers < making.OF_A_BODY or bookings < 0:
            raise CommandError(f"At least {making.OF_A_BODY} offers, and no fewer bookings than none.")
        if bookings > most:
            raise CommandError(f"The people of so many offers have time for {most} bookings.")
        if making.is_made():
            raise CommandError("This city has been made already: make another one in an empty database.")
