"""How a calendar's address is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import feeds
from bookings.models import CalendarKey
from marketplace.organisations.models import Organisation


class FeedForm(forms.Form):
    """What a new address shows, of what this person may have feeds of."""

    shows = forms.ChoiceField(label=_("What it shows"))
    discreet = forms.BooleanField(
        label=_("Only when, not what"),
        required=False,
        help_text=_("For a calendar that others look at: “Appointment”, without place and names."),
    )

    def __init__(self, user: Any, data: Any = None) -> None:
        super().__init__(data)
        self.offered = {name_of(*choice): choice for choice in feeds.choices(user)}
        labels = dict(CalendarKey.Shows.choices)
        self.fields["shows"].choices = [  # type: ignore[attr-defined]
            (name, labels[shows] if desk is None else desk.name) for name, (shows, desk) in self.offered.items()
        ]

    @property
    def chosen(self) -> tuple[str, Organisation | None]:
        return self.offered[self.cleaned_data["shows"]]


def name_of(shows: str, desk: Organisation | None) -> str:
    return shows if desk is None else f"{shows}-{desk.pk}"


class OutsideForm(forms.Form):
    """The address of a calendar kept elsewhere. What may stand in it is for the core to say."""

    url = forms.CharField(
        label=_("Address of the calendar"),
        max_length=1000,
        help_text=_("Its secret address in iCal format: it begins with https:// or webcal://, and often ends in .ics."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
