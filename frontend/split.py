"""Who pays what, as lines that one reader sees, and how long each is in the bar above them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings import cancellation
from bookings.models import Booking, Share
from bookings.models.share import ON_TRUST
from bookings.payments import plan, shares
from marketplace import wording

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
    back: str  # what of it went back, when it is over; of cards their own payment tells


def lines(pays: Iterable[Share], payer: str = "", either: bool = False) -> list[Line]:
    """`payer`: the name of whoever asked; empty: it is the reader. `either`: by card or on site is still to be said."""
    found, begin, whole = list[Line](), 0, 0
    pays = list(pays)
    total = plan.total(pays)
    for share in pays:
        whole += share.cents
        end = 1000 * whole // total
        yours = not payer and share.source not in plan.CARRIED
        found.append(
            Line(words(share, payer, either), share.due, yours, begin, end - begin, colour(share), back(share))
        )
        begin = end
    return found


def colour(share: Share) -> str:
    return {Source.FUND.value: "", Source.BUNDLE.value: "c"}.get(share.source, "o")


def words(share: Share, payer: str, either: bool = False) -> str:
    if share.fund:
        return funder(share)
    if either and share.source in TO_CHOOSE:
        return _("%(name)s pays") % {"name": payer} if payer else _("You pay")
    if share.sale and share.sale.last_day:
        return _("The membership of %(name)s") % {"name": payer} if payer else _("Your membership")
    return OTHERS[share.source]() % {"name": payer} if payer else YOURS[share.source]()


def funder(share: Share) -> str:
    """The City is known to everybody; another body goes by its name."""
    body = share.fund.funder  # type: ignore[union-attr]
    return _("%(name)s pays") % {"name": body.name} if body.is_overseen() else _("The City pays")


def would_return(booking: Booking) -> list[str]:
    """What would go back if the customer cancelled now. Before a yes nothing was taken from anybody."""
    if not booking.agreed:
        return []
    kept = cancellation.cost_now(booking).cents
    return [said for share in shares.parted(plan.written(booking), kept) if (said := gone_back(share))]


def back(share: Share) -> str:
    return gone_back(share) if share.source in plan.CARRIED else ""


def gone_back(share: Share) -> str:
    """What of it was not needed, and to whom it goes back. On site and by invoice nothing was paid yet."""
    facts = {"amount": wording.euro(share.cents - share.due)}
    if share.due == share.cents or share.source in ON_TRUST or share.owed_cents:
        return ""
    if share.source == Source.BUNDLE:
        return _("The service goes back to the bundle.")
    return _("%(amount)s go back to the card.") % facts if share.source == Source.CARD else to_fund(share, facts)


def to_fund(share: Share, facts: dict[str, str]) -> str:
    body = share.fund.funder  # type: ignore[union-attr]  # nothing else carries
    if body.is_overseen():
        return _("%(amount)s go back to the fund of %(name)s.") % {**facts, "name": body.name}
    return _("%(amount)s go back to the City's fund.") % facts


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
