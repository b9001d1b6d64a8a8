"""What was transferred and has to come back: as much as does not stay of the charge, whatever the reason and the order.

How much that is follows from the rows alone, so it is asked again after whatever may have changed it.
"""

from datetime import timedelta

from django.utils import timezone

from bookings.models import Charge, Reversal, Transfer
from bookings.payments.states import ASKED, OWED, SENT, SHORT
from bookings.payments.waking import wake
from marketplace.lives.engine import CLOCK, is_open, take

A_DAY = timedelta(days=1)


def take_back(charge: Charge) -> None:
    """Begin what is missing and cut what is too much. The charge is locked."""
    for reversal in Reversal.objects.filter(transfer__charge=charge, status=SHORT).order_by("pk"):
        cut(reversal)
    for transfer in charge.transfers.filter(status=SENT).order_by("-pk"):
        missing = charge.to_come_back - charge.asked_back
        if (cents := min(missing, transfer.cents - transfer.asked_back)) > 0:
            begin(transfer, cents)


def cut(reversal: Reversal) -> None:
    """What came back by another way meanwhile is not asked for again: Stripe refuses more than is left, every day."""
    too_much = reversal.transfer.charge.asked_back - reversal.transfer.charge.to_come_back
    if is_open(reversal, "needless", CLOCK):
        take(reversal, "needless", CLOCK)
    elif too_much > 0:
        Reversal.objects.filter(pk=reversal.pk).update(cents=reversal.cents - too_much)


def begin(transfer: Transfer, cents: int) -> None:
    take(Reversal.objects.create(transfer=transfer, cents=cents, due_at=timezone.now()), "begin", CLOCK)


def hold_up(charge: Charge) -> None:
    """Refunds for which the organisation's account does not hold enough are owed."""
    for refund in charge.refunds.filter(status=ASKED).order_by("pk"):
        if not refund.is_covered:
            take(refund, "owe", CLOCK)


def let_go_on(charge: Charge) -> None:
    """Refunds that waited for what has come back."""
    for refund in charge.refunds.filter(status__in=(ASKED, OWED)).order_by("pk"):
        if refund.is_covered and refund.status == OWED:
            take(refund, "go_on", CLOCK)
        elif refund.is_covered:
            wake(refund, {})


def split(reversal: Reversal, there: int) -> None:
    """What the account does hold comes back at once; the rest waits. Where another waits already, nothing is there."""
    waiting = reversal.transfer.reversals.filter(status=SHORT).exclude(pk=reversal.pk)
    if reversal.status == SHORT and 0 < there < reversal.cents and not waiting.exists():
        Reversal.objects.filter(pk=reversal.pk).update(cents=reversal.cents - there)
        begin(reversal.transfer, there)
