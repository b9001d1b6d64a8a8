"""How transfers live, and what is taken back of them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from bookings.models import Reversal, Transfer
from bookings.payments import entries, states
from bookings.payments.states import (
    ASKED,
    DROPPED,
    FROZEN,
    SENDING,
    SENT,
    SHORT,
    TAKEN,
    UNKNOWN,
    WAITING,
)
from bookings.payments.waking import CLOCK, Facts, wake
from marketplace.lives.tables import NEW, Step, Table


def settle_amount(transfer: Transfer, facts: Facts) -> None:
    """What can go on of the charge now: what goes back of it from here on is taken back first."""
    transfer.cents = transfer.charge.to_hand_on


def something_left(transfer: Transfer) -> bool:
    return transfer.charge.to_hand_on > 0


def nothing_left(transfer: Transfer) -> bool:
    return transfer.charge.to_hand_on <= 0


def is_needless(reversal: Reversal) -> bool:
    """Whether without it enough comes back."""
    charge = reversal.transfer.charge
    return charge.asked_back - reversal.cents >= charge.to_come_back


def when_due(payment: Transfer | Reversal) -> datetime:
    return payment.due_at


TRANSFER = Table(
    states=states.TRANSFER,
    steps={
        "plan": Step(_("Begin"), (NEW,), WAITING, CLOCK),
        "send": Step(
            _("Send"),
            (WAITING,),
            SENDING,
            CLOCK,
            when=something_left,
            due=when_due,
            effects=(settle_amount, wake),
        ),
        "sent": Step(
            _("Transferred"),
            (SENDING, UNKNOWN),
            SENT,
            CLOCK,
            effects=(entries.sent,),
            told=("provider",),
            said=_("%(amount)s were transferred to your account."),
        ),
        "put_off": Step(_("Put off"), (SENDING, UNKNOWN), WAITING, CLOCK),
        "lose_sight": Step(_("Lose sight"), (SENDING,), UNKNOWN, CLOCK),
        "freeze": Step(_("Keep back"), (WAITING,), FROZEN, CLOCK),
        "thaw": Step(_("Free again"), (FROZEN,), WAITING, CLOCK),
        "drop": Step(_("Drop"), (WAITING, FROZEN), DROPPED, CLOCK, when=nothing_left),
    },
)
REVERSAL = Table(
    states=states.REVERSAL,
    steps={
        "begin": Step(_("Begin"), (NEW,), ASKED, CLOCK, effects=(wake,)),
        "took": Step(
            _("Taken back"),
            (NEW, ASKED, UNKNOWN, SHORT),
            TAKEN,
            CLOCK,
            effects=(entries.taken_back,),
            told=("provider",),
            said=_("%(amount)s were taken back from your account, to go back to the card."),
        ),
        "fall_short": Step(
            _("Find too little"),
            (ASKED, UNKNOWN),
            SHORT,
            CLOCK,
            told=("provider",),
            said=_(
                "Your account at Stripe does not hold the %(amount)s that have to come back. We try again every day."
            ),
        ),
        "still_short": Step(_("Find too little again"), (ASKED, UNKNOWN), SHORT, CLOCK),
        "again": Step(_("Try again"), (SHORT,), ASKED, CLOCK, due=when_due, effects=(wake,)),
        "lose_sight": Step(_("Lose sight"), (ASKED,), UNKNOWN, CLOCK),
        "needless": Step(_("Drop"), (SHORT,), DROPPED, CLOCK, when=is_needless),
    },
)
