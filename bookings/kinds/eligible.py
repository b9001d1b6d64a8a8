"""What somebody may ask for, as search wants to know it: the same rules that `Kind.check` and the limits say no by."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from bookings import kinds
from bookings.kinds import limits
from services import availability


def eligible(person: Any, on: date | None) -> Q:
    """The offers that she may ask for. What she has had often enough in a month is left out of its days alone."""
    allowed = Q()
    for kind in kinds.ALL.values():
        if theirs := kind.open_to(person):
            allowed &= ~Q(kind=kind.name) | theirs
    if on:
        day = availability.midnight(on, timezone.get_default_timezone())
        allowed &= ~Q(pk__in=limits.used_up(person.pk, day))
    return allowed
