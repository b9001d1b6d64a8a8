"""A repair with a quote: one says what is broken, the workshop names a price, a day and an hour; then one brings it."""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.kinds.asked import DayField
from bookings.kinds.bargaining import BY_QUOTE, QUOTED, team_of
from bookings.kinds.base import Kind
from bookings.kinds.place import must_be_somewhere
from bookings.kinds.quoting import QUOTE_FIELDS, photos_of
from bookings.kinds.removal import HOURS, Part, quote_lines
from bookings.kinds.states import CONFIRMED
from bookings.models import Booking
from marketplace.lives.tables import Table
from services import availability
from services.availability.teams import Slots
from services.models import Offer

Told = dict[str, Any]
WHAT = "what"  # the name of the answer that says what is broken
WITHOUT = {"crew": 1, "van": False}  # what a quote says besides, where one person does it at her bench
ASKED_FOR = tuple(name for name in QUOTE_FIELDS if name not in WITHOUT)


def alone(booking: Booking, facts: Told) -> None:
    """One does it, at the bench."""
    facts |= WITHOUT


def at_the_bench(table: Table) -> Table:
    """The same rounds of prices, for one pair of hands; the words fit something that is brought and fetched."""
    quote, add = table.steps["quote"], table.steps["add_photos"]
    steps = {
        "quote": replace(quote, asks=ASKED_FOR, effects=(alone, *quote.effects)),
        "add_photos": replace(add, fields={"photos": photos_of(gettext_lazy("Photos of what is broken"))}),
    }
    quoted, confirmed = table.states[QUOTED], table.states[CONFIRMED]
    words = {
        "provider": gettext_lazy("%(customer)s has your price until %(by_day)s at %(by_hour)s. The hour is kept free.")
    }
    bring = {
        "customer": gettext_lazy("Bring it on %(day)s at %(start)s."),
        "provider": gettext_lazy("%(customer)s brings it on %(day)s at %(start)s."),
        "worker": gettext_lazy("%(customer)s brings it on %(day)s at %(start)s."),
    }
    states = {
        QUOTED: replace(quoted, sentences={**quoted.sentences, **words}),
        CONFIRMED: replace(confirmed, sentences={**confirmed.sentences, **bring}),
    }
    return replace(table, states={**table.states, **states}, steps={**table.steps, **steps})


REPAIRING = at_the_bench(BY_QUOTE)


class Repair(Kind):
    name = "repair"
    label = gettext_lazy("A repair: you name a price for what is broken")
    asks = ("note",)
    picks_time = False
    takes_at_request = False
    says_where = True
    on_request: ClassVar = (REPAIRING,)
    at_once: ClassVar = (REPAIRING,)  # a price has to be named first, whatever the offer says

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        return {
            "what": forms.CharField(
                label=gettext_lazy("What is it, and what is broken?"), max_length=1000, widget=forms.Textarea
            ),
            "day": DayField(label=gettext_lazy("Which day would suit you?")),
            "time_of_day": forms.ChoiceField(
                label=gettext_lazy("At what time?"), choices=Part.choices, initial=Part.ANY
            ),
        }

    def questions(self, offer: Offer) -> list[dict]:
        """None: what a category asks of those who come for an hour stands in what is broken."""
        return []

    def fill(self, booking: Booking, told: Told) -> None:
        opens, closes = HOURS[told["time_of_day"]]
        booking.starts_at = availability.moment(told["day"], opens, booking.offer.tz)
        booking.ends_at = availability.moment(told["day"], closes, booking.offer.tz)
        booking.place, booking.on_site = booking.offer.place, True

    def check(self, booking: Booking) -> None:
        """One brings it: nobody brings a bench along."""
        must_be_somewhere(booking.offer)
        availability.check_ahead(booking.offer, booking.starts_at, "day")

    def slots(self, booking: Booking) -> Slots:
        return team_of(booking)

    def keep(self, booking: Booking, told: Told) -> None:
        """It is no answer to a question of the category, and stands beside them."""
        booking.answers = {WHAT: told["what"]}
        booking.save(update_fields=["answers"])

    def price(self, booking: Booking, told: Told) -> int:
        """None yet: it is named in the quote."""
        return 0

    def estimate(self, offer: Offer, told: Told, minutes: int) -> int | None:
        return None

    def priced(self, booking: Booking) -> bool:
        return booking.price_cents > 0

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        return [(_("What is broken"), booking.answers.get(WHAT, "")), *quote_lines(booking)]
