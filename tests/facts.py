"""Something believable for whatever a step asks, by the sort of field that asks it."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from bookings.kinds.asked import AsShown, MomentField, MomentsField
from bookings.models import Booking
from tests.cast import at
from tests.pictures import png


def facts_for(booking: Booking, name: str, which: int) -> dict[str, Any]:
    """Something believable for whatever the step asks."""
    form = booking.facts_form(booking.table.steps[name])
    facts = {fact: value_for(field, booking, which) for fact, field in form.fields.items()}
    if "code" in facts and not which % 2:  # else a wrong one is tried
        facts["code"] = booking.proof.code
    return facts


def value_for(field: forms.Field, booking: Booking, which: int) -> Any:
    """By the first sort of field that it is; anything else takes a word. What a page showed is sent back as it is."""
    if isinstance(field.widget, AsShown):
        return field.widget.now()
    makers = {
        forms.FileField: lambda: SimpleUploadedFile("proof.png", png(), "image/png"),
        forms.ModelMultipleChoiceField: lambda: list(field.queryset.values_list("pk", flat=True)[:2]),
        forms.ModelChoiceField: lambda: picked(named(field), which),
        forms.ChoiceField: lambda: picked([value for value, _label in field.choices if value != ""], which),
        MomentsField: lambda: [other_time(booking, which), other_time(booking, which + 1)],
        MomentField: lambda: other_time(booking, which),
        forms.DateTimeField: lambda: booking.starts_at + timedelta(days=1 + which % 3),
        forms.DateField: lambda: (booking.starts_at + timedelta(days=1)).date(),
        forms.TimeField: lambda: time(9 + which % 6),
        forms.IntegerField: lambda: max(int(field.min_value or 0), 1),
        forms.DecimalField: lambda: max(int(field.min_value or 0), 1),
        forms.BooleanField: lambda: bool(which % 2),
    }
    return next((make() for sort, make in makers.items() if isinstance(field, sort)), "word")


def named(field: forms.ModelChoiceField) -> list:
    return list(field.queryset.values_list(field.to_field_name or "pk", flat=True))


def picked(found: list, which: int) -> Any:
    return found[which % len(found)] if found else None


def other_time(booking: Booking, which: int) -> datetime:
    """The same hour some days later, or two hours later on the same day; of what has no hour yet, one of its own."""
    if booking.starts_at.microsecond:  # the moment of the asking; a second may be nought
        return at(9 + which % 6, days=2 + which % 3)
    return booking.starts_at + (timedelta(days=which % 3) if which % 3 else timedelta(hours=2))
