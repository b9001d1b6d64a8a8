"""Work for supported people, as tests play with it: an opening of Biagio, a job on Saturday, somebody ready for it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.jobs import making, proposing, stopping
from bookings.models import Job, Proposal, RuleSet
from marketplace.casework import permissions
from marketplace.casework.models import LegalBase, Participant
from marketplace.lives.engine import Actor, take
from marketplace.notices.tasks import announce
from services.models import Opening


def next_saturday() -> datetime:
    today = timezone.localdate()
    return today + timedelta(days=(5 - today.weekday()) % 7 or 7)


@pytest.fixture
def rule_set(db) -> RuleSet:
    return RuleSet.objects.first() or RuleSet.objects.create(
        version=1, rules={}, approved_by="R. Conti", approved_on="2026-10-28", valid_from="2026-01-01"
    )


@pytest.fixture
def opening(biagio) -> Callable[..., Opening]:
    def make(**fields: object) -> Opening:
        told = {"name": {"en": "Helper for removals", "it": "Aiuto nei traslochi"}, "form": "presto"}
        told |= {"hourly_cents": 1000, "organisation": biagio}
        return Opening.objects.create(**told | fields)

    return make


@pytest.fixture
def job(opening, elena) -> Callable[..., Job]:
    """On Saturday from 9 to 13, with Biagio."""

    def make(day=None, opens: time = time(9), closes: time = time(13), **fields: object) -> Job:
        return making.on_day(opening(**fields), elena, day or next_saturday(), opens, closes)

    return make


@pytest.fixture
def ready(active, chiara, service, write) -> Participant:
    """Fatou is ready for work, free on Saturdays, and lets work be proposed."""
    permissions.grant(active, chiara, service, LegalBase.WORK, [], "spoken", "en")
    write("times", times=["mornings", "saturdays"])
    return active


@pytest.fixture
def propose(rule_set, chiara, ready) -> Callable[..., Proposal]:
    def put(job: Job, participant: Participant | None = None, **told: object) -> Proposal:
        return proposing.propose(job, participant or ready, chiara, {"why": "knows"} | told)

    return put


@pytest.fixture
def run_closings(db) -> Callable[[], None]:
    """Close what is to be closed, as the worker would."""

    def run() -> None:
        for row in ProcrastinateJob.objects.filter(task_name="jobs.close", status="todo").order_by("pk"):
            stopping.close(**row.args)

    return run


@pytest.fixture
def run_notices(db) -> Callable[[], None]:
    """Tell what is to be told, as the worker would once its time has come."""

    def run() -> None:
        for row in ProcrastinateJob.objects.filter(task_name="notices.announce", status="todo").order_by("pk"):
            announce(**row.args)

    return run


@pytest.fixture
def put(job, propose) -> Proposal:
    """Saturday's job, put to Fatou."""
    return propose(job())


@pytest.fixture
def coming(put) -> Proposal:
    """Saturday's job, to which Fatou has said yes."""
    return take(put, "accept", Actor(put.participant.person))


@pytest.fixture
def worked(coming, now_is, elena) -> Proposal:
    """It is Saturday, a minute past the end: Fatou came at nine and went at one."""
    now_is(coming.job.starts_at)
    take(coming, "check_in", Actor(coming.participant.person))
    now_is(coming.job.ends_at)
    return take(coming, "check_out", Actor(elena))


@pytest.fixture
def job_done(worked, elena) -> Proposal:
    """Four hours, as both say."""
    take(worked, "tell_hours", Actor(worked.participant.person), {"hours": 4, "minutes": 0})
    return take(worked, "confirm_hours", Actor(elena))


@pytest.fixture
def helping(confirmed, opening, elena, propose, write, ready) -> Proposal:
    """Fatou has said yes to help with Nadia's booking, the day after tomorrow from ten to twelve."""
    write("times", times=["mornings", "afternoons", "saturdays", "sundays"])
    job = making.for_booking(confirmed, opening(offer=confirmed.offer), elena)
    return take(propose(job), "accept", Actor(ready.person))


@pytest.fixture
def helped(helping, elena, now_is) -> Proposal:
    """The same, and the work is over."""
    now_is(helping.job.starts_at)
    take(helping, "check_in", Actor(helping.participant.person))
    now_is(helping.job.ends_at)
    return take(helping, "check_out", Actor(elena))
