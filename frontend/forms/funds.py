"""How a funder puts money in and admits people. What may be is said by the core."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import to_python as phone_from

from frontend.forms.hours import DATE
from frontend.forms.keys import KeyField
from marketplace.accounts.models import User


class MoneyForm(forms.Form):
    key = KeyField()
    cents = forms.DecimalField(
        label=_("Euros"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    @property
    def amount(self) -> int:
        return int(self.cleaned_data["cents"] * 100)


class AdmitForm(forms.Form):
    person = forms.CharField(
        label=_("E-mail or phone"), max_length=120, help_text=_("As the person is known here, or at a desk.")
    )
    valid_until = forms.DateField(
        label=_("Counts until"), widget=DATE, help_text=_("As the paper says that you have seen.")
    )

    def clean_person(self) -> Any:
        """Raises ValidationError where nobody is known by it, or more than one."""
        told = self.cleaned_data["person"].replace("\0", "").strip()
        phone = phone_from(told)
        known = Q(email__iexact=told) | Q(phone=phone) if phone and phone.is_valid() else Q(email__iexact=told)
        found = list(User.objects.filter(known, is_active=True)[:2])
        if len(found) != 1:
            raise ValidationError(_("We know nobody by this, or more than one person."))
        return found[0]
