"""`manage.py check_book`: every difference in the book, or between it and bookings. None should be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bookings.payments import checking as of_bookings
from marketplace.ledger import checking


class Command(BaseCommand):
    help = "Print every difference in the book, and between it and the bookings; fails when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = [*checking.differences(), *of_bookings.differences()]
        for sentence in differences:
            self.stdout.write(sentence)
        if differences:
            raise CommandError(f"{len(differences)} differences in the book.")
        self.stdout.write("The book balances: 0 differences.")
