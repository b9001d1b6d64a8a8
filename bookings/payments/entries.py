"""What payments enter in the book: taken from the card, given back to it, handed on to the organisation."""

from django.utils.translation import gettext_noop

from bookings.models import Booking, Charge, Purchase, Refund, Reversal, Transfer
from marketplace.ledger import book
from marketplace.ledger.models import Account

TAKEN = gettext_noop("Taken from the card")
GIVEN_BACK = gettext_noop("Given back to the card")
TAKEN_BY_BANK = gettext_noop("Taken back by the bank after a dispute")
HANDED_ON = gettext_noop("Transferred to the organisation")
TAKEN_BACK = gettext_noop("Taken back from the organisation")
Facts = dict


def by_card(booking: Booking | Purchase) -> Account:
    return book.account(booking.customer, Account.Kind.CARD)


def to_transfer(booking: Booking | Purchase) -> Account:
    return book.account(booking.organisation.topic, Account.Kind.TO_TRANSFER)


def captured(charge: Charge, facts: Facts) -> None:
    enter(f"{charge.topic}:captured", charge.booked, charge.captured_cents, TAKEN)


def given(refund: Refund, facts: Facts) -> None:
    enter(f"{refund.topic}:given", refund.booked, -refund.cents, GIVEN_BACK)


def lost(charge: Charge, facts: Facts) -> None:
    """The bank takes what had not gone back; where it was transferred already, the organisation owes it."""
    if left := charge.captured_cents - charge.gone_back:
        enter(f"{charge.topic}:lost", charge.booked, -left, TAKEN_BY_BANK)


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
