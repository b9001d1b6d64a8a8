"""What a kind of booking is. A new kind says only in what it differs."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.kinds.flows import AT_ONCE, ON_REQUEST
from bookings.models import Booking, Way
from bookings.payments import bank, cards
from marketplace.lives.tables import NEW, Table, Words
from services import availability
from services.availability.teams import Slots
from services.models import Offer


class Kind:
    """A sort of booking: what it asks, what else must be true, what it keeps, and the flows it lives by.

    A flow is a list of tables, the newest last: what was born under an older version ends under it.
    """

    name: ClassVar[str]
    label: ClassVar[Words] = _("A time to agree on")  # how providers choose it
    asks: ClassVar[tuple[str, ...]] = ("starts_at", "ends_at", "note")  # fields of the booking itself
    picks_time: ClassVar[bool] = True  # somebody picks a start among the free times, and a length
    says_where: ClassVar[bool] = False  # `fill` writes the place: there are several, or it is not the customer's home
    goes_out: ClassVar[bool] = False  # to addresses that the customer names: it is never at the provider's place
    in_wardrobe: ClassVar[bool] = False  # what one chooses hangs in a wardrobe
    shared: ClassVar[bool] = False  # somebody may take several of the places that it has at a time
    takes_at_request: ClassVar[bool] = True  # a request takes what it asks for already, where the offer wants that
    dated: ClassVar[bool] = False  # it takes place on dates that the provider announces
    counted: ClassVar[bool] = False  # there are so many of it, and what somebody has is gone for good
    costs: ClassVar[bool] = True  # whether anybody ever pays for it
    on_request: ClassVar[tuple[Table, ...]] = (ON_REQUEST,)
    at_once: ClassVar[tuple[Table, ...]] = (AT_ONCE,)

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.on_request + self.at_once

    def table(self, at_once: bool, version: int | None = None) -> Table:
        """The flow's table of this version; the newest when none is named."""
        flow = self.at_once if at_once else self.on_request
        return next(table for table in reversed(flow) if version in (None, table.version))

    @property
    def repeats(self) -> bool:
        """Whether one may ask for it every week: whoever picks a time may pick it again."""
        return self.picks_time

    def first_step(self, at_once: bool) -> str:
        """The step that leads out of NEW as a rule: its label is the button."""
        return next(iter(self.table(at_once).leaving(NEW)))

    def opening(self, booking: Booking) -> str:
        """The step that this booking opens with, once its own rows are kept."""
        return "pay" if self.takes_cards(booking.offer) and cards.due(booking) else self.first_step(booking.at_once)

    def keeps(self, offer: Offer) -> bool | None:
        """Whether what somebody asks for is kept for her until the answer, else the first yes takes it; None: nobody is
        to answer, or there is nothing to keep yet."""
        return offer.request_blocks if self.takes_at_request and not offer.at_once else None

    def takes_cards(self, offer: Offer, customer: Any = None) -> bool:
        """Whether this offer can be paid by card before: its flow knows it, and the organisation can be paid out; and
        whether this customer can, if it is known who she is."""
        able = cards.possible(offer) if customer is None else cards.possible_for(offer, customer)
        return able and "pay" in self.table(offer.at_once).steps

    def ways(self, offer: Offer, customer: Any = None) -> list[Way]:
        """How what nobody else carries may be paid, as far as one chooses it when one asks: where the price is named
        later it is said with the yes."""
        if "pay" not in self.table(offer.at_once).steps:
            return [Way.ON_SITE]
        able = {Way.CARD: self.takes_cards(offer, customer), Way.BANK: bank.possible(offer)}
        return [Way.ON_SITE, *(way for way in able if able[way])]

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        """What it asks besides the booking's own fields: pages show it, the API and `fill` validate with it."""
        return {}

    def most_seats(self, offer: Offer) -> int:
        """How many places one may choose before one chooses a time."""
        return 1

    def questions(self, offer: Offer) -> list[dict]:
        """What the category asks besides."""
        return offer.category.questions

    def fill(self, booking: Booking, told: dict[str, Any]) -> None:
        """Write what `fields` told into a booking that is not saved yet. Raises ValidationError by field."""

    def open_to(self, person: Any) -> Q:
        """Which offers of this kind she may ask for, as `check` will say."""
        return Q()

    def check(self, booking: Booking) -> None:
        """What must be true besides what the fields hold. Raises ValidationError that names the field."""
        availability.check(booking.offer, booking.starts_at, booking.ends_at)

    def free_minutes(self, booking: Booking) -> int:
        """How long a free time must be, in minutes, that is shown to whoever moves it; `check` has the last word."""
        return booking.minutes

    def slots(self, booking: Booking) -> Slots:
        """The places that are to be filled when it is moved."""
        return availability.slots_of(booking.offer)

    def keep(self, booking: Booking, told: dict[str, Any]) -> None:
        """Write the rows of its own, when the booking is saved and before its first step."""

    def price(self, booking: Booking, told: dict[str, Any]) -> int:
        """What it costs, in cents, when it is asked for."""
        return booking.offer.price_for(booking.minutes) if self.costs else 0

    def estimate(self, offer: Offer, told: dict[str, Any], minutes: int) -> int | None:
        """What it would cost by what is told so far, in cents; None: that cannot be said yet."""
        return offer.price_for(minutes) if self.costs else 0

    def worked_out(self, offer: Offer, told: dict[str, Any]) -> list[tuple[str, str]]:
        """What follows from what is told so far, as lines for the page: (question, answer)."""
        return []

    def price_list(self, offer: Offer) -> list[tuple[Words, int]]:
        """What its price is made of, in cents, where that is more than one number."""
        return []

    def priced(self, booking: Booking) -> bool:
        """Whether its price is named already."""
        return True

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        """What it keeps, as lines that somebody with these roles may read: (question, answer)."""
        return []

    def meetings(self, booking: Booking) -> list[tuple[datetime, datetime]]:
        """The times at which people meet, as calendars show them: one, or the days of a course."""
        return [(booking.starts_at, booking.ends_at)]
