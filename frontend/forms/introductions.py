"""How a body is asked to send a household, what it writes, and how the wardrobe admits whom it sent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms.hours import DATE
from frontend.forms.wardrobes import area_field, named
from marketplace.accounts.models import User
from services.models import Admission, Introduction
from services.wardrobe import introductions


class SendForm(forms.ModelForm):
    """Which body, and where its link goes."""

    class Meta:
        model = Introduction
        fields = ["sender", "email"]

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class IntroductionForm(forms.ModelForm):
    """What a body without an account writes of one household."""

    agreed = forms.BooleanField(label=gettext_lazy("The household knows that we write this, and wants to be called."))

    class Meta:
        model = Introduction
        fields = introductions.TOLD
        widgets = {"seen": forms.RadioSelect, "seen_on": DATE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(introductions.TOLD) - {"phone"}:
            self.fields[name].required = True
        self.fields["seen"].choices = [choice for choice in self.fields["seen"].choices if choice[0]]  # type: ignore[attr-defined]
        self.fields["seen_on"].help_text = _("Keep the paper yourselves: we want to know only that you saw it.")

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class IntroducedForm(forms.ModelForm):
    """The card of a household that a body sent: who it is, until when."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Is it somebody whom you know already?"),
        required=False,
        empty_label=gettext_lazy("No, somebody new"),
    )
    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    grown = forms.CharField(
        label=gettext_lazy("Other grown-ups, by first name"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("With commas between."),
    )
    children = forms.CharField(
        label=gettext_lazy("Children, by first name"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("With commas between."),
    )
    area = area_field()

    class Meta:
        model = Admission
        fields = ["valid_until"]
        widgets = {"valid_until": DATE}

    field_order = ("person", "given_name", "phone", "grown", "children", "area", "valid_until")

    def __init__(self, *args: Any, people: Any, row: Introduction, **kwargs: Any) -> None:
        kwargs["initial"] = {"given_name": row.given_name, "phone": row.phone}
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.language = row.language

    def clean_given_name(self) -> str:
        if not self.cleaned_data["given_name"].strip() and not self.cleaned_data.get("person"):
            raise ValidationError(_("Write a first name."))
        return self.cleaned_data["given_name"]

    def _post_clean(self) -> None:
        """The core makes and judges the rows."""

    @property
    def told(self) -> dict[str, Any]:
        """As the core asks for it."""
        told = self.cleaned_data
        new = {"given_name": told["given_name"], "phone": told["phone"], "language": self.language}
        return {
            "until": told["valid_until"],
            "who": told["person"] or new,
            "grown": named(told["grown"]),
            "children": named(told["children"]),
            "area": told["area"],
        }
