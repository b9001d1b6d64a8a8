"""The clock of a life: timers are armed at each step. What is due is taken in `marketplace.lives.tasks`."""

from datetime import datetime, timedelta

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from marketplace.lives.models import Life, Timer
from marketplace.lives.tables import Step, never

LATE = timedelta(minutes=15)  # a timer that is over this long is counted by /health/


def reset(life: Life, left: str | None = None) -> None:
    """Arm the clock for the state this life is in now; forget what was armed before. `left`: the state it was in, where
    a step was taken; nothing is armed in one that the clock does not leave."""
    if is_timed(life, left or life.status):
        life.timers.all().delete()
    if not is_timed(life, life.status):
        return
    Timer.objects.bulk_create(
        Timer(life_id=life.pk, step=name, due_at=at, retry_at=at)
        for name, step in life.table.leaving(life.status).items()
        if step.by_clock and (at := step.due(life)) and not spent(life, name, step, at)
    )


def is_timed(life: Life, status: str) -> bool:
    return any(step.by_clock for step in life.table.leaving(status).values())


def spent(life: Life, name: str, step: Step, at: datetime) -> bool:
    """A reminder is sent once a stay, and never too late. What is done meanwhile, to move it say, is a new stay."""
    if not step.reminds(life.status):
        return False
    if at <= timezone.now():
        return True
    reminders = [other for other, one in life.table.steps.items() if one.due is not never]
    last = life.last_change
    if last and last.target == life.status and not (last.source == life.status and last.step in reminders):
        return False  # it began with the last change: nothing can have been sent since
    stays = life.changes.filter(target=life.status).exclude(source=life.status, step__in=reminders)
    arrived = Coalesce(Subquery(stays.order_by("-pk").values("pk")[:1]), 0)
    return life.changes.filter(step=name, pk__gt=arrived).exists()


def due(now: datetime | None = None) -> QuerySet[Timer]:
    return Timer.objects.filter(retry_at__lte=now or timezone.now()).order_by("retry_at", "pk")


def overdue() -> QuerySet[Timer]:
    """Timers that should have fired: what /health/ counts."""
    return Timer.objects.filter(due_at__lt=timezone.now() - LATE).order_by("due_at")
