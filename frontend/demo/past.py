"""History is lived through, not written afterwards: every step is taken by the core itself, at its own moment.

While a demo city is loaded, the clock that the core asks (`django.utils.timezone.now`) shows the moment being lived
through. So notice, opening hours, deadlines, timers and the texts of letters are checked and written as on that day,
and no row has to be moved in time afterwards. Nothing else in the process runs meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.payments.standin.tasks import bring, end_refund
from bookings.tasks import handle, tell_of_message, work
from marketplace.lives import clock
from marketplace.lives.tasks import fire
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.notices.outbox import Backend
from marketplace.notices.tasks import announce

Act = Callable[[], object]
LETTERS_OF = timedelta(hours=4)  # the outbox holds what was told this lately; all the rest was told long ago


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """The core takes this moment for now."""
    genuine = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = genuine


class Past:
    """What happens until `now`, in the order in which it happens. What was to happen later has not happened yet."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.order = count()
        self.ahead: list[tuple[datetime, int, Act]] = []
        self.first_job = self.last_job = newest_job()

    def then(self, moment: datetime, act: Act) -> None:
        """Do this at that moment, after whatever was planned for the same one."""
        heappush(self.ahead, (moment, next(self.order), act))

    def live(self) -> None:
        self.last_job = newest_job()
        while self.ahead and self.ahead[0][0] <= self.now:
            moment, _, act = heappop(self.ahead)
            self.let_clock_take(moment)
            self.at(moment, act)
        self.let_clock_take(self.now)
        self.forget_tasks()

    def at(self, moment: datetime, act: Act) -> None:
        with clock_at(moment):
            if self.now - moment > LETTERS_OF:
                self.with_money(act)
            else:
                self.tell_of(act)

    def let_clock_take(self, until: datetime) -> None:
        """Reminders, expiries and closings that were due by then, each when it was due."""
        while timer := clock.due(until).first():
            self.at(timer.retry_at, lambda pk=timer.pk: rung(pk))  # type: ignore[misc]

    def tell_of(self, act: Act) -> None:
        """Do it, and what the worker would have done with its tasks; letters stay in the house."""
        for job in self.with_money(act):
            if job.task_name in TASKS:
                TASKS[job.task_name](**job.args)
        for notice in Notice.objects.filter(done_at=None, channel=Notice.Channel.MAIL):
            put_in_outbox(notice)

    def with_money(self, act: Act) -> list[ProcrastinateJob]:
        """Do it, and all that is asked of Stripe because of it, and because of that. Answers the tasks that it left."""
        act()
        left: list[ProcrastinateJob] = []
        while jobs := self.new_jobs():
            left += jobs
            asked = [job for job in jobs if job.task_name in MONEY]
            for job in asked:
                MONEY[job.task_name](**job.args)
            if not asked:
                break
        return left

    def new_jobs(self) -> list[ProcrastinateJob]:
        """Those since it was last asked."""
        jobs = list(ProcrastinateJob.objects.filter(pk__gt=self.last_job).order_by("pk"))
        self.last_job = jobs[-1].pk if jobs else self.last_job
        return jobs

    def forget_tasks(self) -> None:
        """All was told at its time: the worker of the demo finds an empty queue."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id > %s", [self.first_job])


TASKS = {task.name: task for task in (announce, tell_of_message)}
MONEY = {task.name: task for task in (work, handle, bring, end_refund)}


def newest_job() -> int:
    newest = ProcrastinateJob.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def rung(timer: int) -> None:
    if not fire(timer):
        raise RuntimeError(f"the demo's history does not work: timer {timer} failed")


def put_in_outbox(notice: Notice) -> None:
    address = notice.reader.email or ""
    Backend().send_messages([EmailMessage(notice.subject, telling.letter(notice), to=[address])])
    Notice.objects.filter(pk=notice.pk).update(done_at=timezone.now())
