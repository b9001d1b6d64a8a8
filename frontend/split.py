"""Who pays what, as lines that one reader sees, and how long each is in the bar above them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.models import Share
from bookings.payments import plan

Source = Share.Source


@dataclass(frozen=True)
class Line:
    """A share in words. `yours`: whoever reads pays it; `begin`, `width`: its part of the bar, in thousandths."""

    words: str
    cents: int
    yours: bool
    begin: int
    width: int
    colour: str  # of the key and the bar


def lines(shares: Iterable[Share], payer: str = "", either: bool = False) -> list[Line]:
    """`payer`: the name of whoever asked; empty: it is the reader. `either`: by card or on site is still to be said."""
    found, begin, whole = list[Line](), 0, 0
    shares = list(shares)
    total = plan.total(shares)
    for share in shares:
        whole += share.cents
        end = 1000 * whole // total
        yours = not payer and share.source not in plan.CARRIED
        found.append(Line(words(share, payer, either), share.due, yours, begin, end - begin, colour(share)))
        begin = end
    return found


def colour(share: Share) -> str:
    return {Source.FUND.value: "", Source.BUNDLE.value: "c"}.get(share.source, "o")


def words(share: Share, payer: str, either: bool = False) -> str:
    if share.fund:
        return funder(share)
    if either and share.source in TO_CHOOSE:
        return _("You pay")
    return OTHERS[share.source]() % {"name": payer} if payer else YOURS[share.source]()


def funder(share: Share) -> str:
    """The City is known to everybody; another body goes by its name."""
    body = share.fund.funder  # type: ignore[union-attr]
    return _("%(name)s pays") % {"name": body.name} if body.is_overseen() else _("The City pays")


TO_CHOOSE = {Source.CARD, Source.ON_SITE}
YOURS = {
    Source.BUNDLE.value: lambda: _("One service of your bundle"),
    Source.ON_SITE.value: lambda: _("You pay on site"),
    Source.CARD.value: lambda: _("You pay by card"),
    Source.INVOICE.value: lambda: _("You pay by invoice"),
}
OTHERS = {
    Source.BUNDLE.value: lambda: _("One service of %(name)s's bundle"),
    Source.ON_SITE.value: lambda: _("%(name)s pays on site"),
    Source.CARD.value: lambda: _("%(name)s pays by card"),
    Source.INVOICE.value: lambda: _("%(name)s pays by invoice"),
}
