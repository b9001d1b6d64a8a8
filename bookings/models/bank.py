"""Where an organisation takes bank transfers, and the two check sums that banks know: of accounts and of references."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import Organisation

# How long an IBAN is, by country: the accounts that take transfers in euro (EPC, list of SEPA countries).
LONG = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
LONGEST = max(LONG.values())


def rest_of_97(text: str) -> int:
    """Of letters and digits, letters as 10 to 35: ISO 7064, as IBAN (ISO 13616) and references (ISO 11649) use it."""
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


def creditor_reference(text: str) -> str:
    """A reference that banks check (ISO 11649): RF, two check digits, then the letters and digits of `text`.

    Raises ValueError where these are none, or more than 21."""
    own = re.sub(r"[^0-9A-Z]", "", text.upper())
    if not 1 <= len(own) <= 21:
        raise ValueError(text)
    return f"RF{98 - rest_of_97(f'{own}RF00'):02}{own}"


def in_fours(text: str) -> str:
    """As people read it from a page into their bank's."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def check_iban(iban: str) -> None:
    """Raises ValidationError unless the check sum holds, and the country's accounts are so long."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", iban):
        raise ValidationError(_("An IBAN begins with two letters and two digits, such as IT60."))
    if iban[:2] not in LONG:
        raise ValidationError(_("Write an account of the European area for transfers in euro (SEPA)."))
    if len(iban) != LONG[iban[:2]] or rest_of_97(iban[4:] + iban[:4]) != 1:
        raise ValidationError(_("This IBAN cannot be right: compare it with your bank's papers, sign by sign."))


class IbanField(models.CharField):
    """Kept without the gaps in which people write it."""

    def to_python(self, value: Any) -> Any:
        return re.sub(r"[\s.-]", "", value).upper() if isinstance(value, str) else super().to_python(value)


class BankAccount(models.Model):
    """The account to which customers of an organisation transfer. It stays when no more transfers are taken: some may
    be on their way."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="bank_account")
    iban = IbanField(_("IBAN"), max_length=LONGEST, validators=[check_iban])
    holder = models.CharField(
        _("Whose account is it?"),
        max_length=70,
        help_text=_("The name as the bank has it."),
        validators=[MaxLengthValidator(70), ProhibitNullCharactersValidator()],
    )
    open = models.BooleanField(_("Who books may choose to pay by bank transfer"), default=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def spoken(self) -> str:
        return in_fours(self.iban)
