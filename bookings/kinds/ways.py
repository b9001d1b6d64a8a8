"""How somebody chooses the way to pay: with the asking, or with the yes to a price that was named later."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bookings.kinds.asked import AsShown
from bookings.models import Booking, Way
from bookings.payments import bank, cards, later, plan

# What says how an offer may be paid, for pages that show that: read with the offer.
PAYABLE = ("organisation__payout_account", "organisation__bank_account")
HOW = _("How will it be paid?")
BY_INVOICE = _("By invoice")
LABELS = {
    Way.ON_SITE: _("On site, when it is done"),
    Way.BANK: _("By bank transfer: with the yes you see to which account, and by when"),
}
NOT_SO = {
    Way.CARD: _("This offer cannot be paid by card."),
    Way.BANK: _("This offer cannot be paid by bank transfer."),
}


class WayField(forms.ChoiceField):
    """One of the ways to pay that are open here; on site where nothing is said."""

    widget = forms.RadioSelect

    def __init__(self, ways: Sequence[Way], **kwargs: Any) -> None:
        self.ways = ways
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> Way:
        wished = value or Way.ON_SITE
        if wished in self.ways:
            return Way(wished)
        known = isinstance(wished, str) and wished in Way.values
        raise ValidationError(NOT_SO[Way(wished)] if known else _("Choose one of the ways to pay."))


def pay_by(ways: Sequence[Way], at_desk: bool = False, for_desks: bool = False) -> dict[str, forms.Field]:
    """How one pays what nobody else carries, where there is a choice; `at_desk`: how she pays for whom it is booked;
    `for_desks`: it may be booked for an organisation."""
    if len(ways) < 2:
        return {}
    hint = _("An organisation gets an invoice where it does not transfer the price.") if for_desks else ""
    if at_desk:
        return {"pay_by": way_to_pay(ways, HOW, _("By card: there is a page for it once it is agreed"))}
    by_card = _("By card, now: it is taken only with the yes")
    return {"pay_by": way_to_pay(ways, _("How do you want to pay?"), by_card, hint)}


def pay_what_is_agreed(booking: Booking) -> forms.Field:
    """The same with a yes that makes it binding: from then on a page is open for the card, or an account told. Where
    there is no choice, nobody sees the question."""
    ways = ways_for(booking)
    if len(ways) < 2:
        return WayField(ways, widget=AsShown(lambda: Way.ON_SITE))
    by_card = _("By card: a page for it stays open for up to four days")
    if later.is_far(booking.ends_at):
        by_card = _("By card: you save it within four days, and it is charged a week before the day")
    return way_to_pay(ways, HOW, by_card, on_site=BY_INVOICE if booking.client_id else "")


def ways_for(booking: Booking) -> list[Way]:
    """How what is agreed may be paid; where nothing is left to pay there is no choice."""
    able = {Way.CARD: may_be_by_card(booking), Way.BANK: bank.possible(booking.offer) and bool(own_of(booking))}
    return [Way.ON_SITE, *(way for way in able if able[way])]


def own_of(booking: Booking) -> int:
    return plan.own(plan.of(booking))


def may_be_by_card(booking: Booking) -> bool:
    possible = not booking.client_id and cards.possible_for(booking.offer, booking.customer)
    return possible and own_of(booking) >= plan.LEAST_BY_CARD


def is_still_to_say_how(booking: Booking) -> bool:
    """Whether a step that is open now asks how it will be paid."""
    asking = [step for step in booking.table.leaving(booking.status).values() if "pay_by" in step.asks]
    return any(step.when(booking) for step in asking) and len(ways_for(booking)) > 1


def way_to_pay(ways: Sequence[Way], question: Any, by_card: Any, hint: Any = "", on_site: Any = "") -> forms.Field:
    words = LABELS | {Way.CARD: by_card} | ({Way.ON_SITE: on_site} if on_site else {})
    choices = [(way.value, words[way]) for way in ways]
    return WayField(ways, label=question, choices=choices, initial=Way.ON_SITE.value, help_text=hint)
