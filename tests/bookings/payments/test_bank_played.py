"""Whatever the two sides do with a transfer, and in which order: the book says what was, and nobody pays twice."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import kinds
from bookings.effects import call_for_payment
from bookings.models import Booking, Receipt, Share
from bookings.payments import checking, shares
from marketplace.ledger import book
from marketplace.ledger import checking as ledger
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.lives.tables import NEW, Step, Table
from marketplace.refusals import Refused

pytestmark = pytest.mark.django_db
MOVES = ("pay", "pay_whole", "send_back", "cancel", "call_off", "confirm", "complain", "settle", "pay_part")


class Undone(Exception):
    """The game is over: nothing of it stays."""


@pytest.fixture
def play(by_bank, half_kept, elena, nadia, now_is):
    booking = by_bank(at_once=True, policy=half_kept)
    deeds = {
        "pay": lambda share: shares.pay(share, elena),
        "pay_whole": lambda share: shares.pay(share, elena, cents=share.cents),
        "pay_part": lambda share: shares.pay(share, elena, cents=700),
        "send_back": lambda share: shares.send_back(share, elena),
        "cancel": lambda share: take(booking, "cancel", Actor(nadia)),
        "call_off": lambda share: take(booking, "call_off", Actor(elena), {"reason": "Ill"}),
        "confirm": lambda share: take(booking, "confirm", Actor(nadia)),
        "complain": lambda share: take(booking, "complain", Actor(nadia), {"complaint": "Too short"}),
        "settle": lambda share: take(booking, "settle", Actor(elena), {"answer": "Sorry", "stays_due": False}),
    }

    def game(hours: int, moves: list[str]) -> None:
        now_is(booking.starts_at + timedelta(hours=hours))
        for move in moves:
            with suppress(Refused, ValidationError), transaction.atomic():
                deeds[move](booking.shares.get())
            holds(booking)

    return game


def holds(booking: Booking) -> None:
    """The book has what came, less what is kept and what went back; receipts say what stays with the organisation."""
    share = Share.objects.get(booking=booking)
    kept, returned = share.kept_cents or 0, share.back_cents if share.returned_at else 0
    credit = share.paid_cents - returned - kept
    sides = (booking.customer, booking.organisation.topic)
    assert [book.balance(book.account(side, Account.Kind.BANK)) for side in sides] == [credit, -credit]
    assert share.paid_cents in (0, kept, share.cents)
    assert sum(Receipt.objects.values_list("cents", flat=True)) == share.paid_cents - returned
    assert [*checking.differences(), *ledger.differences()] == []


def test_the_book_says_what_came_and_what_went_back(play):
    @settings(max_examples=60, deadline=None)
    @given(st.sampled_from([-30, -3, 1, 3]), st.lists(st.sampled_from(MOVES), max_size=7))
    def games(hours: int, moves: list[str]) -> None:
        with suppress(Undone), transaction.atomic():
            play(hours, moves)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            raise Undone

    games()


def agreeing(table: Table) -> list[Step]:
    """Those with which a booking becomes agreed, but for those that a card has paid, and those that open it: after
    these `lifecycle.ask` does it."""
    states = table.states
    return [
        step
        for step in table.steps.values()
        if states[step.target].agreed
        and not any(states[source].agreed or source in (NEW, "paying") for source in step.sources)
    ]


@pytest.mark.parametrize("kind", [kind for kind in kinds.KINDS if kind.costs], ids=lambda kind: kind.name)
def test_each_step_that_says_yes_asks_for_what_is_to_be_paid(kind):
    """A table without such a step would let somebody agree who is never told to which account."""
    steps = [step for table in kind.tables for step in agreeing(table)]

    assert [str(step.label) for step in steps if call_for_payment not in step.effects] == []
