"""What it costs to list one offer anew, in a small city and in a large one, beside the barest write of its row."""

from collections.abc import Iterator
from functools import partial
from itertools import count
from random import Random
from typing import Any

from tests.benchmarks.search import SIZES, figure, made, middles

TIMES = 5  # the bare write, at most: it reads a dozen rows besides
BARE = "UPDATE services_listing SET words = words || 'x'::tsvector WHERE offer_id = %s"
OURS = "SELECT services_list(ARRAY[%s])"


def measure() -> Iterator[dict]:
    for offers, bookings in SIZES.items():
        with made(offers, bookings):
            bare, ours = middles([partial(written, by, offers_at_random()) for by in (BARE, OURS)])
        yield figure(ours, bare * TIMES, f"{TIMES} times a bare write of its row", "one offer", offers)


def written(by: str, offers: Iterator[int]) -> None:
    """And taken back: the city stays as it was made."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(by, [next(offers)])
        transaction.set_rollback(True)


def offers_at_random() -> Iterator[int]:
    from services.models import Listing

    listed: Any = Listing.objects.values_list("pk", flat=True)
    first, last = (listed.order_by(way).first() for way in ("pk", "-pk"))
    chance = Random(7)
    for _turn in count():
        yield listed.filter(pk__gte=chance.randint(first, last)).order_by("pk").first()
