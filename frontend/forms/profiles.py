"""The form in which people say who they are."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import ALSO
from marketplace.accounts.models import User


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("We also write to you in this language.")
    )

    class Meta:
        model = User
        fields = ("given_name", "family_name", "phone", "language")
        help_texts = {"phone": _("So that whoever comes can reach you on the day. You may leave it empty.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A language that her own page alone speaks stays hers: the form offers it to whoever has chosen it there."""
        super().__init__(*args, **kwargs)
        if more := [(code, name) for code, name in ALSO if code == self.instance.language]:
            field: Any = self.fields["language"]
            field.choices = [*settings.LANGUAGES, *more]
            field.help_text = _("Your own page speaks it. Letters come in Italian, other pages in Italian or English.")
