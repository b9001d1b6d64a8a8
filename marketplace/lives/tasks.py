"""The clock's own task: take what is due, one by one."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from marketplace.lives import clock
from marketplace.lives.engine import CLOCK, lock, take_locked
from marketplace.lives.models import Timer

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="lives.take_due", queueing_lock="lives.take_due")
def on_the_minute(timestamp: int) -> None:
    take_due()


def take_due(limit: int = 200) -> int:
    """Take what is due, each in its own transaction: one failure stops no other. Answers how many were taken."""
    return sum(fire(pk) for pk in clock.due().values_list("pk", flat=True)[:limit])


def fire(pk: int) -> bool:
    """Take one timer's step. Harmless when somebody else took it first, and before its time."""
    timer = Timer.objects.filter(pk=pk).select_related("life").first()
    if not timer or timer.due_at > timezone.now():
        return False
    try:
        with transaction.atomic():
            life = lock(timer.life)
            if not Timer.objects.filter(pk=pk).exists():
                return False  # a step was taken while we waited for the lock, and armed the clock anew
            take_locked(life, timer.step, CLOCK, key=f"timer:{timer.pk}")
    except Exception as error:
        postpone(timer, error)
        return False
    return True


def postpone(timer: Timer, error: Exception) -> None:
    """Try again later, less and less often, and leave the trace where operators look."""
    log.exception("timer %s failed", timer.pk)
    wait = min(2**timer.attempts, 60)
    Timer.objects.filter(pk=timer.pk).update(
        attempts=timer.attempts + 1, retry_at=timezone.now() + timedelta(minutes=wait), error=repr(error)[:2000]
    )


@app.periodic(cron="*/2 * * * *")
@app.task(name="lives.resume_stalled", queueing_lock="lives.resume_stalled")
async def on_every_other_minute(timestamp: int) -> None:
    await resume_stalled()


async def resume_stalled() -> int:
    """Hand out again what a worker that was killed left half done: every task may be run twice."""
    stalled = list(await app.job_manager.get_stalled_jobs())
    for job in stalled:
        await app.job_manager.retry_job(job)
    return len(stalled)


@app.periodic(cron="40 3 * * *")
@app.task(name="lives.forget_old_tasks", queueing_lock="lives.forget_old_tasks")
async def every_night(timestamp: int) -> None:
    await app.job_manager.delete_old_jobs(nb_hours=30 * 24, include_failed=False)
