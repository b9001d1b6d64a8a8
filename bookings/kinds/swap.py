"""A swap: two residents who live here give each other a garment. One asks, the other answers, and no desk is needed."""

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import swaps
from bookings.kinds.asked import DayField
from bookings.kinds.base import Kind
from bookings.kinds.handing import MEETING, MISSING
from bookings.kinds.labels import LabelField
from bookings.kinds.swapping import AHEAD, ASKING
from bookings.kinds.swapstates import STATES
from bookings.models import Booking
from marketplace.lives.tables import Table
from marketplace.places import geocoding
from marketplace.places.models import Place
from marketplace.refusals import Refused
from services import availability
from services.models import Offer, Wardrobe
from services.wardrobe import shown

Told = dict[str, Any]
SWAPPING = Table(STATES, ASKING | AHEAD | MEETING | MISSING)
NOT_SHOWN = gettext_lazy("This is not shown any more, or is in another swap. Choose another one.")


class PlaceField(forms.ModelChoiceField):
    """Where people pass by, as the wardrobe has written it down."""

    def label_from_instance(self, place: Any) -> str:
        return place.shown(Place.DOOR)


class Swap(Kind):
    name = "swap"
    label = gettext_lazy("Swaps of clothes between residents")
    asks = ("note",)
    picks_time = False
    takes_at_request = False
    says_where = True
    costs = False
    on_request: ClassVar = (SWAPPING,)
    at_once: ClassVar = (SWAPPING,)  # the other one has to say yes, whatever the offer says

    def questions(self, offer: Offer) -> list[dict]:
        """Nothing: what there is to say stands beside the garments, or in the thread."""
        return []

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        wardrobe = Wardrobe.objects.filter(swaps=offer).first()
        return self.asked_in(wardrobe) if wardrobe else {}

    def asked_in(self, wardrobe: Wardrobe) -> dict[str, forms.Field]:
        """`garment` and `mine` by their labels: pages fill them in, nobody is shown what another one has to choose."""
        found, places = shown.found(wardrobe), wardrobe.meeting_places.select_related("area").order_by("pk")
        wrong: Told = {"invalid_choice": NOT_SHOWN}
        return {
            "garment": LabelField(
                found, to_field_name="label", label=gettext_lazy("What would you like?"), error_messages=wrong
            ),
            "mine": LabelField(
                found, to_field_name="label", label=gettext_lazy("What do you give for it?"), error_messages=wrong
            ),
            "day": DayField(label=gettext_lazy("Which day?")),
            "at": forms.TimeField(
                label=gettext_lazy("At what time?"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            ),
            "where": PlaceField(
                places,
                label=gettext_lazy("Where do you meet?"),
                required=False,
                empty_label=gettext_lazy("Somewhere else"),
            ),
            "elsewhere": forms.CharField(
                label=gettext_lazy("If somewhere else: which square or street?"),
                help_text=gettext_lazy("A place where people pass by, not a home."),
                required=False,
                max_length=160,
            ),
        }

    def fill(self, booking: Booking, told: Told) -> None:
        if not told:
            raise Refused(_("The organisation has not said yet of which wardrobe this is."))
        must_be_two(booking, told)
        booking.partner = told["garment"].resident
        booking.starts_at = availability.moment(told["day"], told["at"], booking.offer.tz)
        booking.ends_at = booking.starts_at + timedelta(minutes=booking.offer.min_minutes)
        booking.place, booking.on_site = where_of(told), True  # where everybody passes by, so that both read it whole

    def open_to(self, person: Any) -> Q:
        return ~Q(swap_wardrobe__in=swaps.paused(person))

    def check(self, booking: Booking) -> None:
        """They meet where and when they like: nobody's hours are asked."""
        if booking.client:
            raise ValidationError({"client": _("A swap is between two people.")})
        swaps.must_be_let(booking.customer, booking.offer.swap_wardrobe)
        availability.check_ahead(booking.offer, booking.starts_at, "day")

    def keep(self, booking: Booking, told: Told) -> None:
        wardrobe = booking.offer.swap_wardrobe
        booking.answers = {swaps.RULE: swaps.told(shown.rule_on(wardrobe, wardrobe.today()))}
        booking.save(update_fields=["answers"])
        swaps.keep(booking, (told["mine"], told["garment"]))

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        """What each of the two gives."""
        own = {booking.customer_id: "customer", booking.partner_id: "partner"}
        return [(who_gives(garment, own, roles), said(garment)) for garment in swaps.garments_of(booking)]


def must_be_two(booking: Booking, told: Told) -> None:
    """Raises ValidationError by field for somebody who gives what is not hers, or would swap with herself."""
    if told["garment"].resident_id == booking.customer_id:
        raise ValidationError({"garment": _("This garment is yours. Choose one of somebody else.")})
    if told["mine"].resident_id != booking.customer_id:
        raise ValidationError({"mine": _("Choose one of the garments that you show yourself.")})


def where_of(told: Told) -> Place:
    """One of the places that are written down, or another one that the city's list of streets knows."""
    if told["where"]:
        return told["where"]
    if not told["elsewhere"]:
        raise ValidationError({"where": _("Choose where you meet, or write it below.")})
    try:
        return geocoding.place_at(told["elsewhere"])
    except ValidationError as error:
        text = _("We do not know this street or square. Check how it is written.")
        raise ValidationError({"elsewhere": text}) from error


def who_gives(garment: Any, own: dict[Any, str], roles: frozenset[str]) -> str:
    if own.get(garment.resident_id) in roles:
        return _("You give")
    return _("%(name)s gives") % {"name": garment.resident.given_name}


def said(garment: Any) -> str:
    return f"{garment.type}, {garment.size_said}, {garment.get_condition_display()}"
