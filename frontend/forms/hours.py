"""The forms in which a desk says when somebody works, what there is to take, and what it wonders about."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.wording import minutes as spoken_minutes
from services.models import Offer, Resource
from services.models.hours import WEEKDAYS

FAR = timedelta(days=366)
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WeeklyForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=_("From"), widget=CLOCK)
    closes = forms.TimeField(label=_("Until"), widget=CLOCK)


class ExceptionForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=DATE)
    last = forms.DateField(label=_("Last day"), widget=DATE, required=False)
    opens = forms.TimeField(label=_("From"), widget=CLOCK, required=False)
    closes = forms.TimeField(label=_("Until"), widget=CLOCK, required=False)
    reason = forms.CharField(label=_("Why"), max_length=120, required=False)


class ThingForm(forms.ModelForm):
    """A van, a room, a bench. The core says what else must be true."""

    class Meta:
        model = Resource
        fields: ClassVar[list[str]] = ["name", "lanes", "skills"]
        widgets: ClassVar[dict] = {"skills": forms.CheckboxSelectMultiple}
        help_texts: ClassVar[dict] = {"lanes": _("A bench with three places carries three bookings at once.")}

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class InUseForm(ThingForm):
    """A thing that is there already, in use or not."""

    class Meta(ThingForm.Meta):
        fields: ClassVar[list[str]] = [*ThingForm.Meta.fields, "active"]


class SkillsForm(ThingForm):
    """What somebody who works here can do."""

    class Meta(ThingForm.Meta):
        fields: ClassVar[list[str]] = ["skills"]
        labels: ClassVar[dict] = {"skills": _("Can do")}


class WhyForm(forms.Form):
    """Which time, how long and for how many somebody at the desk wonders about."""

    day = forms.DateField(label=_("Day"), widget=DATE)
    at = forms.TimeField(label=_("Starts"), widget=CLOCK)
    minutes = forms.TypedChoiceField(label=_("For how long?"), coerce=int)
    seats = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, initial=1, required=False)

    def __init__(self, data: Any, *, offer: Offer) -> None:
        super().__init__(data)
        self.offer = offer
        minutes: Any = self.fields["minutes"]
        minutes.choices = [(number, spoken_minutes(number)) for number in offer.durations]

    def clean_day(self) -> date:
        day = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FAR:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day

    @property
    def start(self) -> datetime:
        """The moment on the place's clock."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"], self.offer.tz)
