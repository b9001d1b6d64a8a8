"""Paying first: where a card pays, the time is kept for a quarter of an hour, and the booking goes on with the money.

Money guards this state and is none: what becomes of the charge stands in a life of its own (`bookings.payments`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.effects import begin_payment, call_for_payment, give_back, release, share_out, take_payment
from bookings.kinds.states import CANCELLED, CONFIRMED, EXPIRED, OPEN
from bookings.kinds.times import last_change
from bookings.models import Booking
from bookings.payments import cards
from marketplace.lives.tables import NEW, State, Step, Words

PAYING = "paying"
TO_PAY = timedelta(minutes=15)
Effect = Callable[[Booking, dict[str, Any]], None]


def pay_by(booking: Booking) -> datetime:
    return last_change(booking) + TO_PAY


STATES = {
    PAYING: State(
        _("To be paid"),
        {
            "customer": _("One thing is left: your card. The time is kept for you for 15 minutes."),
            "": _("%(customer)s is paying. The time is kept for 15 minutes."),
        },
        turn="customer",
        tone="ochre",
        holds=True,
        agreed=False,
    ),
}


def before(reserve: Effect, target: str, paid: dict[str, Any], saved: Words) -> dict[str, Step]:
    """The steps before a flow that a card pays: `reserve` keeps the time, and with the money it goes on to `target`.

    `saved` is said where the card is only saved, because it is far away."""
    return {
        "pay": Step(
            _("Go on to pay"),
            (NEW,),
            PAYING,
            ("customer",),
            effects=(reserve, share_out, begin_payment),
            said=_("%(who)s went on to pay."),
            said_you=_("You went on to pay."),
        ),
        "paid": Step(_("Paid"), (PAYING,), target, ("clock",), when=cards.is_held, **paid),
        "card_saved": Step(
            _("Card saved"), (PAYING,), target, ("clock",), when=cards.is_saved, **(paid | {"said": saved})
        ),
        "not_paid": Step(
            _("Not paid in time"),
            (PAYING,),
            EXPIRED,
            ("clock",),
            due=pay_by,
            effects=(release, give_back),
            told=("customer",),
            said=_("It was not paid in time, so the time is free again. Nothing was taken from the card."),
            ahead=_("Without a payment the time is free again %(day)s at %(hour)s."),
        ),
        "leave": Step(
            _("Do not book"),
            (PAYING,),
            CANCELLED,
            ("customer",),
            effects=(release, give_back),
            said=_("%(who)s did not go on."),
            said_you=_("You did not go on. Nothing was taken from your card."),
            tone="no",
        ),
    }


def taken_with_the_yes(steps: dict[str, Step]) -> dict[str, Step]:
    """The same steps; those that say yes to a request first take what is held on the card. What a desk asked for has
    its page from then on."""
    return {
        name: replace(step, effects=(take_payment, *step.effects, call_for_payment))
        if set(step.sources) <= set(OPEN) and step.target == CONFIRMED
        else step
        for name, step in steps.items()
    }


BEFORE_ASKING = {
    "told": ("provider", "customer"),
    "said": _("It is held on the card, and asked for."),
}
ASKED_WITH_CARD = _("The card is saved, and it is asked for. Nothing is taken yet.")
BOOKED_WITH_CARD = _("The card is saved, and it is booked. Nothing is taken yet.")
BEFORE_BOOKING = {
    "effects": (take_payment,),
    "told": ("provider", "worker", "customer"),
    "said": _("It is paid and booked. %(worker)s takes care of it."),
}
