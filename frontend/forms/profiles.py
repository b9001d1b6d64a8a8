"""The form in which people say who they are."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User


class ProfileForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("We also write to you in this language.")
    )

    class Meta:
        model = User
        fields = ("given_name", "family_name", "phone", "language")
        help_texts = {"phone": _("So that whoever comes can reach you on the day. You may leave it empty.")}
