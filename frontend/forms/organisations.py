"""The profile of an organisation as a form, and the form of a key to the API."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from frontend.forms.keys import KeyField
from marketplace import wording
from marketplace.organisations import keys, profile
from marketplace.organisations.models import Organisation
from marketplace.places.models import Area

SCOPES = {
    "offers:read": _("read offers"), "offers:write": _("write offers"),
    "bookings:read": _("read bookings"), "bookings:write": _("ask, answer and write in bookings"),
    "organisation:read": _("read the profile"), "organisation:write": _("write the profile"),
    "hours:read": _("read hours"), "hours:write": _("write hours"),
    "people:read": _("read who works here and whom you book for"),
    "people:write": _("let people in, enter and end whom you book for"),
}  # fmt: skip


class OrganisationForm(forms.ModelForm):
    website = forms.URLField(label=_("Website"), assume_scheme="https", required=False)
    address = forms.CharField(label=_("Street and number"), max_length=160, required=False)
    area = forms.ModelChoiceField(
        Area.objects.all(),
        label=_("Neighbourhood, if we do not know the street"),
        required=False,
        empty_label=_("Choose"),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        choices=list(profile.TONGUES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Organisation
        fields = ["name", "tax_code", "email", "phone"]

    def __init__(self, data: Any = None, instance: Organisation | None = None) -> None:
        super().__init__(data, instance=instance)
        for code, name in settings.LANGUAGES:
            look = forms.Textarea({"lang": code, "rows": 4})
            self.fields[f"about_{code}"] = forms.CharField(
                label=_("About you, in %(language)s") % {"language": name},
                max_length=profile.LONGEST_ABOUT,
                required=False,
                widget=look,
            )
        self.initial = {**self.initial, **(more_of(instance) if instance else {})}
        # Those that were written by the API stay there to be ticked.
        others = [code for code in self.initial.get("languages", []) if code not in profile.TONGUES]
        ticked: Any = self.fields["languages"]
        ticked.choices = [*profile.TONGUES.items(), *((code, wording.tongue(code)) for code in others)]

    def _post_clean(self) -> None:
        """The core judges the whole, once."""

    @property
    def parts(self) -> dict[str, Any]:
        """What `profile.write` takes."""
        told = dict(self.cleaned_data)
        about = {code: told.pop(f"about_{code}") for code, _name in settings.LANGUAGES}
        return told | {"about": {code: text for code, text in about.items() if text}}


def more_of(organisation: Organisation) -> dict[str, Any]:
    about = {f"about_{code}": text for code, text in organisation.about.items()}
    place = organisation.place
    return about | {
        "website": organisation.website,
        "languages": organisation.languages,
        "address": place.line if place else "",
    }


class FoundForm(OrganisationForm):
    key = KeyField()


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(scope, SCOPES.get(scope, scope)) for scope in keys.SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    form = KeyField()
