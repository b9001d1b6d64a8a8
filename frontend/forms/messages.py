"""The form of a message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.keys import KeyField


class MessageForm(forms.Form):
    """Its text is a bare field: what a message may hold, down to characters that no database takes, the core says."""

    key = KeyField()
    text = forms.Field(label=_("Message"), required=False, widget=forms.Textarea)
