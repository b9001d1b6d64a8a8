"""Is the city well? For a proxy, a watchman's script, or an operator in a hurry. Nothing personal stands here."""

from functools import lru_cache

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace import schema
from marketplace.lives import clock

FRESH = {"Cache-Control": "no-store"}


def show(request: HttpRequest) -> JsonResponse:
    """200 when the database answers (503 otherwise, by the page of our own faults), with what waits too long."""
    facts = {
        "timers_overdue": clock.overdue().count(),
        "tasks_waiting": ProcrastinateJob.objects.filter(status="todo").count(),
        "tasks_failed": ProcrastinateJob.objects.filter(status="failed").count(),
    }
    return JsonResponse(facts, headers=FRESH)


def ready(request: HttpRequest) -> JsonResponse:
    """200 when this process can take visitors: the database answers and has all tables of this version. Else 503."""
    had = MigrationRecorder(connection).applied_migrations().keys()
    lacking = len(schema.lacking(had, known()))
    return JsonResponse({"migrations_lacking": lacking}, status=503 if lacking else 200, headers=FRESH)


@lru_cache
def known() -> dict[schema.Name, set[schema.Name]]:
    """The migrations of this version, read from its files once in each process."""
    return schema.folded()
