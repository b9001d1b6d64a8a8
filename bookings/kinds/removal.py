"""Moving house: what is to be moved is written down room by room, and the provider names a price for it."""

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.kinds import stops
from bookings.kinds.asked import DayField
from bookings.kinds.bargaining import BY_QUOTE, team_of
from bookings.kinds.base import Kind
from bookings.kinds.rows import RowForm, RowsField
from bookings.kinds.things import THINGS, litres_of
from bookings.models import Booking, InventoryLine
from bookings.models.inventory import MOST, Room
from services import availability
from services.availability.teams import Slots
from services.models import Offer

MOST_LINES = 80
Told = dict[str, Any]


class Part(models.TextChoices):
    """The part of the day that suits; the quote names the hour."""

    ANY = "any", gettext_lazy("At any hour")
    MORNING = "morning", gettext_lazy("In the morning, 8 to 13")
    AFTERNOON = "afternoon", gettext_lazy("In the afternoon, 13 to 18")


HOURS = {Part.ANY: (time(8), time(18)), Part.MORNING: (time(8), time(13)), Part.AFTERNOON: (time(13), time(18))}


class LineForm(RowForm):
    room = forms.ChoiceField(label=gettext_lazy("Room"), choices=[("", gettext_lazy("Choose")), *Room.choices])
    thing = forms.ChoiceField(
        label=gettext_lazy("What, or what is about as big"),
        choices=[("", gettext_lazy("Choose")), *((slug, thing.label) for slug, thing in THINGS.items())],
    )
    number = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=MOST, initial=1)
    words = forms.CharField(
        label=gettext_lazy("In your words, if it is not in the list"), max_length=120, required=False
    )


class Removal(Kind):
    name = "removal"
    label = gettext_lazy("A removal: you name a price for what there is to move")
    asks = ("note",)
    picks_time = False
    takes_at_request = False
    says_where = True
    goes_out = True
    on_request: ClassVar = (BY_QUOTE,)
    at_once: ClassVar = (BY_QUOTE,)  # a price has to be named first, whatever the offer says

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        return {
            **stops.fields(offer),
            "day": DayField(label=gettext_lazy("Which day would suit you?")),
            "time_of_day": forms.ChoiceField(
                label=gettext_lazy("At what time?"), choices=Part.choices, initial=Part.ANY
            ),
            "inventory": RowsField(LineForm, least=6, most=MOST_LINES, label=gettext_lazy("What is to be moved?")),
        }

    def questions(self, offer: Offer) -> list[dict]:
        """None: what a category asks of those who come for an hour is asked here line by line."""
        return []

    def fill(self, booking: Booking, told: Told) -> None:
        told["stops"] = stops.both(booking.offer, told)
        opens, closes = HOURS[told["time_of_day"]]
        booking.starts_at = availability.moment(told["day"], opens, booking.offer.tz)
        booking.ends_at = availability.moment(told["day"], closes, booking.offer.tz)
        booking.place = told["stops"][0].place

    def check(self, booking: Booking) -> None:
        availability.check_ahead(booking.offer, booking.starts_at, "day")

    def slots(self, booking: Booking) -> Slots:
        return team_of(booking)

    def keep(self, booking: Booking, told: Told) -> None:
        stops.keep(booking, told["stops"])
        InventoryLine.objects.bulk_create(
            InventoryLine(booking=booking, litres=THINGS[row["thing"]].litres, **row) for row in told["inventory"]
        )

    def price(self, booking: Booking, told: Told) -> int:
        """None yet: it is named in the quote."""
        return 0

    def estimate(self, offer: Offer, told: Told, minutes: int) -> int | None:
        return None

    def priced(self, booking: Booking) -> bool:
        return booking.price_cents > 0

    def worked_out(self, offer: Offer, told: Told) -> list[tuple[str, str]]:
        litres = litres_of(told.get("inventory", []))
        return [(_("All together"), cubic_metres(litres))] if litres else []

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        lines = list(booking.inventory.all())
        total = (_("All together"), cubic_metres(sum(line.number * line.litres for line in lines)))
        return [*stops.lines(booking, roles), *by_room(lines), total, *quote_lines(booking)]


def cubic_metres(litres: int) -> str:
    return _("about %(number)s m³") % {"number": floatformat(litres / 1000, -1)}


def by_room(lines: list[InventoryLine]) -> list[tuple[str, str]]:
    rooms: dict[str, list[str]] = {}
    for line in lines:
        rooms.setdefault(str(line.get_room_display()), []).append(spoken(line))
    return [(room, ", ".join(things)) for room, things in rooms.items()]


def spoken(line: InventoryLine) -> str:
    """2 x Chair; what the list does not have in the words of who asked."""
    thing = THINGS.get(line.thing)
    what = line.words or str(thing.label if thing else line.thing)
    return f"{line.number} x {what}"


def quote_lines(booking: Booking) -> list[tuple[str, str]]:
    """Every round stays readable, the last one first."""
    quotes = reversed(list(booking.quotes.all()))
    return [(_("Quote %(number)d") % {"number": quote.number}, said(booking, quote)) for quote in quotes]


def said(booking: Booking, quote: Any) -> str:
    quote.booking = booking  # it is the same: not asked for once more
    return quote.whole
