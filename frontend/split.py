"""Who pays what, as lines that one reader sees, and how long each is in the bar above them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings import cancellation, kinds
from bookings.models import Booking, Share
from bookings.payments import plan, shares
from marketplace import wording
from services.models import Offer

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


def summed(pays: Iterable[Share], payer: str = "") -> list[Line]:
    """The same for several dates, one line for each source: of a bundle how many services."""
    sums: dict[Any, Share] = {}
    numbers: Counter[Any] = Counter()
    for share in pays:
        source = share.source, share.subsidy, share.sale
        sums.setdefault(source, Share(source=share.source, subsidy=share.subsidy, sale=share.sale, cents=0))
        sums[source].cents += share.cents
        numbers[source] += 1
    pairs = zip(lines(sums.values(), payer), sums, strict=True)
    return [several(line, numbers[source], payer) if source[0] == Source.BUNDLE else line for line, source in pairs]


def several(line: Line, number: int, payer: str) -> Line:
    facts = {"number": number, "name": payer}
    if payer:
        text = ngettext(
            "%(number)s service that %(name)s has bought", "%(number)s services that %(name)s has bought", number
        )
    else:
        text = ngettext("%(number)s service that you have bought", "%(number)s services that you have bought", number)
    return replace(line, words=text % facts)


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
    return gone_back(share) if share.source in TOLD_HERE else ""


def gone_back(share: Share) -> str:
    """What of it was not needed, and to whom it goes back. On site and by invoice nothing was paid yet."""
    if share.source not in GOES_BACK or share.due == share.cents:
        return ""
    return GOES_BACK[share.source](share, {"amount": wording.euro(share.cents - share.due)})


def to_card(share: Share, facts: dict[str, str]) -> str:
    return "" if share.owed_cents else _("%(amount)s go back to the card.") % facts


def to_bank(share: Share, facts: dict[str, str]) -> str:
    """What has not come cannot go back."""
    if not share.back_cents:
        return ""
    text = (
        _("%(amount)s went back by bank transfer.") if share.returned_at else _("%(amount)s go back by bank transfer.")
    )
    return text % {"amount": wording.euro(share.back_cents)}


def to_fund(share: Share, facts: dict[str, str]) -> str:
    body = share.fund.funder  # type: ignore[union-attr]  # nothing else carries
    if body.is_overseen():
        return _("%(amount)s go back to the fund of %(name)s.") % {**facts, "name": body.name}
    return _("%(amount)s go back to the City's fund.") % facts


TOLD_HERE = {*plan.CARRIED, Source.BANK}
GOES_BACK: dict[str, Callable[[Share, dict[str, str]], str]] = {
    Source.FUND.value: to_fund,
    Source.BUNDLE.value: lambda share, facts: _("The service goes back to the bundle."),
    Source.CARD.value: to_card,
    Source.BANK.value: to_bank,
}
TO_CHOOSE = {Source.CARD, Source.ON_SITE, Source.BANK, Source.INVOICE}
YOURS = {
    Source.BUNDLE.value: lambda: _("One service of your bundle"),
    Source.ON_SITE.value: lambda: _("You pay on site"),
    Source.CARD.value: lambda: _("You pay by card"),
    Source.INVOICE.value: lambda: _("You pay by invoice"),
    Source.BANK.value: lambda: _("You pay by bank transfer"),
}
OTHERS = {
    Source.BUNDLE.value: lambda: _("One service of %(name)s's bundle"),
    Source.ON_SITE.value: lambda: _("%(name)s pays on site"),
    Source.CARD.value: lambda: _("%(name)s pays by card"),
    Source.INVOICE.value: lambda: _("%(name)s pays by invoice"),
    Source.BANK.value: lambda: _("%(name)s pays by bank transfer"),
}


def bought(offer: Offer, minutes: int) -> str:
    """What a price is for: its length where that was chosen with it."""
    kind = kinds.of(offer)
    return f"{offer.title}, {wording.minutes(minutes)}" if kind.picks_time and not kind.counted else offer.title
