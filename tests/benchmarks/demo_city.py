"""How long it takes to load the demo city: weeks of bookings, each step of which is really taken.

The limit is what the database alone does with the outcome: every row of it, inserted once more by a statement of its
own. The city asks for under 15 s on a quiet machine; on a shared one the ratio says more.
"""

import time
from collections.abc import Iterator


def measure() -> Iterator[dict]:
    from frontend.demo import load

    load.empty()
    begun, worked = time.perf_counter(), time.process_time()
    load.load()
    value, worked = time.perf_counter() - begun, time.process_time() - worked
    limit, rows = bare()
    yield {
        "value": value,
        "unit": "s, lower is better",
        "limit": limit,
        "limit_is": "INSERT of each of its rows, one by one, in one transaction",
        "ratio": value / limit,
        "rows": rows,
        "processor_s": worked,
        "wanted": "under 15 s on a quiet machine",
    }


def bare() -> tuple[float, int]:
    """Seconds, and how many rows they were. Constraints, indexes and triggers stay behind."""
    from django.apps import apps
    from django.conf import settings
    from psycopg import connect, sql

    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})
    passed, number = 0.0, 0
    with connect(settings.DATABASE_URL) as line:
        for table in map(sql.Identifier, tables):
            rows = line.execute(sql.SQL("SELECT one::text FROM {} AS one").format(table)).fetchall()
            line.execute(sql.SQL("CREATE TEMPORARY TABLE bench_again AS SELECT * FROM {} LIMIT 0").format(table))
            again = sql.SQL("INSERT INTO bench_again SELECT (%s::{}).*").format(table)
            begun = time.perf_counter()
            for row in rows:
                line.execute(again, row)
            passed, number = passed + time.perf_counter() - begun, number + len(rows)
            line.execute("DROP TABLE bench_again")
    return passed, number
