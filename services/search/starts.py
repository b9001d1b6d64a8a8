"""When an offer can be had on a wished day: the database's own answer, looked at for one candidate after the other."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Value, When
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from services.availability import NextStart
from services.models import Occasion, OpenSpan


class StartBetween(NextStart):
    """The first start of an offer in a few days: looked for in all of them at once."""

    function = "services_start_between"


class NextDate(NextStart):
    """The same of an offer that takes place on dates of its own."""

    function = "services_next_date"


def first_start(since: datetime, until: datetime) -> Case:
    """The first start in this time, notice and buffers kept; NULL where there is none.

    Whether somebody works at all is cheap to know, so it is asked first: CASE keeps the order, WHERE does not.
    """
    span = (F("pk"), Value(timezone.now()), Value(since), Value(until))
    dated = When(Exists(Occasion.objects.filter(offer=OuterRef("pk"))), then=NextDate(*span))
    open_then = When(Exists(open_between(since, until)), then=StartBetween(*span))
    return Case(dated, open_then, default=None)


def open_between(since: datetime, until: datetime) -> Any:
    """Hours of those who do an offer. They are written out by the day, so none that counts began long before."""
    begins = {"period__startswith__gte": since - timedelta(days=2), "period__startswith__lt": until}
    spans = OpenSpan.objects.filter(period__overlap=TimestamptzRange(since, until), **begins)
    return spans.filter(resource__active=True, resource__offers=OuterRef("pk"))
