"""A task that is deferred in a transaction is there when, and only when, the transaction is: in a worker too."""

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

pytestmark = pytest.mark.django_db


class Undone(Exception):
    """The deed fails after it has deferred something."""


def defer() -> None:
    app.configure_task("lives.take_due", queueing_lock="outbox").defer(timestamp=0)


@pytest.fixture(params=["a page", "a task of a worker"])
def within(request):
    if request.param == "a page":
        yield
        return
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        yield


@transaction.atomic
def fail() -> None:
    defer()
    raise Undone


def test_what_is_deferred_by_a_deed_that_fails_is_never_done(within):
    with pytest.raises(Undone):
        fail()

    assert not ProcrastinateJob.objects.filter(queueing_lock="outbox").exists()


def test_what_is_deferred_by_a_deed_that_succeeds_waits_to_be_done(within):
    with transaction.atomic():
        defer()

    assert ProcrastinateJob.objects.filter(queueing_lock="outbox", status="todo").exists()
