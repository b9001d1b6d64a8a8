"""What the steps of all bookings ask: times, reasons, who goes. Each makes a fact's form field from the booking."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from bookings.models.cause import Cause, ProviderCause
from bookings.payments import plan
from marketplace import wording
from services import availability
from services.models import Offer, Resource

MOST_TIMES = 5
WORDS: dict[str, Any] = {"max_length": 500, "widget": forms.Textarea}


class DayField(forms.DateField):
    """A day, from the browser's own calendar or typed; none that no calendar of ours has."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and not known(day):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def known(day: date) -> bool:
    return 2000 <= day.year < 2100


class MomentField(forms.Field):
    """One moment, ISO 8601 with its offset."""

    default_error_messages = {"invalid": _("Choose one of these times.")}

    def to_python(self, value: Any) -> datetime | None:
        return moment(value) if value else None


class MomentsField(forms.Field):
    """Some moments, ISO 8601 with their offsets."""

    widget = forms.SelectMultiple
    default_error_messages = {"invalid": _("Choose one of these times."), "many": _("Choose at most five times.")}

    def to_python(self, value: Any) -> list[datetime]:
        told = value if isinstance(value, list | tuple) else [value] if value else []
        if len(told) > MOST_TIMES:
            raise ValidationError(self.error_messages["many"], code="many")
        return [moment(one) for one in told]


def moment(value: Any) -> datetime:
    """In a link or a form a plus may have become a space."""
    if isinstance(value, datetime):
        found: datetime | None = value
    else:
        try:
            found = parse_datetime(value.strip().replace(" ", "+")) if isinstance(value, str) else None
        except ValueError:
            found = None
    if not found or timezone.is_naive(found) or not 2000 <= found.year < 2200:
        raise ValidationError(MomentField.default_error_messages["invalid"], code="invalid")
    return found


# --- times --------------------------------------------------------------------------------------------------------
def times(booking: Booking) -> forms.Field:
    return MomentsField(
        label=_("Which times?"),
        help_text=_("One or more, up to five."),
        error_messages={"required": _("Choose a time.")},
    )


def new_time(booking: Booking) -> forms.Field:
    return MomentField(label=_("To which time?"), error_messages={"required": _("Choose a time.")})


def proposed(booking: Booking) -> forms.Field:
    """One of the times that the other side proposed."""
    starts = [(start.isoformat(), spoken(booking, start)) for start in booking.other_times]
    return ProposedField(
        label=_("Which time?"),
        choices=starts,
        widget=forms.RadioSelect,
        initial=starts[0][0] if len(starts) == 1 else None,
        error_messages={"required": _("Choose a time."), "invalid_choice": _("Choose one of these times.")},
    )


class ProposedField(forms.ChoiceField):
    """A moment among those that stand in the booking."""

    def to_python(self, value: Any) -> Any:
        return moment(value) if value else ""

    def valid_value(self, value: Any) -> bool:
        return value in {moment(key) for key, _label in self.choices}  # type: ignore[union-attr, misc]


def spoken(booking: Booking, start: datetime) -> str:
    end = start + (booking.ends_at - booking.starts_at)
    return f"{wording.day(start, booking.tz)}, {wording.span(start, end, booking.tz)}"


# --- prices -------------------------------------------------------------------------------------------------------
def price_seen() -> forms.Field:
    """What pages send back unseen: the price that they showed."""
    return forms.IntegerField(label=_("The price you were told, in cents"), required=False, widget=forms.HiddenInput)


def must_be_seen(seen: int | None, cents: int) -> None:
    """Nobody agrees to a price that was not shown to him. Raises ValidationError with the price."""
    if seen != cents:
        text = gettext("It costs %(price)s. Look at it, then send it once more.") % {"price": wording.euro(cents)}
        raise ValidationError({"price_seen": text})


class AsShown(forms.HiddenInput):
    """Sends back what the page shows now, whatever was sent before. `now` says it."""

    def __init__(self, now: Callable[[], Any]) -> None:
        super().__init__()
        self.now = now

    def format_value(self, value: Any) -> str:
        return str(self.now())


def own_seen(booking: Booking) -> forms.Field:
    """What pages send back unseen: what they showed whoever asked to pay."""
    shown = AsShown(lambda: plan.own(plan.of(booking)))
    return forms.IntegerField(label=_("What you pay"), required=False, min_value=0, widget=shown)


# --- words --------------------------------------------------------------------------------------------------------
def words(booking: Booking) -> forms.Field:
    return forms.CharField(
        label=_("Do you want to say more?"), required=False, help_text=_("The other side reads it."), **WORDS
    )


def complaint(booking: Booking) -> forms.Field:
    hint = _("The organisation reads it, and the City if it does not answer.")
    return forms.CharField(label=_("What was wrong?"), help_text=hint, **WORDS)


def answer(booking: Booking) -> forms.Field:
    return forms.CharField(label=_("Your answer"), help_text=_("Whoever complained reads it."), **WORDS)


def stays_due(booking: Booking) -> forms.Field:
    return forms.BooleanField(label=_("The price is to be paid all the same"), required=False)


def minutes_late(booking: Booking) -> forms.Field:
    return forms.IntegerField(label=_("How many minutes late?"), min_value=5, max_value=180)


def cause(booking: Booking) -> forms.Field:
    none = _("I would rather not say")
    return forms.ChoiceField(label=_("Why?"), choices=[("", none), *Cause.choices], required=False)


def provider_cause(booking: Booking) -> forms.Field:
    return forms.ChoiceField(label=_("The reason"), choices=[("", _("Choose")), *ProviderCause.choices], required=False)


# --- people -------------------------------------------------------------------------------------------------------
def crew(booking: Booking) -> forms.Field:
    """Who is free then, and who goes as it stands; as many as the offer needs."""
    return crew_of(booking, len(availability.slots_of(booking.offer)))


def crew_of(booking: Booking, number: int) -> forms.Field:
    able = crew_choices(booking)
    now = [one.pk for one in booking.crew.all() if one in able]
    asked: dict[str, Any] = {"label": _("Who goes?"), "error_messages": NOT_FREE}
    asked["help_text"] = _("Nobody else is free then.") if len(now) == len(able) else ""
    among = Resource.objects.filter(pk__in=[one.pk for one in able]).order_by("name", "pk")
    if number > 1:
        return forms.ModelMultipleChoiceField(among, widget=forms.CheckboxSelectMultiple, initial=now, **asked)
    return forms.ModelChoiceField(
        among, widget=forms.RadioSelect, empty_label=None, initial=next(iter(now), None), **asked
    )


def wanted(offer: Offer) -> dict[str, forms.Field]:
    """Whom one would like to come: asked where the offer lets one say it, and several people do it."""
    if offer.choice != Offer.Choice.CUSTOMER:
        return {}
    people = [one.pk for one in offer.pool if one.user_id]
    if len(people) < 2:
        return {}
    among = Resource.objects.filter(pk__in=people).select_related("user").order_by("name", "pk")
    label, any_one = _("Who should come?"), _("Whoever is free")
    wrong = {"invalid_choice": _("Choose one of those who are offered.")}
    field = PersonField(among, label=label, empty_label=any_one, required=False, error_messages=wrong)
    return {"wanted": field}


class PersonField(forms.ModelChoiceField):
    """Somebody by the first name."""

    def label_from_instance(self, resource: Any) -> str:
        return resource.user.given_name if resource.user else resource.name


NOT_FREE = {"invalid_choice": _("Choose somebody who is free then."), "required": _("Choose who goes.")}


def crew_choices(booking: Booking) -> set[Resource]:
    free = availability.free_for(booking.offer, booking.starts_at, booking.ends_at, booking.seats)
    return {*free, *(one for one in booking.crew.all() if one.active)}
