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
from django.utils import timezone
from procrastinate.types import JobToDefer

from bookings.payments.standin.tasks import bring, end_refund
from bookings.tasks import handle, tell_of_message, work
from frontend.demo.hand import Hand
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

    def __init__(self, now: datetime, hand: Hand) -> None:
        self.now, self.hand = now, hand
        self.order = count()
        self.ahead: list[tuple[datetime, int, Act]] = []

    def then(self, moment: datetime, act: Act) -> None:
        """Do this at that moment, after whatever was planned for the same one."""
        heappush(self.ahead, (moment, next(self.order), act))

    def live(self) -> None:
        self.hand.emptied()
        while self.ahead and self.ahead[0][0] <= self.now:
            moment, _, act = heappop(self.ahead)
            self.let_clock_take(moment)
            self.at(moment, act)
        self.let_clock_take(self.now)

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

    def with_money(self, act: Act) -> list[JobToDefer]:
        """Do it, and all that is asked of Stripe because of it, and because of that. Answers the tasks that it left."""
        act()
        left: list[JobToDefer] = []
        while jobs := self.hand.emptied():
            left += jobs
            asked = [job for job in jobs if job.task_name in MONEY]
            for job in asked:
                MONEY[job.task_name](**job.args)
            if not asked:
                break
        return left


TASKS: dict[str, Callable[..., object]] = {task.name: task for task in (announce, tell_of_message)}
MONEY: dict[str, Callable[..., object]] = {task.name: task for task in (work, handle, bring, end_refund)}


def rung(timer: int) -> None:
    if not fire(timer):
        raise RuntimeError(f"the demo's history does not work: timer {timer} failed")


def put_in_outbox(notice: Notice) -> None:
    address = notice.reader.email or ""
    Backend().send_messages([EmailMessage(notice.subject, telling.letter(notice), to=[address])])
    Notice.objects.filter(pk=notice.pk).update(done_at=timezone.now())
