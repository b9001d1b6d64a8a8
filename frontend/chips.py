"""Filters as links, with the number of what each would show, and the words on them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from marketplace.wording import distance, euro, tongue
from services.search import Wish


@dataclass(frozen=True)
class Chip:
    """A filter as a link: pressing it puts it on, or takes it off again."""

    label: str
    href: str
    on: bool = False
    number: int | None = None  # of offers that it would show
    more: bool = False  # at least so many

    @property
    def none(self) -> bool:
        """It would show nothing."""
        return self.number == 0 and not self.more and not self.on

    @property
    def said(self) -> str:
        """Its number; nothing where none of those that were counted has it, and others may."""
        if self.number is None or (self.more and not self.number):
            return ""
        return f"({self.number}+)" if self.more else f"({self.number})"


@dataclass(frozen=True)
class Group:
    """Filters of one sort under "More filters"."""

    name: str
    chips: list[Chip]
    note: str = ""


def within(metres: int) -> str:
    return _("Within %(distance)s") % {"distance": distance(metres)}


def speaks(code: str) -> str:
    return _("Speaks %(language)s") % {"language": tongue(code)}


def price_label(wish: Wish) -> str:
    return _("Free of charge") if wish.free else _("For points") if wish.points else ""


def hourly(euros: int) -> str:
    return _("By the hour, up to %(price)s") % {"price": euro(euros * 100)}


def where_label(where: str) -> str:
    labels = {
        "at_home": _("At my home"),
        "at_place": _("At their place"),
        "phone": _("By phone"),
        "remote": _("Online"),
    }
    return labels[where]
