"""The bank account of an organisation, and what a desk says of transfers; the rules are in the core."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.kinds.asked import DayField
from bookings.models import BankAccount


class AccountForm(forms.ModelForm):
    iban = forms.CharField(
        label=_("IBAN"),
        max_length=60,
        help_text=_("For example: IT60 X054 2811 1010 0000 0123 456"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = BankAccount
        fields = ("iban", "holder", "open")

    def __init__(self, data: Any = None, instance: BankAccount | None = None) -> None:
        super().__init__(data, instance=instance)
        if instance:
            self.initial["iban"] = instance.spoken

    def _post_clean(self) -> None:
        """The core judges the whole, once."""

    @property
    def told(self) -> dict[str, Any]:
        """What `bank.write_account` takes."""
        told = self.cleaned_data
        return {"iban": told["iban"], "holder": told["holder"], "is_open": told["open"]}


class CameForm(forms.Form):
    """On which day, and how much where there is a choice; nothing is said: today, what is due."""

    on = DayField(required=False)
    cents = forms.IntegerField(required=False)

    @property
    def told(self) -> dict[str, Any]:
        """What `shares.pay` takes. Raises ValidationError."""
        if not self.is_valid():
            raise forms.ValidationError(self.errors.as_data())
        return dict(self.cleaned_data)
