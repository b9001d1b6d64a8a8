"""Is the city well? For a proxy, a watchman's script, or an operator in a hurry. Nothing personal stands here."""

from django.http import HttpRequest, JsonResponse
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.lives import clock


def show(request: HttpRequest) -> JsonResponse:
    """200 when the database answers (503 otherwise, by the page of our own faults), with what waits too long."""
    facts = {
        "timers_overdue": clock.overdue().count(),
        "tasks_waiting": ProcrastinateJob.objects.filter(status="todo").count(),
        "tasks_failed": ProcrastinateJob.objects.filter(status="failed").count(),
    }
    return JsonResponse(facts, headers={"Cache-Control": "no-store"})
