"""A place that one uses for a while: a work bench, a desk, a showroom. Several may have room for people at a time."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.kinds.base import Kind
from bookings.kinds.flows import AT_ONCE, ON_REQUEST
from bookings.kinds.states import CONFIRMED, UNDER_WAY
from bookings.models import Booking
from marketplace.lives.tables import Table
from services.models import Offer

SENTENCES = {
    CONFIRMED: {
        "customer": gettext_lazy("It is kept for you: %(day)s, %(start)s to %(end)s. There is nothing you have to do."),
        "provider": gettext_lazy("%(customer)s comes on %(day)s, %(start)s to %(end)s."),
        "worker": gettext_lazy("%(customer)s comes on %(day)s, %(start)s to %(end)s."),
    },
    UNDER_WAY: {
        "customer": gettext_lazy("It is yours until %(end)s."),
        "": gettext_lazy("%(customer)s is there until %(end)s."),
    },
}
CHOSEN: dict[str, Any] = {
    "said": gettext_lazy("%(who)s chose %(time)s instead of %(from_time)s."),
    "said_you": gettext_lazy("You chose %(time)s instead of %(from_time)s."),
}
CHOSE = dict.fromkeys(("choose_time", "grant_time", "agree_to_move", "grant_move", "move"), CHOSEN)
SAID: dict[str, dict[str, Any]] = CHOSE | {
    "book": {"said": gettext_lazy("%(who)s booked this time."), "said_you": gettext_lazy("You booked this time.")},
    "accept": {"said": gettext_lazy("%(who)s accepted.")},
}


def must_be_somewhere(offer: Offer) -> None:
    """Raises ValidationError where the organisation has not said where one goes."""
    if offer.where != Offer.Where.AT_PLACE:
        raise ValidationError(_("The organisation has not said yet where this place is."))


def with_nobody(table: Table) -> Table:
    """The same flow in words that fit a bench: nobody takes care of anything."""
    states = {name: replace(s, sentences=SENTENCES.get(name, s.sentences)) for name, s in table.states.items()}
    steps = {name: replace(step, **SAID.get(name, {})) for name, step in table.steps.items()}
    return replace(table, states=states, steps=steps)


class Place(Kind):
    name = "place"
    shared = True
    label = gettext_lazy("A place to use: a bench, a desk, a room")
    on_request = (with_nobody(ON_REQUEST),)
    at_once = (with_nobody(AT_ONCE),)

    def most_seats(self, offer: Offer) -> int:
        return max((resource.lanes for resource in offer.pool), default=1)

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        """How many places, where one of its resources has several."""
        most = self.most_seats(offer)
        if most < 2:
            return {}
        label = gettext_lazy("How many places?")
        return {"seats": forms.IntegerField(label=label, min_value=1, max_value=most, initial=1)}

    def fill(self, booking: Booking, told: dict[str, Any]) -> None:
        booking.seats = told.get("seats", 1)

    def check(self, booking: Booking) -> None:
        """One goes there: nobody brings a bench."""
        must_be_somewhere(booking.offer)
        super().check(booking)

    def price(self, booking: Booking, told: dict[str, Any]) -> int:
        return super().price(booking, told) * booking.seats

    def estimate(self, offer: Offer, told: dict[str, Any], minutes: int) -> int | None:
        return offer.price_for(minutes) * (told.get("seats") or 1)

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        return [(_("Places"), str(booking.seats))] if self.most_seats(booking.offer) > 1 else []
