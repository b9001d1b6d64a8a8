"""When an offer can be had on a wished day: the database's own answer, asked of one candidate after the other."""

from datetime import datetime

from django.db.models import F, Value
from django.utils import timezone

from services.availability import NextStart


class FirstStart(NextStart):
    """The first start of an offer in a span of time, looked for in all of it at once."""

    function = "services_first_start"


def first_start(since: datetime, until: datetime, seats: int | None = None) -> FirstStart:
    """The first start in this time, notice and buffers kept; NULL where there is none. With `seats`, the first date
    that has so many left.

    All in one function, who works at all too: where that were asked beside it, the planner would put together whoever
    works that day in the whole city before it looks at the nearest."""
    return FirstStart(F("pk"), Value(timezone.now()), Value(since), Value(until), Value(seats))
