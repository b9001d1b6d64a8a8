"""How charges, refunds and transfers live. Tasks take these steps as the clock, by what Stripe says is true."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as tasks

from bookings.models import Charge, Reversal, Transfer
from bookings.payments import entries, later, states
from bookings.payments.states import (
    ASKED,
    CAPTURED,
    CAPTURING,
    CHARGING,
    DISPUTED,
    DROPPED,
    FAILED,
    FROZEN,
    GIVEN,
    HELD,
    LOST,
    OPEN,
    OWED,
    RELEASED,
    RELEASING,
    SAVED,
    SENDING,
    SENT,
    SHORT,
    STARTING,
    TAKEN,
    UNKNOWN,
    WAITING,
)
from marketplace.lives.models import Life
from marketplace.lives.tables import NEW, Step, Table

CLOCK = ("clock",)
Facts = dict[str, Any]


def wake(life: Life, facts: Facts) -> None:
    """Have the network asked, once this is committed."""
    tasks.configure_task("payments.work").defer(life_id=life.pk)


def want_capture(charge: Charge, facts: Facts) -> None:
    charge.wish = Charge.Wish.CAPTURE


def want_release(charge: Charge, facts: Facts) -> None:
    charge.wish = Charge.Wish.RELEASE


def is_to_be_held(charge: Charge) -> bool:
    return charge.wish == Charge.Wish.HOLD


def settle_amount(transfer: Transfer, facts: Facts) -> None:
    """What is left of the charge now: what goes back of it from here on is taken back first."""
    transfer.cents = transfer.charge.left


def something_left(transfer: Transfer) -> bool:
    return transfer.charge.left > 0


def nothing_left(transfer: Transfer) -> bool:
    return transfer.charge.left <= 0


def is_needless(reversal: Reversal) -> bool:
    """Whether without it enough comes back."""
    transfer = reversal.transfer
    return transfer.asked_back - reversal.cents >= transfer.to_come_back


def when_due(payment: Transfer | Reversal) -> datetime:
    return payment.due_at


CHARGE = Table(
    states=states.CHARGE,
    steps={
        "begin": Step(_("Begin"), (NEW,), STARTING, CLOCK, effects=(wake,)),
        "call": Step(
            _("Ask to pay"),
            (NEW,),
            STARTING,
            CLOCK,
            effects=(later.call, wake),
            told=("customer",),
            said=_(
                "Open your booking and pay %(amount)s there by card, by %(until_day)s at %(until_hour)s; else the "
                "price is paid on site."
            ),
        ),
        "opened": Step(_("Open the page"), (STARTING, UNKNOWN), OPEN, CLOCK, when=later.is_begun),
        "renew": Step(
            _("Open another page"), (OPEN,), STARTING, CLOCK, when=later.has_time, effects=(later.turn_page, wake)
        ),
        "remind": Step(
            _("Remind to pay"),
            (OPEN,),
            OPEN,
            CLOCK,
            due=later.a_day_before,
            told=("customer",),
            said=_("Reminder: %(amount)s can be paid by card until %(until_day)s at %(until_hour)s."),
        ),
        "too_late": Step(
            _("Not paid in time"),
            (STARTING, OPEN, UNKNOWN),
            RELEASING,
            CLOCK,
            when=later.is_begun,
            due=later.until,
            effects=(want_release, wake),
            told=("customer", "provider"),
            said=_("%(amount)s were not paid by card in time. The price is paid on site."),
        ),
        "save": Step(
            _("Save the card"),
            (STARTING, OPEN, UNKNOWN),
            SAVED,
            CLOCK,
            when=later.is_to_be_saved,
            effects=(later.saved,),
        ),
        "charge": Step(
            _("Charge the saved card"),
            (SAVED,),
            CHARGING,
            CLOCK,
            due=later.when_to_charge,
            effects=(later.want_hold, wake),
            told=("customer",),
            said=_("%(amount)s are now taken from the card that you saved."),
        ),
        "refused": Step(
            _("Refused by the bank"),
            (CHARGING, UNKNOWN),
            STARTING,
            CLOCK,
            when=is_to_be_held,
            effects=(later.to_page, wake),
            told=("customer",),
            said=_(
                "The bank did not let us charge your saved card. Open your booking and pay %(amount)s there by "
                "%(until_day)s at %(until_hour)s; else the price is paid on site."
            ),
        ),
        "hold": Step(_("Hold"), (STARTING, OPEN, CHARGING, UNKNOWN), HELD, CLOCK, when=is_to_be_held),
        "capture": Step(_("Take"), (HELD,), CAPTURING, CLOCK, effects=(want_capture, wake)),
        "captured": Step(
            _("Taken"), (HELD, CAPTURING, RELEASING, UNKNOWN), CAPTURED, CLOCK, effects=(entries.captured,)
        ),
        "release": Step(
            _("Let go"),
            (STARTING, OPEN, SAVED, CHARGING, HELD, UNKNOWN),
            RELEASING,
            CLOCK,
            when=later.is_begun,
            effects=(want_release, wake),
        ),
        "lapse": Step(_("Lapse"), (STARTING, OPEN, RELEASING, UNKNOWN), RELEASED, CLOCK),
        "released": Step(
            _("Let go"),
            (OPEN, HELD, RELEASING, UNKNOWN),
            RELEASED,
            CLOCK,
            told=("customer",),
            said=_("%(amount)s are free again on your card: nothing was taken."),
        ),
        "forget": Step(
            _("Forget the card"),
            (RELEASING, UNKNOWN),
            RELEASED,
            CLOCK,
            told=("customer",),
            said=_("Nothing was taken, and the card that you saved is forgotten."),
        ),
        "slipped": Step(
            _("Slip"),
            (CAPTURING, UNKNOWN),
            RELEASED,
            CLOCK,
            told=("customer", "provider"),
            said=_("The bank did not keep %(amount)s for us. The price is paid on site."),
        ),
        "lose_sight": Step(_("Lose sight"), (STARTING, CHARGING, CAPTURING, RELEASING), UNKNOWN, CLOCK),
        "dispute": Step(
            _("Dispute"),
            (CAPTURED,),
            DISPUTED,
            CLOCK,
            told=("provider",),
            said=_("The holder of the card disputes the payment of %(amount)s."),
        ),
        "win": Step(
            _("Win"),
            (DISPUTED,),
            CAPTURED,
            CLOCK,
            told=("provider",),
            said=_("The bank decided for you: the payment stays."),
        ),
        "lose": Step(
            _("Lose"),
            (DISPUTED,),
            LOST,
            CLOCK,
            effects=(entries.lost,),
            told=("provider",),
            said=_("The bank gave the money back to the holder of the card."),
        ),
    },
)
REFUND = Table(
    states=states.REFUND,
    steps={
        "begin": Step(_("Begin"), (NEW,), ASKED, CLOCK, effects=(wake,)),
        "gave": Step(
            _("Given back"),
            (NEW, ASKED, UNKNOWN, OWED),
            GIVEN,
            CLOCK,
            effects=(entries.given,),
            told=("customer",),
            said=_("%(amount)s went back to your card."),
        ),
        "fail": Step(
            _("Fail"),
            (ASKED, UNKNOWN),
            FAILED,
            CLOCK,
            told=("provider",),
            said=_("%(amount)s could not go back to the card."),
        ),
        "owe": Step(_("Wait for the organisation"), (ASKED,), OWED, CLOCK),
        "go_on": Step(_("Go on"), (OWED,), ASKED, CLOCK, effects=(wake,)),
        "needless": Step(_("Drop"), (ASKED, UNKNOWN, OWED), DROPPED, CLOCK),
        "lose_sight": Step(_("Lose sight"), (ASKED,), UNKNOWN, CLOCK),
    },
)
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
BY_SPECIES = {
    "bookings.charge": CHARGE,
    "bookings.refund": REFUND,
    "bookings.transfer": TRANSFER,
    "bookings.reversal": REVERSAL,
}
