"""What the lives of payments share: the clock alone takes their steps, and each may have the network asked."""

from typing import Any

from procrastinate.contrib.django import app as tasks

from marketplace.lives.models import Life

CLOCK = ("clock",)
Facts = dict[str, Any]


def wake(life: Life, facts: Facts) -> None:
    """Have the network asked, once this is committed."""
    tasks.configure_task("payments.work").defer(life_id=life.pk)
