"""The forms of money: a card on the stand-in's page, and what a desk gives back."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.models import Share
from bookings.models.given import LONGEST
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


def euros(left: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("How much goes back, in euros"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2,
        localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"}), initial=Decimal(left) / 100,
    )  # fmt: skip


class CarriedForm(forms.Form):
    """Of a fund an amount, of a bundle its service."""

    key = KeyField()

    def __init__(self, data: Any, *, share: Share) -> None:
        super().__init__(data)
        if not share.sale:
            self.fields["cents"] = euros(share.due)
        self.fields["reason"] = forms.CharField(
            label=_("Why does it go back?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
        )

    @property
    def told(self) -> int | None:
        """In cents; None: the whole service."""
        return int(self.cleaned_data["cents"] * 100) if "cents" in self.fields else None


class RefundForm(forms.Form):
    key = KeyField()

    def __init__(self, data: Any, *, left: int) -> None:
        super().__init__(data)
        self.fields["cents"] = euros(left)

    @property
    def told(self) -> int:
        return int(self.cleaned_data["cents"] * 100)
