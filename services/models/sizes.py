"""The sizes in which clothes come, and how people say them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

ADULT = ["XS", "S", "M", "L", "XL", "XXL", "XXXL"]
MONTHS = ["1", "3", "6", "9", "12", "18"]
YEARS = ["2", "3", "4", "5", "6", "8", "10", "12", "14", "16"]


class Sizing(models.TextChoices):
    """By which row of sizes a type is sorted."""

    ADULT = "adult", _("Adults: XS to XXXL")
    CHILD = "child", _("Children: by age")
    SHOE = "shoe", _("Shoes: by number")
    ONE = "one", _("One size")


SIZES: dict[str, list[str]] = {
    Sizing.ADULT: ADULT,
    Sizing.CHILD: [f"{number}m" for number in MONTHS] + [f"{number}y" for number in YEARS],
    Sizing.SHOE: [str(number) for number in range(16, 50)],
    Sizing.ONE: ["one"],
}


def said_size(size: str) -> str:
    """A size in people's words: M, 6 months, 8 years, 38."""
    if size == "one":
        return str(_("one size"))
    said = {"m": months, "y": years}.get(size[-1:]) if size[:-1].isdecimal() else None
    return said(int(size[:-1])) if said else size


def months(number: int) -> str:
    return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}


def years(number: int) -> str:
    return ngettext("%(number)d year", "%(number)d years", number) % {"number": number}
