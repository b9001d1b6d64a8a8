"""Bringing a charge to what its rows say, whatever changed and in whatever order: what is still owed to whoever paid,
what is handed on to the organisation, kept back or handed on once more, and what comes back from it. All is locked."""

from django.utils import timezone

from bookings.models import Charge, Refund, Transfer
from bookings.payments import reversals
from bookings.payments.states import (
    ASKED,
    CAPTURED,
    DISPUTED,
    FAILED,
    FROZEN,
    LOST,
    OWED,
    RELEASED,
    UNKNOWN,
    WAITING,
)
from marketplace.lives.engine import CLOCK, take


def tidy(charge: Charge) -> None:
    """What cannot be any more ends, what is free goes on, and what was transferred and does not stay comes back."""
    if charge.status in (RELEASED, LOST):
        for refund in charge.refunds.filter(status__in=(ASKED, UNKNOWN, OWED)).order_by("pk"):
            take(refund, "needless", CLOCK)
    cut(charge)
    hand_on(charge)
    reversals.take_back(charge)


def cut(charge: Charge) -> None:
    """What went back by another way meanwhile, or by the bank, is not owed a second time."""
    for refund in charge.refunds.filter(status=FAILED).order_by("-pk"):
        trim(refund, charge.too_much_back)


def trim(refund: Refund, too_much: int) -> None:
    """By what others gave back of it meanwhile."""
    if too_much >= refund.cents:
        take(refund, "needless", CLOCK)
    elif too_much > 0:
        Refund.objects.filter(pk=refund.pk).update(cents=refund.cents - too_much)


def hand_on(charge: Charge) -> None:
    """Keep back what a bank asks for, as long as it does, and drop what came to nothing. What was handed on once, came
    back and stays with the organisation after all is handed on again."""
    waiting = charge.transfers.filter(status__in=(WAITING, FROZEN)).first()
    if waiting:
        settle(waiting, charge)
    elif charge.is_to_be_handed_on:
        take(Transfer.objects.create(charge=charge, cents=charge.to_hand_on, due_at=timezone.now()), "plan", CLOCK)


def settle(transfer: Transfer, charge: Charge) -> None:
    some = charge.to_hand_on > 0
    if some and transfer.status == FROZEN:
        take(transfer, "thaw", CLOCK)
    elif not some and charge.status == DISPUTED and transfer.status == WAITING:
        take(transfer, "freeze", CLOCK)
    elif not some and charge.status in (RELEASED, LOST, CAPTURED):
        take(transfer, "drop", CLOCK)
