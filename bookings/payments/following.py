"""What follows from a step that Stripe's yes or no has allowed. All of it is locked, and no network is asked."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from bookings.models import Charge, Refund, Reversal, Transfer
from bookings.payments import cards, receipts, reversals, shares, squaring
from bookings.payments.states import ASKED, UNKNOWN
from bookings.payments.waking import wake
from marketplace.lives.engine import CLOCK, is_open, lock, take
from marketplace.refusals import Refused


def nothing(payment: Any) -> None:
    """Most steps have no consequence beyond themselves."""


def follow_hold(charge: Charge) -> None:
    """What is agreed already is taken at once; what waits for the money goes on."""
    if charge.follows_yes:
        take(charge, "capture", CLOCK)
    else:
        go_on(charge, "paid")


def follow_save(charge: Charge) -> None:
    if charge.its_booking.agreed:
        cards.plan_charge(charge, charge.its_booking)
    else:
        go_on(charge, "card_saved")


def go_on(charge: Charge, name: str) -> None:
    """The booking goes on. Where its place is gone, because it was paid too late, the money is let go."""
    try:
        with transaction.atomic():
            take(lock(charge.booked), name, CLOCK)
    except (Refused, ValidationError):
        take(charge, "release", CLOCK)


def follow_lapse(charge: Charge) -> None:
    """Nobody will pay it any more."""
    booking = lock(charge.booked)
    if is_open(booking, "not_paid", CLOCK):
        take(booking, "not_paid", CLOCK)
    follow_end(charge)


def follow_end(charge: Charge) -> None:
    """Nothing was taken: what is kept of a price is owed on site, and a saved card is forgotten."""
    if charge.booking:
        shares.fall_back(charge.booking)
    squaring.tidy(charge)
    forget(charge)


def forget(charge: Charge) -> None:
    if charge.method:
        wake(charge, {})
    elif charge.saved:
        wake(charge.saved, {})


def follow_captured(charge: Charge) -> None:
    """What was wished meanwhile is done now: refunds that waited; all of it where it should have been let go."""
    if charge.wish != Charge.Wish.CAPTURE:
        cards.give_back(charge, charge.captured_cents)
    elif charge.follows_yes and cards.is_settled(charge.its_booking):
        cards.plan(charge)
    wake_refunds(charge)
    forget(charge)
    receipts.for_charge(charge)


def wake_refunds(charge: Charge) -> None:
    for refund in charge.refunds.filter(status__in=(ASKED, UNKNOWN)):
        wake(refund, {})


def follow_win(charge: Charge) -> None:
    squaring.tidy(charge)
    wake_refunds(charge)


def follow_loss(charge: Charge) -> None:
    """All that was left, or a part of it: then what waited goes on with the rest."""
    squaring.tidy(charge)
    receipts.for_charge(charge)
    wake_refunds(charge)


def follow_gift(refund: Refund) -> None:
    charge = lock(refund.charge)
    squaring.tidy(charge)
    receipts.for_charge(charge)


def follow_failure(refund: Refund) -> None:
    follow_gift(refund)
    reversals.let_go_on(refund.charge)


def follow_sent(transfer: Transfer) -> None:
    """What was asked back while it was on its way, or can go on by now."""
    squaring.tidy(lock(transfer.charge))


def follow_put_off(transfer: Transfer) -> None:
    """It waits again, and meanwhile the bank may have asked for the money, or nothing may be left of it."""
    charge = lock(transfer.charge)
    squaring.tidy(charge)
    reversals.let_go_on(charge)


def follow_taken(reversal: Reversal) -> None:
    """It may have come back for nothing: what was to go back went another way meanwhile."""
    charge = lock(reversal.transfer.charge)
    reversals.let_go_on(charge)
    squaring.hand_on(charge)


def follow_shortage(reversal: Reversal) -> None:
    charge = lock(reversal.transfer.charge)
    reversals.take_back(charge)
    reversals.hold_up(charge)


FOLLOWS: dict[str, Any] = {
    "hold": follow_hold,
    "save": follow_save,
    "lapse": follow_lapse,
    "forget": follow_end,
    "released": follow_end,
    "captured": follow_captured,
    "slipped": follow_end,
    "dispute": squaring.tidy,
    "win": follow_win,
    "lose": follow_loss,
    "lose_part": follow_loss,
    "gave": follow_gift,
    "fail": follow_failure,
    "bounce": follow_failure,
    "sent": follow_sent,
    "put_off": follow_put_off,
    "took": follow_taken,
    "fall_short": follow_shortage,
    "still_short": follow_shortage,
}
