"""How refunds live: what goes back to a card, also where the bank says later that it could not."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models import Refund
from bookings.payments import entries, states
from bookings.payments.states import (
    ASKED,
    CAPTURED,
    DROPPED,
    FAILED,
    GIVEN,
    OUTSIDE,
    OWED,
    PENDING,
    REPEATED,
    UNKNOWN,
)
from bookings.payments.waking import CLOCK, wake
from marketplace import wording
from marketplace.lives.tables import NEW, Step, Table

WAYS = {"transfer": _("by bank transfer"), "cash": _("in cash")}
# Stripe's words for why a card did not take it, as people say them.
WHY = {
    "lost_or_stolen_card": _("The card was reported lost or stolen."),
    "expired_or_canceled_card": _("The card has expired, or was cancelled."),
    "charge_for_pending_refund_disputed": _("The holder of the card disputes the payment."),
    "declined": _("The bank refused it."),
    "canceled": _("It was called off at Stripe."),
}
NOT_TAKEN = _("%(amount)s could not go back to the card. They are still owed.")


class DayOfGiving(forms.DateField):
    """When it was given back outside: not before it was to go back, and not after today, on the clock of the place."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, refund: Refund) -> None:
        self.first, self.last = (local(refund, moment) for moment in (refund.born_at, timezone.now()))
        super().__init__(label=_("On which day?"), initial=self.last)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and not self.first <= day <= self.last:
            facts = {"first": wording.day(self.first), "last": wording.day(self.last)}
            raise ValidationError(gettext("Choose a day from %(first)s to %(last)s.") % facts)
        return day


def local(refund: Refund, moment: Any) -> date:
    return wording.date_of(moment, refund.booked.organisation.tz)


def way(refund: Refund) -> forms.Field:
    return forms.ChoiceField(label=_("How was it given back?"), choices=list(WAYS.items()), widget=forms.RadioSelect)


def why(refund: Refund) -> Any:
    """Why the card did not take it, in a sentence; empty where Stripe says nothing that helps."""
    return WHY.get(refund.failure, "")


def card_can_be_tried(refund: Refund) -> bool:
    return refund.charge.status == CAPTURED


REFUND = Table(
    states=states.REFUND,
    steps={
        "begin": Step(_("Begin"), (NEW,), ASKED, CLOCK, effects=(wake,)),
        "wait": Step(_("Wait for the bank"), (NEW, ASKED, UNKNOWN, OWED), PENDING, CLOCK),
        "gave": Step(
            _("Given back"),
            (NEW, ASKED, UNKNOWN, OWED, PENDING),
            GIVEN,
            CLOCK,
            effects=(entries.given,),
            told=("customer",),
            said=_("%(amount)s went back to your card."),
        ),
        "fail": Step(
            _("Fail"),
            (NEW, ASKED, UNKNOWN, OWED, PENDING),
            FAILED,
            CLOCK,
            told=("customer", "provider"),
            said=NOT_TAKEN,
        ),
        "bounce": Step(
            _("Come back from the card"),
            (GIVEN,),
            FAILED,
            CLOCK,
            effects=(entries.bounced,),
            told=("customer", "provider"),
            said=NOT_TAKEN,
        ),
        "again": Step(
            _("Try the card again"),
            (FAILED,),
            REPEATED,
            ("provider",),
            when=card_can_be_tried,
            said=_("%(who)s tries again to give %(amount)s back to the card."),
        ),
        "outside": Step(
            _("Write it down"),
            (FAILED,),
            OUTSIDE,
            ("provider",),
            asks=("how", "day"),
            fields={"how": way, "day": DayOfGiving},
            codes={"how": WAYS},
            effects=(entries.outside,),
            told=("customer",),
            said=_("%(who)s wrote down that %(amount)s were given back %(how)s: %(day)s."),
        ),
        "owe": Step(_("Wait for the organisation"), (ASKED,), OWED, CLOCK),
        "go_on": Step(_("Go on"), (OWED,), ASKED, CLOCK, effects=(wake,)),
        "needless": Step(_("Drop"), (ASKED, UNKNOWN, OWED, FAILED), DROPPED, CLOCK),
        "lose_sight": Step(_("Lose sight"), (ASKED,), UNKNOWN, CLOCK),
    },
)
