"""What payments enter in the book: taken from the card, given back to it, handed on to the organisation."""

from django.db.models import Sum
from django.utils.translation import gettext_noop

from bookings.models import Booking, Charge, Purchase, Refund, Reversal, Transfer
from marketplace.ledger import book
from marketplace.ledger.models import Account, Entry, Posting

TAKEN = gettext_noop("Taken from the card")
GIVEN_BACK = gettext_noop("Given back to the card")
TAKEN_BY_BANK = gettext_noop("Taken back by the bank after a dispute")
HANDED_ON = gettext_noop("Transferred to the organisation")
TAKEN_BACK = gettext_noop("Taken back from the organisation")
NOT_GIVEN = gettext_noop("The card did not take it back")
TO_GIVE_OUTSIDE = gettext_noop("To be given back outside: the card did not take it")
GIVEN_OUTSIDE = gettext_noop("Given back outside, says the organisation")
Facts = dict


def by_card(booking: Booking | Purchase) -> Account:
    return book.account(booking.customer, Account.Kind.CARD)


def to_transfer(booking: Booking | Purchase) -> Account:
    return book.account(booking.organisation.topic, Account.Kind.TO_TRANSFER)


def captured(charge: Charge, facts: Facts) -> None:
    enter(f"{charge.topic}:captured", charge.booked, charge.captured_cents, TAKEN)


def given(refund: Refund, facts: Facts) -> None:
    enter(f"{refund.topic}:given", refund.booked, -refund.cents, GIVEN_BACK)


def bounced(refund: Refund, facts: Facts) -> None:
    """It had gone back, and the card did not take it: it is here again."""
    book.reverse(Entry.objects.get(key=f"{refund.topic}:given"), why=NOT_GIVEN)


def outside(refund: Refund, facts: Facts) -> None:
    """Owed by the organisation, and paid at once, between the two. What the card had paid stays with it."""
    booked, cents = refund.booked, refund.cents
    person, organisation = (
        book.account(holder, Account.Kind.ON_SITE) for holder in (booked.customer, booked.organisation.topic)
    )
    for how, line, why in (("due", cents, TO_GIVE_OUTSIDE), ("outside", -cents, GIVEN_OUTSIDE)):
        book.post(f"{refund.topic}:{how}", {organisation: -line, person: line}, why=why, about=booked.topic)


def lost(charge: Charge, facts: Facts) -> None:
    """What the bank takes now; where it was transferred already, the organisation owes it.

    Its key says what it took in all."""
    before = Posting.objects.filter(entry__key__regex=rf"^{charge.topic}:([0-9]+:)?lost$", amount__gt=0)
    if cents := charge.lost_cents - (before.aggregate(sum=Sum("amount"))["sum"] or 0):
        enter(f"{charge.topic}:{charge.lost_cents}:lost", charge.booked, -cents, TAKEN_BY_BANK)


def enter(key: str, booking: Booking | Purchase, cents: int, why: str) -> None:
    """So many cents from the card to what the organisation is to be paid; below zero, back."""
    lines = {by_card(booking): -cents, to_transfer(booking): cents}
    book.post(key, lines, why=why, about=booking.topic)


def sent(transfer: Transfer, facts: Facts) -> None:
    move(f"{transfer.topic}:sent", transfer.booked, transfer.cents, HANDED_ON)


def taken_back(reversal: Reversal, facts: Facts) -> None:
    move(f"{reversal.topic}:taken", reversal.booked, -reversal.cents, TAKEN_BACK)


def move(key: str, booking: Booking | Purchase, cents: int, why: str) -> None:
    """So many cents on to the organisation; below zero, back from it."""
    done = book.account(booking.organisation.topic, Account.Kind.TRANSFERRED)
    book.post(key, {to_transfer(booking): -cents, done: cents}, why=why, about=booking.topic)
