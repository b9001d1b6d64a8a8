"""How a desk writes a bundle and sells one. What may be is said by the core."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.payments import bundles
from frontend.forms.keys import KeyField
from marketplace.accounts.models import User
from marketplace.organisations.models import Organisation
from services.models import Bundle, Offer

YEAR = "year"


class BundleForm(forms.Form):
    services = forms.ChoiceField(
        label=_("How many services"),
        choices=[*Bundle.Size.choices, (YEAR, _("Those of a year: a membership"))],
        widget=forms.RadioSelect,
        initial=6,
    )
    most = forms.IntegerField(
        label=_("Membership: at most so many services in the year"),
        help_text=_("Empty: as many as are needed."),
        min_value=1,
        max_value=Bundle.MOST,
        required=False,
    )
    price = forms.DecimalField(
        label=_("Price in euros, for the whole"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    offers = forms.ModelMultipleChoiceField(
        Offer.objects.none(), label=_("For which offers"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = Offer.objects.filter(organisation=organisation).exclude(price_cents=0).for_cards().order_by("pk")
        self.fields["offers"].queryset = theirs  # type: ignore[attr-defined]

    @property
    def yearly(self) -> bool:
        return self.cleaned_data["services"] == YEAR

    @property
    def number(self) -> int | None:
        """How many services; None: as many as are needed."""
        return self.cleaned_data["most"] if self.yearly else int(self.cleaned_data["services"])

    @property
    def cents(self) -> int:
        return int(self.cleaned_data["price"] * 100)


class SaleForm(forms.Form):
    key = KeyField()
    person = forms.ModelChoiceField(User.objects.none(), label=_("Who has paid it?"), empty_label=_("Choose"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = bundles.buyers(organisation)  # type: ignore[attr-defined]
