"""The form of a price table: what a delivery is made of, in euros."""

from decimal import Decimal
from typing import Any

from django import forms

from bookings.kinds.pricing import name_of
from bookings.models import Tariff


class TariffForm(forms.Form):
    def __init__(self, data: Any, *, tariff: Tariff | None) -> None:
        first = {name: Decimal(getattr(tariff, name)) / 100 for name in Tariff.FIELDS} if tariff else {}
        super().__init__(data, initial=first)
        self.fields |= {name: price_field(name) for name in Tariff.FIELDS}

    @property
    def cents(self) -> dict[str, int]:
        return {name: int(self.cleaned_data[name] * 100) for name in Tariff.FIELDS}


def price_field(name: str) -> forms.Field:
    look, label = forms.TextInput(attrs={"inputmode": "decimal"}), str(name_of(name))
    return forms.DecimalField(
        label=label, min_value=0, max_value=1000, decimal_places=2, initial=0, localize=True, widget=look
    )
