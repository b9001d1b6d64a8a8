"""What somebody looks for, read from an address: pages and API have the same filters."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.places import geocoding
from services.models import Category, Offer

FARTHEST = 50_000  # metres
LONGEST = timedelta(days=84)  # an offer's longest horizon


class DayField(forms.DateField):
    """A day: today, tomorrow, or written as 2026-11-28."""

    default_error_messages = {"invalid": _("This is not a day that we understand. Choose one from the list.")}
    input_formats = ["%Y-%m-%d"]

    def to_python(self, value: Any) -> date | None:
        spoken = {"today": 0, "tomorrow": 1}.get(str(value).strip())
        return super().to_python(value) if spoken is None else timezone.localdate() + timedelta(days=spoken)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose a later one."))
        if value and value > timezone.localdate() + LONGEST:
            raise forms.ValidationError(_("Nobody can be booked so far ahead yet. Choose an earlier day."))


class WishForm(forms.Form):
    """The filters as they stand in an address. All may be left out; what cannot be is told by field."""

    q = forms.CharField(label=_("What"), max_length=100, required=False)
    near = forms.CharField(label=_("Where"), max_length=160, required=False)
    on = DayField(label=_("When"), required=False)
    within = forms.IntegerField(label=_("Metres away"), min_value=100, max_value=FARTHEST, required=False)
    category = forms.ModelChoiceField(
        Category.objects.all(),
        to_field_name="slug",
        label=_("Category"),
        required=False,
        error_messages={"invalid_choice": _("We have no such category. Choose one from the list.")},
    )
    where = forms.ChoiceField(label=_("How"), choices=Offer.Where.choices, required=False)
    price = forms.ChoiceField(label=_("Price"), choices=[("free", _("free"))], required=False)
    language = forms.RegexField(
        "^[a-z]{2,3}$",
        label=_("Language spoken"),
        required=False,
        error_messages={"invalid": _("Write the language as two letters, for example en.")},
    )

    def clean_near(self) -> geocoding.Found | None:
        line = self.cleaned_data["near"].strip()
        found = geocoding.find(line) if line else None
        if line and not found:
            raise forms.ValidationError(_("We do not know this place. Write a street or a neighbourhood."))
        return found


@dataclass(frozen=True)
class Wish:
    """What somebody looks for. Empty: everything."""

    words: str = ""
    near: geocoding.Found | None = None
    on: date | None = None
    within: int | None = None  # metres from `near`
    category: Category | None = None
    where: str = ""
    free: bool = False
    language: str = ""

    @classmethod
    def from_query(cls, query: Any) -> tuple["Wish", dict[str, list[str]]]:
        """The wish, without what cannot be, and why it cannot, by the filter's name."""
        form = WishForm(query)
        form.is_valid()
        given = form.cleaned_data
        wish = cls(
            words=given.get("q") or "",
            near=given.get("near"),
            on=given.get("on"),
            within=given.get("within"),
            category=given.get("category"),
            where=given.get("where") or "",
            free=given.get("price") == "free",
            language=given.get("language") or "",
        )
        return wish, {name: [str(text) for text in errors] for name, errors in form.errors.items()}
