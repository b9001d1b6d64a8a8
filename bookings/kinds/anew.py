"""Another window for what is brought or fetched: a day, and from when until when somebody comes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings import effects
from bookings.effects import check_days, check_starts, choose, move
from bookings.kinds.asked import DayField
from bookings.kinds.shaping import with_effects
from bookings.models import Booking
from marketplace.lives.tables import Table
from services import availability

Facts = dict[str, Any]


def agree_anew(booking: Booking, facts: Facts) -> None:
    """Another window for what is still to be done, with somebody who is free then."""
    begin, end = (availability.moment(facts["day"], facts[name], booking.tz) for name in ("opens", "closes"))
    if begin <= timezone.now():
        raise ValidationError({"day": gettext("This time is past. Choose a later one.")})
    if end <= begin:
        raise ValidationError({"closes": gettext("The end must come after the start.")})
    booking.stops.filter(done_at=None).update(opens_at=begin, closes_at=end)
    booking.starts_at, booking.ends_at = begin, end
    effects.release(booking, facts)
    effects.reserve(booking, facts)


def move_windows(booking: Booking, facts: Facts) -> None:
    """The windows at both ends go as far as the start went."""
    first = booking.stops.first()
    by = booking.starts_at - first.opens_at if first and first.opens_at else timedelta()
    booking.stops.update(opens_at=F("opens_at") + by, closes_at=F("closes_at") + by)


def with_windows(table: Table) -> Table:
    """The same flow, where whatever moves the start moves the windows along; how long they are was agreed before."""
    steps = with_effects(table, {check_starts: check_days}).steps
    moving = {name: step for name, step in steps.items() if {choose, move} & set(step.effects)}
    moved = {name: replace(step, effects=(*step.effects, move_windows)) for name, step in moving.items()}
    return replace(table, steps={**steps, **moved})


def day(booking: Booking) -> forms.Field:
    return DayField(label=_("Day"))


def clock(label: Any) -> Any:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return lambda booking: forms.TimeField(label=label, widget=widget)


ANEW: Facts = {"day": day, "opens": clock(_("From")), "closes": clock(_("Until"))}
