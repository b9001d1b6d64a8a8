"""How the purchase of a bundle lives: paid by card first, then bought. Money guards its states, as of a booking."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.models import Charge, Purchase
from bookings.payments import cards, purchases, states
from bookings.payments.states import BOUGHT, CAPTURED, LAPSED, LOST, PAYING, RELEASED, RETURNED, TAKING
from marketplace.lives.engine import CLOCK, take
from marketplace.lives.tables import NEW, Step, Table

BY_CLOCK = ("clock",)
TO_PAY = timedelta(minutes=15)
Facts = dict[str, Any]


def pay_by(purchase: Purchase) -> datetime | None:
    return purchase.last_change.at + TO_PAY if purchase.last_change else None


def begin_payment(purchase: Purchase, facts: Facts) -> None:
    """Have the page prepared on which a card pays it."""
    take(Charge.objects.create(purchase=purchase, cents=purchase.cents), "begin", CLOCK)


def take_payment(purchase: Purchase, facts: Facts) -> None:
    """Take what is held on the card: nobody has to say yes."""
    cards.capture(purchase)


def is_taken(purchase: Purchase) -> bool:
    return bool(purchase.charge) and purchase.charge.status == CAPTURED


def is_free_again(purchase: Purchase) -> bool:
    return bool(purchase.charge) and purchase.charge.status == RELEASED


def went_back(purchase: Purchase) -> bool:
    """All of it, at Stripe or by the bank."""
    charge = purchase.charge
    return bool(charge) and (charge.status in (CAPTURED, LOST) and not charge.left)


PURCHASE = Table(
    states=states.PURCHASE,
    steps={
        "begin": Step(
            _("Go on to pay"),
            (NEW,),
            PAYING,
            ("customer",),
            effects=(begin_payment,),
            said=_("%(who)s went on to pay."),
            said_you=_("You went on to pay."),
        ),
        "paid": Step(_("Paid"), (PAYING,), TAKING, BY_CLOCK, when=cards.is_held, effects=(take_payment,)),
        "not_paid": Step(
            _("Not paid in time"),
            (PAYING,),
            LAPSED,
            BY_CLOCK,
            due=pay_by,
            effects=(purchases.let_go,),
            said=_("It was not paid in time. Nothing was taken from the card."),
        ),
        "leave": Step(
            _("Do not buy"),
            (PAYING,),
            LAPSED,
            ("customer",),
            effects=(purchases.let_go,),
            said=_("%(who)s did not go on."),
            said_you=_("You did not go on. Nothing was taken from your card."),
            tone="no",
        ),
        "bought": Step(
            _("Bought"),
            (TAKING,),
            BOUGHT,
            BY_CLOCK,
            when=is_taken,
            effects=(purchases.enter,),
            told=("customer", "provider"),
            said=_("%(bundle)s, %(price)s: paid by card."),
        ),
        "slip": Step(
            _("Slip"),
            (TAKING,),
            LAPSED,
            BY_CLOCK,
            when=is_free_again,
            told=("customer",),
            said=_("The bank did not keep %(price)s for us. Nothing was taken, and nothing was bought."),
        ),
        "give_back": Step(
            _("Take it back"),
            (BOUGHT,),
            RETURNED,
            ("provider",),
            when=purchases.can_be_given_back,
            effects=(purchases.give_back,),
            told=("customer",),
            said=_("%(who)s took it back: %(price)s go back to the card."),
            said_you=_("You took it back: %(price)s go back to the card."),
            tone="no",
        ),
        "went_back": Step(
            _("Went back"),
            (BOUGHT,),
            RETURNED,
            BY_CLOCK,
            when=went_back,
            effects=(purchases.take_services,),
            told=("customer", "provider"),
            said=_("The money went back to the card, and what was left of the services was taken back."),
        ),
    },
)
