"""What the book counts: cents of a euro, cents of a voucher, points of a programme, services of a bundle.

A currency is a word, `EUR`, or a family with the name of its programme, `points:abito`. Nothing is ever exchanged
between two of them by the book itself: each balances on its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace import wording

EUR = "EUR"
PATTERN = r"^(EUR|(points|voucher|bundle):[a-z0-9-]+)$"


def points(number: int) -> str:
    return ngettext("%(number)s point", "%(number)s points", abs(number)) % {"number": number}


def services(number: int) -> str:
    return ngettext("%(number)s service", "%(number)s services", abs(number)) % {"number": number}


@dataclass(frozen=True)
class Family:
    """How amounts of it are said, and what people read when there are too few."""

    said: Callable[[int], str]
    short: Any  # gettext_lazy: it is read at import


FAMILIES = {
    EUR: Family(wording.euro, _("There is not enough money.")),
    "voucher": Family(wording.euro, _("There is not enough left on the voucher.")),
    "points": Family(points, _("Not enough points.")),
    "bundle": Family(services, _("There is nothing left in the bundle.")),
}


def family(currency: str) -> Family:
    return FAMILIES[currency.split(":")[0]]


def said(amount: int, currency: str) -> str:
    """EUR 12, 30 points, 6 services, in the language of the moment."""
    return family(currency).said(amount)
