"""Tasks that are deferred while the demo city is loaded: whoever loads it has them, and no worker."""

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from frontend.demo.hand import in_hand

pytestmark = pytest.mark.django_db


def test_tasks_come_to_hand_in_their_order_and_once():
    with in_hand() as hand:
        for number in (1, 2):
            app.configure_task("notices.announce").defer(change_id=number)

        assert [(task.task_name, task.args["change_id"]) for task in hand.emptied()] == [
            ("notices.announce", 1),
            ("notices.announce", 2),
        ]
        assert hand.emptied() == []
    assert not ProcrastinateJob.objects.exists()


def test_afterwards_they_wait_for_a_worker_again():
    with in_hand():
        pass

    app.configure_task("notices.announce").defer(change_id=1)

    assert ProcrastinateJob.objects.get().task_name == "notices.announce"
