"""The forms of work at the desk: an opening in two languages, its pay in euros, and a day for it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.forms.hours import CLOCK, DATE
from frontend.forms.keys import KeyField
from marketplace import wording
from marketplace.organisations.models import CredentialKind
from services import openings
from services.models import Offer, Opening, Skill
from services.models.hours import WEEKDAYS
from services.models.opening import MOST_PLACES

BOXES = forms.CheckboxSelectMultiple
SAME: tuple[str, ...] = ("offer", "form", "places", "all_together", "demands", "support_on_site", "mate")
SAME += (*openings.MANY, "weekday", "opens", "closes", "valid_until", "active")
WORDS = {"name": _("What it is"), "tasks": _("What there is to do")}


class ByGroup(forms.models.ModelChoiceIterator):
    """Skills under the name of their group; the others at the end."""

    def __iter__(self) -> Iterator[Any]:
        rows = self.queryset.select_related("group").order_by("group__code", "slug")
        for group, skills in groupby(rows, key=lambda skill: skill.group):
            yield str(group or _("Others")), [self.choice(skill) for skill in skills]


class SkillsField(forms.ModelMultipleChoiceField):
    iterator = ByGroup


class OpeningForm(forms.Form):
    offer = forms.ModelChoiceField(
        Offer.objects.none(), label=_("For bookings of"), required=False, empty_label=_("not for bookings"),
        help_text=_("Then you ask for helpers on the page of a booking."),
    )  # fmt: skip
    form = forms.ChoiceField(label=_("Form of contract"), choices=Opening.Form)
    hourly = forms.DecimalField(
        label=_("Euros an hour, gross"), min_value=0, max_value=200, decimal_places=2, required=False, localize=True,
        help_text=_("Empty for voluntary work and a trial day."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    places = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_PLACES, initial=1)
    all_together = forms.BooleanField(label=_("All of them or nobody"), required=False)
    needed = SkillsField(Skill.objects.of_people(), label=_("Must be able to"), required=False, widget=BOXES)
    nice = SkillsField(Skill.objects.of_people(), label=_("Good to be able to"), required=False, widget=BOXES)
    credentials = forms.ModelMultipleChoiceField(
        CredentialKind.objects.all(), label=_("Papers it needs"), required=False, widget=BOXES
    )
    demands = forms.MultipleChoiceField(
        label=_("It asks for"), choices=list(openings.DEMANDS.items()), required=False, widget=BOXES
    )
    support_on_site = forms.BooleanField(label=_("Somebody is there to help"), required=False)
    mate = forms.BooleanField(label=_("Beginners come with somebody who knows the work"), required=False)
    address = forms.CharField(
        label=_("Where"), max_length=160, required=False, help_text=_("Empty: where you are, or where the booking is.")
    )
    weekday = forms.TypedChoiceField(
        label=_("Every week on"), choices=[("", _("on days that I name")), *WEEKDAYS], coerce=int, empty_value=None,
        required=False,
    )  # fmt: skip
    opens = forms.TimeField(label=_("From"), widget=CLOCK, required=False)
    closes = forms.TimeField(label=pgettext_lazy("an hour", "Until"), widget=CLOCK, required=False)
    valid_until = forms.DateField(label=pgettext_lazy("a day", "Until"), widget=DATE, required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    key = KeyField()

    def __init__(self, data: Any = None, *, opening: Opening) -> None:
        super().__init__(data, initial=standing(opening) if opening.pk else None)
        offers: Any = self.fields["offer"]
        offers.queryset = opening.organisation.offers.for_cards().order_by("pk")
        for language in openings.LANGUAGES:
            self.fields |= words_in(language)
        for language in openings.TONGUES:
            self.fields[f"speaks_{language}"] = level_field(language)

    def add_error(self, field: Any, error: Any) -> None:
        """The core speaks of both languages at once, of cents, and of all levels."""
        names = {"name": "it_name", "tasks": "it_tasks", "hourly_cents": "hourly"}
        super().add_error(names.get(field, field), error)

    def told(self) -> dict[str, Any]:
        """What `openings.write` takes."""
        data = self.cleaned_data
        told = {name: data[name] for name in (*SAME, "address")}
        told |= {name: {tongue: data[f"{tongue}_{name}"] for tongue in openings.LANGUAGES} for name in WORDS}
        levels = {language: data[f"speaks_{language}"] for language in openings.TONGUES}
        told["levels"] = {language: level for language, level in levels.items() if level}
        return told | {"hourly_cents": int((data["hourly"] or Decimal(0)) * 100)}

    @property
    def columns(self) -> list[list[forms.BoundField]]:
        """The words, a column for each language."""
        return [[self[f"{language}_{name}"] for name in WORDS] for language in openings.LANGUAGES]

    def rows(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def terms(self) -> list[forms.BoundField]:
        return self.rows("offer", "form", "hourly", "places", "all_together")

    @property
    def asks(self) -> list[forms.BoundField]:
        return self.rows("needed", "nice", "credentials", "demands", "support_on_site", "mate")

    @property
    def tongues(self) -> list[forms.BoundField]:
        return self.rows(*(f"speaks_{language}" for language in openings.TONGUES))

    @property
    def when(self) -> list[forms.BoundField]:
        return self.rows("address", "weekday", "opens", "closes", "valid_until", "active")


def words_in(language: str) -> dict[str, forms.Field]:
    """The fields of one language: "it_name" and so on."""
    looks: dict[str, Any] = {"name": forms.TextInput, "tasks": forms.Textarea}
    return {
        f"{language}_{name}": forms.CharField(
            label=label, max_length=openings.LONGEST[name], required=False, widget=looks[name](attrs={"lang": language})
        )
        for name, label in WORDS.items()
    }


def level_field(language: str) -> forms.Field:
    choices = [("", _("not needed")), *openings.LEVELS.items()]
    label = wording.tongue(language).capitalize()
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


def standing(opening: Opening) -> dict[str, Any]:
    same = {name: getattr(opening, name) for name in SAME if name not in openings.MANY}
    many = {name: list(getattr(opening, name).all()) for name in openings.MANY}
    words = {f"{tongue}_{name}": text for name in WORDS for tongue, text in getattr(opening, name).items()}
    levels = {f"speaks_{language}": level for language, level in opening.levels.items()}
    hourly = Decimal(opening.hourly_cents) / 100 if opening.hourly_cents else None
    address = opening.place.line if opening.place and opening.place != opening.organisation.place else ""
    return same | many | words | levels | {"hourly": hourly, "address": address}


class DayForm(forms.Form):
    """A day of its own for an opening."""

    day = forms.DateField(label=_("Day"), widget=DATE)
    opens = forms.TimeField(label=_("From"), widget=CLOCK)
    closes = forms.TimeField(label=pgettext_lazy("an hour", "Until"), widget=CLOCK)
