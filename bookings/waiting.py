"""The waiting list: what becomes free is offered to the first whom it fits, as a hold that runs out."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app as tasks
from psycopg.types.range import TimestamptzRange

from bookings.models import Booking, Waiting
from marketplace.lives.engine import CLOCK, take
from marketplace.refusals import Refused
from services import availability
from services.models import Resource

WAITING, INVITED = "waiting", "invited"  # the statuses that a kind with a waiting list has


def in_line(resource: int, period: TimestamptzRange) -> QuerySet[Waiting]:
    """Those who wait for it now, the first at the top."""
    here = Waiting.objects.filter(resource=resource, period__overlap=period, booking__status=WAITING)
    return here.select_related("booking").order_by("pk")


def numbers(resources: Iterable[int]) -> dict[int, int]:
    """How many wait for each of these, groups counted once. One query."""
    here = Waiting.objects.filter(resource__in=list(resources), booking__status=WAITING).order_by()
    return dict(here.values("resource").annotate(number=Count("pk")).values_list("resource", "number"))


def free(resource: Resource, period: TimestamptzRange) -> int:
    """How many of its lanes nobody has in this period."""
    return len(availability.free_lanes(resource, period, resource.lanes))


def has_room(resource: Resource, period: TimestamptzRange, seats: int) -> bool:
    """Whether somebody who comes now gets so many places. What fits somebody in the line is kept for the line.

    To be asked while the resource is locked."""
    left = free(resource, period)
    before = in_line(resource.pk, period).filter(passed=False, booking__seats__lte=left)
    return left >= seats and not before.exists()


def position(waiting: Waiting) -> tuple[int, int]:
    """The place in the line, counted from 1, and how many wait."""
    line = in_line(waiting.resource_id, waiting.period)
    return line.filter(pk__lt=waiting.pk).count() + 1, line.count()


def freed(resource: int, period: TimestamptzRange) -> None:
    """Something was given back: whoever passed before may be asked again, and a task asks the first whom it fits."""
    Resource.objects.select_for_update().get(pk=resource)  # so that two who leave at once do not wait for each other
    in_line(resource, period).filter(passed=True).update(passed=False)
    ask_the_next(resource)


def grown(resource: int) -> None:
    """A date has more places: whoever passed when there were fewer is asked before anybody new, wherever it has moved.

    To be called while the resource is locked."""
    Waiting.objects.filter(resource=resource, booking__status=WAITING, passed=True).update(passed=False)
    ask_the_next(resource)


def follow(booking: Booking, begun: datetime) -> None:
    """To where the date has moved, from where it would have begun: who would wait until then, still does."""
    row = Waiting.objects.filter(booking=booking).first()
    if row:
        row.period = TimestamptzRange(booking.starts_at, booking.ends_at)
        row.until = booking.starts_at if row.until == begun else min(row.until, booking.starts_at)
        row.save(update_fields=["period", "until"])


def ask_the_next(resource: int) -> None:
    tasks.configure_task("bookings.invite").defer(resource_id=resource)


def invite(resource_id: int) -> int:
    """Invite those whom what is free fits, in their order; a group that is too large is passed over, not forgotten.

    Each in a transaction of its own, and safe to run twice or at the same time: who is invited already waits no more,
    and the hold decides whether there is room. Answers how many were invited."""
    resource = Resource.objects.get(pk=resource_id)
    line = Waiting.objects.filter(resource=resource, booking__status=WAITING, passed=False, until__gt=timezone.now())
    fits = (one.booking for one in line.select_related("booking") if one.booking.seats <= free(resource, one.period))
    return sum(invited(booking) for booking in fits)


def invited(booking: Booking) -> bool:
    """False when somebody was faster, or left."""
    try:
        take(booking, "invite", CLOCK)
    except (Refused, ValidationError):
        return False
    return True
