"""The shares of a booking and the book: written when it is asked for, kept or returned when it is over."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings.models import Booking, Share
from bookings.payments import bank, bundles, cards, plan, receipts
from marketplace import live, wording
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import engine
from marketplace.lives.engine import Actor, untied
from marketplace.programme import funding
from marketplace.refusals import Refused

Source = Share.Source
# What is kept of a price is taken from whoever asked first, so that the others get back what was not used.
KEPT_FIRST = (Source.ON_SITE, Source.INVOICE, Source.BANK, Source.CARD, Source.BUNDLE, Source.FUND)
PROMISED = gettext_noop("Promised for a booking")
NOT_BY_CARD = gettext_noop("Not paid by card: it is paid on site")
PAID = gettext_noop("Paid, says the organisation")
SENT_BACK = gettext_noop("Sent back by bank transfer, says the organisation")
MOVES = {  # from one account of the organisation to another; None: the one that is held by who carries it
    "promised": (None, Account.Kind.PROMISED),
    "kept": (Account.Kind.PROMISED, Account.Kind.EARNED),
    "back": (Account.Kind.PROMISED, None),
}
SETTLED_IN = {Source.INVOICE: Account.Kind.INVOICED, Source.BANK: Account.Kind.BANK}  # else on site
BACK = gettext_noop("Given back: it was not needed")


def write(booking: Booking) -> None:
    """Agree on who pays what, once: the price of a booking that has its shares does not change any more.

    What funds and bundles carry is promised from now on. Their line is stood in first: nothing is promised twice."""
    if booking.shares.exists():
        return
    wish = plan.wish_of(booking)
    funding.lock(wish.rules)
    bundles.lock(wish.person, booking.offer)
    for share in plan.work_out(wish):
        share.booking = booking
        share.save()
        bundles.give_out(share)
        if share.source in plan.CARRIED:
            move(share, "promised", amount(share, share.cents), PROMISED)


def keep(booking: Booking, cents: int, why: str) -> None:
    """It is over, and so much of its price is kept; the rest is nobody's debt. What was kept once stays."""
    for share in parted(plan.written(booking), cents):
        share.owed_cents = 0 if share.source in plan.CARRIED else share.due - settled_by_card(share)
        share.save(update_fields=["kept_cents", "owed_cents"])
        close(share, why)
    bank.follow(booking)
    receipts.for_booking(booking)


def parted(shares: Iterable[Share], cents: int) -> Iterator[Share]:
    """Those of which nothing is said yet, each with what of it is kept when so much is kept of all. Not saved."""
    for share in sorted(shares, key=rank):
        if share.kept_cents is None:
            share.kept_cents = part_of(share, min(cents, share.cents))
            cents = max(0, cents - share.kept_cents)
            yield share


def part_of(share: Share, cents: int) -> int:
    """A service of a bundle is whole: it is used up where at least half of what it carries is kept, else given back."""
    if share.source != Source.BUNDLE:
        return cents
    return share.cents if 2 * cents >= share.cents else 0


def amount(share: Share, cents: int) -> int:
    """In what the share is counted in: cents, or one service of a bundle."""
    return min(cents, 1) if share.source == Source.BUNDLE else cents


def rank(share: Share) -> int:
    return KEPT_FIRST.index(Source(share.source))


def close(share: Share, why: str) -> None:
    """What is kept is owed to the organisation; of what was promised the rest goes back."""
    if share.source in plan.CARRIED:
        move(share, "kept", amount(share, share.due), why)
        move(share, "back", amount(share, share.cents - share.due), BACK)
    else:
        owe(share, why)


def settled_by_card(share: Share) -> int:
    """How much of what is kept the card has paid: all, unless the bank let the hold go before it was taken."""
    return cards.settle(share.booking, share.due) if share.source == Source.CARD else 0


def fall_back(booking: Booking) -> None:
    """The card was to pay and did not: what is kept is owed on site after all. What is owed already stays as it is."""
    for share in booking.shares.filter(source=Source.CARD, kept_cents__gt=0, owed_cents=0):
        share.owed_cents = share.due
        share.save(update_fields=["owed_cents"])
        owe(share, NOT_BY_CARD)


@untied
def pay(share: Share, user: Any, on: date | None = None, cents: int | None = None) -> None:
    """The desk says that it was paid, on that day or today: what is asked for, or one of its `amounts`. A part is
    written down when the rest has come. A repeat is harmless. Raises Refused, ValidationError ("on", "cents")."""
    share = locked(share, user)
    if not (known := share.amounts):
        raise Refused(_("This is not for you to do."))
    if share.paid_at is None:
        share.paid_at, share.paid_cents = bank.moment(on, share.booking), known[0] if cents is None else cents
        if share.paid_cents not in known:
            amounts = wording.listed(wording.euro(one) for one in known)
            raise ValidationError(
                {"cents": _("Write it down once all of it has come: %(amounts)s.") % {"amounts": amounts}}
            )
        share.save(update_fields=["paid_at", "paid_cents"])
        debtor, creditor = both(share)
        enter(share, "paid", creditor, debtor, share.paid_cents, PAID, user)
        receipts.for_share(share)
        live.publish(share.booking.topic)


@untied
def send_back(share: Share, user: Any, on: date | None = None) -> None:
    """The desk says that it has sent back what came by bank and was not kept, on that day or today. A repeat is
    harmless. Raises Refused, ValidationError ("on")."""
    share = locked(share, user)
    if not share.back_cents:
        raise Refused(_("This is not for you to do."))
    if share.returned_at is None:
        share.returned_at = bank.moment(on, share.booking)
        share.save(update_fields=["returned_at"])
        debtor, creditor = both(share)
        enter(share, "returned", debtor, creditor, share.back_cents, SENT_BACK, user)
        receipts.for_return(share)
        live.publish(share.booking.topic)


def locked(share: Share, user: Any) -> Share:
    """As it is now, for somebody at the desk. Raises Refused."""
    booking = engine.lock(share.booking)
    if "provider" not in Actor(user).roles(booking):
        raise Refused(_("This is not for you to do."))
    share = Share.objects.get(pk=share.pk)
    share.booking = booking
    return share


def move(share: Share, how: str, number: int, why: str) -> None:
    """From one account of a share to the next: held by fund or bundle, promised to the organisation, earned by it."""
    if not number:
        return
    held = held_for(share)
    source, goal = (
        book.account(share.booking.organisation.topic, kind, held.currency) if kind else held for kind in MOVES[how]
    )
    enter(share, how, source, goal, number, why)


def held_for(share: Share) -> Account:
    """Where what carries it is held."""
    if share.sale:
        return bundles.held(share.sale)
    return share.fund.account  # type: ignore[union-attr]  # nothing else carries


def owe(share: Share, why: str) -> None:
    """Whoever asked owes it to the organisation."""
    debtor, creditor = both(share)
    enter(share, "kept", debtor, creditor, share.owed_cents, why)


def both(share: Share) -> tuple[Account, Account]:
    """Who owes what is settled between the two, and to whom."""
    booking = share.booking
    kind = SETTLED_IN.get(share.owed_how, Account.Kind.ON_SITE)
    debtor = booking.client.topic if booking.client else booking.customer
    return book.account(debtor, kind), book.account(booking.organisation.topic, kind)


def enter(share: Share, how: str, source: Account, goal: Account, amount: int, why: str, by: Any = None) -> None:
    if amount:
        about = share.booking.topic
        book.post(f"{share.topic}:{how}", {source: -amount, goal: amount}, why=why, about=about, by=by)
