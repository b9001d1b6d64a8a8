"""The forms of money: a card on the stand-in's page, and what a desk gives back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.keys import KeyField


class CardForm(forms.Form):
    """As hosted pages ask it; the stand-in looks at the number alone."""

    number = forms.CharField(
        label=_("Card number"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-number"}),
    )
    until = forms.CharField(
        label=_("Valid until, month and year"),
        max_length=7,
        initial="12/34",
        widget=forms.TextInput(attrs={"autocomplete": "cc-exp"}),
    )
    code = forms.CharField(
        label=_("Security code"),
        max_length=4,
        initial="123",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "cc-csc"}),
    )


class RefundForm(forms.Form):
    key = KeyField()

    def __init__(self, data: Any, *, left: int) -> None:
        super().__init__(data)
        look = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["cents"] = forms.DecimalField(
            label=_("How much goes back, in euros"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2,
            localize=True, widget=look, initial=Decimal(left) / 100,
        )  # fmt: skip

    @property
    def told(self) -> int:
        return int(self.cleaned_data["cents"] * 100)
