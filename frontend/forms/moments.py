"""Free times to choose from on the page of a step: a week of them, and where the weeks around it begin."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from bookings import kinds
from bookings.kinds.asked import MomentField, MomentsField, moment
from bookings.models import Booking
from marketplace import wording
from services import availability

DAYS = 7


@dataclass
class Week:
    """The free times of a booking's offer in a week. `many`: several may be chosen."""

    bound: forms.BoundField
    many: bool
    days: list[availability.Day]
    chosen: list[datetime]
    before: date | None
    after: date | None


def week_of(booking: Booking, form: forms.Form, begin: str) -> Week | None:
    """What the step's form asks of moments, from the day that the address names on; None where it asks for none."""
    bound = next((one for one in form if isinstance(one.field, MomentField | MomentsField)), None)
    if not bound:
        return None
    earliest, latest = (wording.local(at, booking.tz).date() for at in availability.bookable(booking.offer))
    first = first_day(booking, begin, earliest, latest)
    days = free_days(booking, first)
    before = max(first - timedelta(days=DAYS), earliest) if first > earliest else None
    after = first + timedelta(days=DAYS) if first + timedelta(days=DAYS) < latest else None
    return Week(bound, isinstance(bound.field, MomentsField), others(booking, days), told(bound), before, after)


def free_days(booking: Booking, first: date) -> list[availability.Day]:
    """As the kind says how long a time must be free, and for whom; what is held now counts as free."""
    kind = kinds.of(booking)
    minutes, slots = kind.free_minutes(booking), kind.slots(booking)
    return availability.times(booking.offer, first, DAYS, minutes, booking.seats, but=booking, slots=slots)


def first_day(booking: Booking, begin: str, earliest: date, latest: date) -> date:
    """As asked, else the day of the booking; neither past nor beyond what can be booked."""
    try:
        first = date.fromisoformat(begin)
    except ValueError:
        first = wording.local(max(booking.starts_at, timezone.now()), booking.tz).date()
    return min(max(first, earliest), latest - timedelta(days=1))


def others(booking: Booking, days: list[availability.Day]) -> list[availability.Day]:
    """Without the time that is held already."""
    for day in days:
        day.times = [time for time in day.times if time.starts_at != booking.starts_at]
    return [day for day in days if day.times]


def told(bound: forms.BoundField) -> list[datetime]:
    """What was chosen in the form that comes back with a mistake."""
    value: Any = bound.value() or []
    found = []
    for one in value if isinstance(value, list) else [value]:
        try:
            found.append(moment(one))
        except ValidationError:
            continue
    return found
