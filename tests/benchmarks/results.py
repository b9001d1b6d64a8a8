"""The results page over five million facts: its data beside the bare SQL that reads the same prepared rows.

An edition never changes, so that a process puts it together once for each language: `value` is what a visit costs after
that, to ask whether a name has changed; `first`: all is read and put together. `page` is the whole answer, drawn."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.benchmarks.rack import best

FACTS, PEOPLE, NIGHTS = 5_000_000, 400_000, 3
MOST = 2  # times its bare SQL
TABLE = "bench_fact"
FILL = f"""
CREATE TABLE {TABLE} AS SELECT number AS id,
    (%(bodies)s::bigint[])[1 + mixed / 1009 %% cardinality(%(bodies)s::bigint[])] AS organisation,
    (%(areas)s::bigint[])[1 + mixed / 77773 %% cardinality(%(areas)s::bigint[])] AS area,
    mixed %% %(people)s AS person, timestamptz '2020-01-01' + number * interval '40 seconds' AS at,
    1 + mixed %% 9 AS amount
FROM (SELECT number, number * 2654435761 %% 4294967296 AS mixed FROM generate_series(1, %(facts)s) AS number) AS drawn
"""
BARE = (
    "SELECT indicator, by, line, amount FROM programme_told WHERE edition_id = %(edition)s",
    "SELECT id, slug, name, grant_cents FROM programme_project ORDER BY slug",
    "SELECT count(id), max(id), max(changed_at) FROM places_area",
    """
    SELECT edition.until, indicator, amount FROM (
        SELECT DISTINCT ON (date_trunc('week', until)) id, until FROM programme_edition
        WHERE published_at IS NOT NULL AND id <= %(edition)s ORDER BY date_trunc('week', until) DESC, id DESC LIMIT 26
    ) AS edition JOIN programme_told told ON told.edition_id = edition.id WHERE by = 'whole' ORDER BY edition.id
    """,
)


def measure() -> Iterator[dict]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from marketplace.programme import results

    filled()
    night = prepared()
    edition = results.last()
    assert edition
    reset_queries()  # the nights have filled the list of them
    with CaptureQueriesContext(connection) as queries:
        told = afresh(edition)
    number = len(queries)
    assert told.whole["bench"] > FACTS
    first, value, sql = best(lambda: afresh(edition)), best(lambda: results.of(edition)), best(lambda: bare(edition.pk))
    yield {
        "value": value,
        "unit": "ms, lower is better",
        "limit": sql * MOST,
        "limit_is": f"{MOST} times the bare SQL that reads the prepared rows; value is with the edition kept in mind",
        "ratio": value / (sql * MOST),
        "first": first,
        "page": best(asked_for),
        "queries": number,
        "facts": FACTS,
        "rows": edition.told.count(),
        "night_seconds": night,
    }


def afresh(edition: Any) -> Any:
    """As a process that has not read it yet."""
    from marketplace.programme import results

    results.kept.cache_clear()
    return results.of(edition)


def asked_for() -> None:
    from django.test import Client

    answer = Client().get("/results/", headers={"host": "localhost"})
    assert answer.status_code == 200, answer.status_code


def bare(edition: int) -> list[list[tuple]]:
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for sql in BARE:
            cursor.execute(sql, {"edition": edition})
            found.append(cursor.fetchall())
    return found


def filled() -> None:
    """A table of facts, filled once and kept with the bench city."""
    from django.db import connection, transaction

    from marketplace.places.models import Area
    from marketplace.programme.models import Involved

    if TABLE in connection.introspection.table_names():
        return
    keys = {"bodies": list(Involved.objects.order_by("pk").values_list("organisation", flat=True))}
    keys["areas"] = list(Area.objects.order_by("pk").values_list("pk", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(FILL, {**keys, "facts": FACTS, "people": PEOPLE})
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {TABLE}")


def prepared() -> float:
    """Some nights of editions, told afresh by an indicator of its own; seconds that the last one took."""
    from django.utils import timezone

    from frontend.demo.past import clock_at
    from marketplace.programme import editions, indicators
    from marketplace.programme.models import Edition, Involved

    Edition.objects.all().delete()
    Involved.objects.update(since="2019-01-01T00:00:00Z")
    indicators.register(indicators.Indicator("bench", "facts", "facts", "Facts.", indicators.Of.THINGS, facts))
    for weeks in reversed(range(NIGHTS)):
        begun = time.perf_counter()
        with clock_at(timezone.now() - timedelta(weeks=weeks)):
            editions.prepare()
        passed = time.perf_counter() - begun
        Edition.objects.filter(published_at=None).update(published_at=timezone.now())
    return passed


def facts() -> Any:
    """By a model that is never made a table: that is filled here."""
    from django.apps import apps
    from django.db import models

    if "fact" in apps.all_models["bench"]:
        model = apps.all_models["bench"]["fact"]
    else:
        columns: dict[str, Any] = {
            name: models.BigIntegerField() for name in ("organisation", "area", "person", "amount")
        }
        meta = type("Meta", (), {"app_label": "bench", "managed": False, "db_table": TABLE})
        model = type(
            "Fact", (models.Model,), {**columns, "at": models.DateTimeField(), "Meta": meta, "__module__": __name__}
        )
    return model.objects.values_list("organisation", "area", "person", "at", "amount")
