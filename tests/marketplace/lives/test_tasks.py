"""What a killed worker leaves behind is taken up again."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from marketplace.lives.tasks import resume_stalled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def left_half_done():
    """A task that a worker was doing when it was killed: its last sign of life is an hour old."""
    number = app.configure_task("notices.announce").defer(change_id=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [cursor.fetchone()[0], number],
        )
    return number


def test_a_task_of_a_killed_worker_is_handed_out_again(left_half_done):
    assert async_to_sync(resume_stalled)() == 1

    assert ProcrastinateJob.objects.get(pk=left_half_done).status == "todo"


def test_a_task_that_a_living_worker_does_is_left_alone(left_half_done):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")

    assert async_to_sync(resume_stalled)() == 0
