"""What is counted for Prometheus: numbers of requests, tasks, sockets and refusals, and nothing of persons.

Several processes of pages answer at one port: what they count lies in files that they share (`sharing.py`). What can be
asked of the database is asked when somebody reads."""

import hmac
import os
from collections.abc import Iterator, Mapping

from django.conf import settings
from django.db import Error, connection
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from marketplace.sharing import SHARED

FORM = CONTENT_TYPE_LATEST
STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds

ANSWERS = Counter("cortile_answers", "Requests that were answered.", ["method", "route", "status"])
SECONDS = Histogram("cortile_answer_seconds", "How long an answer took.", ["route"], buckets=STEPS)
REFUSED = Counter("cortile_holds_refused", "Times that were asked for and taken by somebody faster.")
SOCKETS = Gauge("cortile_open_sockets", "Sockets that are open.")

WAITING = """
SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
    count(*) FILTER (WHERE status = 'failed'),
    coalesce(extract(epoch FROM now() - min(coalesce(scheduled_at, deferred.at)) FILTER (
        WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now())), 0)
FROM procrastinate_jobs LEFT JOIN LATERAL (
    SELECT min(at) AS at FROM procrastinate_events WHERE job_id = procrastinate_jobs.id AND type = 'deferred'
) deferred ON true WHERE status IN ('todo', 'doing', 'failed')
"""


class Waiting(Collector):
    """The tasks, as the database knows them; where it does not answer just that, and what is counted here is read all
    the same."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        asked = _asked()
        yield GaugeMetricFamily("cortile_database_up", "Whether the database answers.", float(asked is not None))
        if asked is None:
            return
        *counts, age = asked
        tasks = GaugeMetricFamily("cortile_tasks", "Tasks that are not done.", labels=["status"])
        for status, count in zip(("todo", "doing", "failed"), counts, strict=True):
            tasks.add_metric([status], count)
        yield tasks
        yield GaugeMetricFamily("cortile_oldest_task_seconds", "Since when the oldest task could be done.", float(age))


def _asked() -> tuple | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            return cursor.fetchone()
    except Error:
        return None


def of_pages() -> bytes:
    """Of all processes of pages that share a port, and of the tasks."""
    registry = CollectorRegistry()
    registry.register(Waiting())
    if SHARED in os.environ:
        MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(REGISTRY) + generate_latest(registry)


def of_sockets() -> bytes:
    """Of this one process."""
    return generate_latest(REGISTRY)


def may_read(address: str, headers: Mapping[str, str]) -> bool:
    """Whoever has the token; without one whoever sits at this very machine. Whom a proxy sends on does not."""
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(
            headers.get("Authorization", "").encode(), f"Bearer {settings.METRICS_TOKEN}".encode()
        )
    return address in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in headers
