"""The forms in which a desk enters people: those who work, and those who call."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from frontend.forms.hours import DATE
from frontend.forms.keys import KeyField
from marketplace.accounts.models import User
from marketplace.organisations.models import Credential, Membership


class PersonForm(forms.ModelForm):
    """Somebody by name and number. The core says what else must be true."""

    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["given_name", "family_name"]

    def _post_clean(self) -> None:
        """The core makes and judges the row."""


class MemberForm(PersonForm):
    key = KeyField()
    email = forms.EmailField(
        label=_("E-mail"), required=False,
        help_text=_("Whoever has none can work, but not at the desk."),
    )  # fmt: skip

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role, Membership.Role(role).label.capitalize()) for role in roles]
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), widget=forms.RadioSelect, choices=choices, initial=roles[-1] if roles else None
        )


class CallerForm(PersonForm):
    key = KeyField()
    language = forms.ChoiceField(label=_("Speaks"), choices=settings.LANGUAGES, initial="it")
    how = forms.CharField(
        label=_("How was it agreed that you book for this person?"), max_length=200,
        help_text=_("For example: on the phone on 3 March, asked by herself."),
    )  # fmt: skip


class PaperForm(forms.ModelForm):
    """What somebody has shown. The core says what else must be true."""

    class Meta:
        model = Credential
        fields = ["kind", "valid_from", "valid_until"]
        widgets = {"valid_from": DATE, "valid_until": DATE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].empty_label = _("Choose")  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The core makes and judges the row."""
