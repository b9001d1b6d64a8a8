"""`manage.py check_book`: every difference in the book, or between it, bookings and Stripe. None should be.

It ends with 0 where there is none, with 1 where there is one, and with 2 where there is none but Stripe did not answer.
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bookings.payments import checking as of_bookings
from bookings.payments import comparing, stripe_client
from marketplace.ledger import checking


class Command(BaseCommand):
    help = (
        "Print every difference in the book, and between it, the bookings and Stripe. Ends with 1 when there is one,"
        " with 2 when there is none but Stripe did not answer."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.away, found = False, 0
        for sentence in chain(checking.differences(), of_bookings.differences(), self.at_stripe()):
            self.stdout.write(sentence)
            found += 1
        if found:
            raise CommandError(f"{found} differences in the book.")
        if self.away:
            raise CommandError("0 differences in the book, but it was not compared with Stripe.", returncode=2)
        self.stdout.write("The book balances: 0 differences.")

    def at_stripe(self) -> Iterator[str]:
        """What cannot be compared is said in a line of its own, which is no difference."""
        if not settings.STRIPE.on:
            self.stdout.write("Payments by card are off: nothing is compared with Stripe.")
            return
        try:
            yield from comparing.differences()
        except stripe_client.Away as why:
            self.away = True
            self.stdout.write(f"Stripe does not answer, so it is not compared to the end: {why}")
