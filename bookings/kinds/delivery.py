"""Parcels are picked up at one address and brought to another, each in its window, at a price told before."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.kinds import asked, stops
from bookings.kinds.asked import DayField
from bookings.kinds.base import Kind
from bookings.kinds.carrying import AT_ONCE, ON_REQUEST
from bookings.kinds.pricing import cost, name_of, tariff_of
from bookings.kinds.rows import RowForm, RowsField
from bookings.models import Booking, Parcel, Proof, Stop, Tariff
from bookings.models.parcel import HEAVIEST, MOST, Size
from marketplace.lives.tables import Words
from services import availability
from services.availability import Span
from services.models import Offer

SHORTEST = timedelta(minutes=15)  # of a window
LONGEST = timedelta(hours=12)  # from the first pick-up to the last drop-off
Told = dict[str, Any]
WINDOWS = {
    "day": gettext_lazy("Day"),
    "from_opens": gettext_lazy("Pick up from"),
    "from_closes": gettext_lazy("Pick up until"),
    "to_opens": gettext_lazy("Bring from"),
    "to_closes": gettext_lazy("Bring until"),
}


class ParcelForm(RowForm):
    number = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=MOST, initial=1)
    size = forms.ChoiceField(label=gettext_lazy("Size"), choices=[("", gettext_lazy("Choose")), *Size.choices])
    kg = forms.IntegerField(label=gettext_lazy("Kilograms each"), min_value=1, max_value=HEAVIEST)
    fragile = forms.BooleanField(label=gettext_lazy("Breaks easily"), required=False)


class Delivery(Kind):
    name = "delivery"
    label = gettext_lazy("Something to bring from one address to another")
    asks = ("note",)
    picks_time = False
    says_where = True
    goes_out = True
    on_request: ClassVar = (ON_REQUEST,)
    at_once: ClassVar = (AT_ONCE,)

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        own = stops.fields(offer) | {name: window_field(name) for name in WINDOWS}
        own["parcels"] = RowsField(ParcelForm, label=gettext_lazy("What is to be brought?"))
        return own | {"price_seen": asked.price_seen()}

    def questions(self, offer: Offer) -> list[dict]:
        """None: what a category asks of those who come for an hour is asked here line by line."""
        return []

    def fill(self, booking: Booking, told: Told) -> None:
        told["stops"] = stops.both(booking.offer, told)
        set_windows(booking, told["stops"], told)
        booking.place = told["stops"][0].place

    def check(self, booking: Booking) -> None:
        availability.check_ahead(booking.offer, booking.starts_at, "day")

    def keep(self, booking: Booking, told: Told) -> None:
        stops.keep(booking, told["stops"])
        Parcel.objects.bulk_create(Parcel(booking=booking, **row) for row in told["parcels"])
        Proof.objects.create(booking=booking)

    def price(self, booking: Booking, told: Told) -> int:
        """By the table of the day of asking, as it was shown: nobody orders at a price that was not shown to him."""
        cents = cost(booking.offer, told["stops"], told["parcels"], timezone.now())
        asked.must_be_seen(told["price_seen"], cents)
        return cents

    def estimate(self, offer: Offer, told: Told, minutes: int) -> int | None:
        try:
            where = stops.both(offer, told)
        except (KeyError, ValidationError):
            return None
        return cost(offer, where, told.get("parcels", []), timezone.now())

    def price_list(self, offer: Offer) -> list[tuple[Words, int]]:
        tariff = tariff_of(offer, timezone.now())
        return [(name_of(field), getattr(tariff, field)) for field in Tariff.FIELDS] if tariff else []

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        parcels = [spoken(parcel) for parcel in booking.parcels.all()]
        return [*stops.lines(booking, roles), (_("Parcels"), "; ".join(parcels)), *proof_lines(booking, roles)]


def window_field(name: str) -> forms.Field:
    """A day, or an hour on the clock of the place."""
    if name == "day":
        return DayField(label=WINDOWS[name])
    return forms.TimeField(label=WINDOWS[name], widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def set_windows(booking: Booking, where: list[Stop], told: Told) -> None:
    """Whoever does it is taken from the first moment of the pick-up to the last of the drop-off."""
    windows = [window(booking, told, end) for end in stops.ENDS]
    for stop, (opens, closes) in zip(where, windows, strict=True):
        stop.opens_at, stop.closes_at = opens, closes
    booking.starts_at, booking.ends_at = windows[0][0], windows[-1][1]
    must_follow(windows[0], windows[-1], stops.minutes_between(where, told["day"]))


def window(booking: Booking, told: Told, end: str) -> Span:
    """From when until when somebody may come to this end, on the clock of the place."""
    opens, closes = (
        availability.moment(told["day"], told[f"{end}_{edge}"], booking.offer.tz) for edge in ("opens", "closes")
    )
    if closes - opens < SHORTEST:
        raise ValidationError({f"{end}_closes": _("A window ends at least a quarter of an hour after it starts.")})
    return opens, closes


def must_follow(pickup: Span, dropoff: Span, minutes: int) -> None:
    """Picked up at the last moment, it can still be brought in time."""
    if dropoff[0] < pickup[0]:
        raise ValidationError({"to_opens": _("It cannot be brought before it is picked up.")})
    if dropoff[1] - pickup[1] < timedelta(minutes=minutes):
        text = _("The way takes about %(minutes)d minutes: it must end so much later than the pick-up.")
        raise ValidationError({"to_closes": text % {"minutes": minutes}})
    if dropoff[1] - pickup[0] > LONGEST:
        raise ValidationError({"to_closes": _("All of it within twelve hours, please.")})


def spoken(parcel: Parcel) -> str:
    facts = {"number": parcel.number, "size": parcel.size, "kg": parcel.kg}
    words = _("%(number)d x %(size)s, %(kg)d kg each") % facts
    return _("%(parcels)s, breaks easily") % {"parcels": words} if parcel.fragile else words


def proof_lines(booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
    """The code before it arrives, to whoever ordered it; afterwards how it is shown that it did."""
    proof = booking.proof
    wrong = wrong_codes(proof) if "provider" in roles else []
    if proof.how:
        how = str(proof.get_how_display())
        return [(_("How we know that it arrived"), f"{how}: {proof.name}" if proof.name else how), *wrong]
    if "customer" in roles and booking.agreed:
        return [(_("Code for the receiver"), proof.code), *wrong]
    return wrong


def wrong_codes(proof: Proof) -> list[tuple[str, str]]:
    """That somebody tried codes is for the desk to know."""
    return [(_("Wrong codes that were tried"), str(proof.wrong_codes))] if proof.wrong_codes else []
