"""The forms in which a desk announces dates and says who came. A row of inputs for each day: no script is needed."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms.hours import CLOCK, DATE
from marketplace import wording
from services import occasions
from services.availability.spans import Span, moments
from services.models import Occasion, Offer, Resource
from services.models.occasion import MOST_SEATS, MOST_SESSIONS

SPARE = 4  # empty rows for further days


class DayForm(forms.Form):
    """One day of a date. An empty row is no day."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DATE, required=False)
    opens = forms.TimeField(label=gettext_lazy("From"), widget=CLOCK, required=False)
    closes = forms.TimeField(label=gettext_lazy("Until"), widget=CLOCK, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        given = [told.get(name) for name in ("day", "opens", "closes")]
        if any(given) and not all(value is not None for value in given) and not self.errors:
            raise forms.ValidationError(_("Write the day and both hours, or leave the row empty."))
        return told

    def span(self, offer: Offer) -> Span | None:
        """The day as moments on the place's clock. Midnight as the end is the day's end."""
        told = self.cleaned_data
        if not told.get("day"):
            return None
        return moments(told["day"], told["opens"], told["closes"], offer.tz)


Days = forms.formset_factory(DayForm, extra=SPARE, max_num=MOST_SESSIONS, absolute_max=MOST_SESSIONS)


class OccasionForm(forms.Form):
    """Everything about one date but its days."""

    seats = forms.IntegerField(label=gettext_lazy("How many places"), min_value=1, max_value=MOST_SEATS, initial=8)
    leaders = forms.ModelMultipleChoiceField(
        Resource.objects.none(),
        label=gettext_lazy("Who leads it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They see who comes, and cannot be booked for anything else meanwhile."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address, if it is not where the offer is"), max_length=160, required=False
    )

    def __init__(self, data: Any = None, *, offer: Offer, occasion: Occasion | None = None) -> None:
        super().__init__(data, initial=standing(occasion))
        self.offer = offer
        people = Resource.objects.filter(organisation=offer.organisation_id, active=True, user__isnull=False)
        self.fields["leaders"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]
        self.days = Days(data, prefix="days", initial=days_of(occasion))

    def clean(self) -> dict[str, Any]:
        if not self.days.is_valid():
            raise forms.ValidationError(_("One of the days is not right yet."))
        return super().clean() or self.cleaned_data

    def told(self) -> dict[str, Any]:
        """What `occasions.announce` and `change` take."""
        spans = [span for row in self.days.forms if (span := row.span(self.offer))]
        return {**self.cleaned_data, "dates": spans}


def standing(occasion: Occasion | None) -> dict[str, Any]:
    if not occasion:
        return {}
    leaders = list(occasion.leaders.values_list("pk", flat=True))
    return {"seats": occasion.seats, "leaders": leaders, "address": occasions.address_of(occasion)}


def days_of(occasion: Occasion | None) -> list[dict[str, date | time]]:
    return [row(occasion, *span) for span in occasions.spans_of(occasion)] if occasion else []


def row(occasion: Occasion, start: datetime, end: datetime) -> dict[str, date | time]:
    begins, ends = wording.local(start, occasion.tz), wording.local(end, occasion.tz)
    return {"day": begins.date(), "opens": begins.time(), "closes": ends.time()}


class RollForm(forms.Form):
    """How many of each booking came to a session; empty: nobody has looked."""

    def __init__(self, data: Any = None, *, rows: Any, session: Any) -> None:
        super().__init__(data, initial={f"b{row.booking.pk}": row.came.get(session.pk) for row in rows})
        for row in rows:
            self.fields[f"b{row.booking.pk}"] = number_field(row.booking)

    def told(self) -> dict[int, int | None]:
        return {int(name[1:]): int(value) if value else None for name, value in self.cleaned_data.items()}


def number_field(booking: Any) -> forms.ChoiceField:
    numbers = [("", _("not looked yet")), ("0", _("nobody came"))]
    numbers += [(str(number), str(number)) for number in range(1, booking.seats + 1)]
    return forms.ChoiceField(label=booking.customer.given_name, choices=numbers, required=False)
