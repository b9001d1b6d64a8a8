"""A city of any size, for measuring: the database writes its rows itself, the same ones each time it is asked.

Nobody in it can sign in, and no clock runs: past bookings are done, coming ones agreed. Its bodies have the slugs
`made-1`, `made-2` and so on, and stand beside whatever else is there.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from frontend.demo import data
from frontend.demo.statements import BASE, DRAW, LISTINGS, STEPS
from marketplace.organisations.models import Organisation
from marketplace.places.points import RADIUS
from services.availability.spans import WEEKS_AHEAD
from services.models import Category

OF_A_BODY, WORKERS = 40, 4  # offers and people of each
WEEKS_PAST = 8
MOST = (WEEKS_PAST + 6) * 12  # bookings of one person: in each of so many weeks three days of four times two hours
BIG = (
    "lives_life", "lives_change", "services_openspan", "services_offertext", "services_offer", "services_hold",
    "services_offer_resources", "services_offer_areas", "services_resource", "bookings_booking",
    "bookings_booking_crew", "accounts_user", "places_place",
)  # fmt: skip
NUMBERED_BY_LIVES = {"services_offer", "bookings_booking"}
WATCHED = ("services_offertext", "services_offer_areas")  # whose rows would each list its offer again
INDEXES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('u', 'x', 'f')
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
LAST = "SELECT setval(pg_get_serial_sequence(%(table)s, 'id'), (SELECT max(id) FROM {table}))"


def most_bookings(offers: int) -> int:
    """For which the people of so many offers have time."""
    return offers // OF_A_BODY * WORKERS * MOST


def is_made() -> bool:
    return Organisation.objects.filter(slug__startswith="made-").exists()


@transaction.atomic
def make(offers: int, bookings: int, told: Callable[[str], Any]) -> None:
    """So many offers (rounded down to whole bodies of 40) and bookings, at most `most_bookings`. Needs neighbourhoods
    and categories. All or nothing; `told` hears what is being made."""
    given = asked_of_each(offers, bookings)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for sql in (DRAW, BASE):
            cursor.execute(sql)
        with in_haste(cursor, BIG, told):
            for what, sql in STEPS:
                told(what)
                cursor.execute(sql, given)
        with in_haste(cursor, ("services_listing",), told):
            told("what search reads")
            cursor.execute(LISTINGS)
        for table in (table for table in BIG if table not in NUMBERED_BY_LIVES):
            cursor.execute(LAST.format(table=table), {"table": table})


def asked_of_each(offers: int, bookings: int) -> dict[str, Any]:
    """What the statements are given: how many of each, and the words to draw from."""
    words, today = data.table("made"), timezone.localdate()
    known = Category.objects.filter(slug__in=words["titles"]).values_list("slug", flat=True)
    many = offers // OF_A_BODY
    numbers: dict[str, Any] = {
        "bodies": many,
        "offers": many * OF_A_BODY,
        "people": many * WORKERS,
        "bookings": bookings,
    }
    numbers |= {"residents": max(bookings // 50, 1), "workers": WORKERS, "of_a_body": OF_A_BODY, "most": MOST}
    numbers |= {"weeks": WEEKS_AHEAD, "weeks_past": WEEKS_PAST, "radius": RADIUS, "zone": settings.TIME_ZONE}
    texts = {name: json.dumps(words[name]) for name in ("titles", "words")}
    days = {"today": today, "monday": today - timedelta(days=today.weekday())}
    return {**numbers, **texts, **days, **words["draws"], "slugs": list(known)}


@contextmanager
def in_haste(cursor: Any, tables: Sequence[str], told: Callable[[str], Any]) -> Iterator[None]:
    """Indexes are built and keys compared once, at the end, which also proves that nobody is in two places."""
    cursor.execute(INDEXES, {"tables": list(tables)})
    indexes = cursor.fetchall()
    watched = sorted(set(WATCHED) & set(tables))
    for drop in [*(drop for drop, _build in indexes), *(switched("DISABLE", table) for table in watched)]:
        cursor.execute(drop)
    yield
    told("indexes and keys")
    for build in [*(build for _drop, build in reversed(indexes)), *(switched("ENABLE", table) for table in watched)]:
        cursor.execute(build)


def switched(how: str, table: str) -> str:
    return f"ALTER TABLE {table} {how} TRIGGER USER"
