"""Something takes place on a date of its own, for several people: a dinner, a course with its days."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from psycopg.types.range import TimestamptzRange

from bookings import seats, waiting
from bookings.effects import release, reserve, reserve_if_it_blocks
from bookings.kinds import asked
from bookings.kinds.asked import DayField
from bookings.kinds.base import Kind
from bookings.kinds.flows import AT_ONCE, ON_REQUEST, with_effects, without_moves
from bookings.kinds.gathering import gathered
from bookings.models import Booking, Enrolment, Waiting
from marketplace import wording
from marketplace.refusals import Refused
from services import availability
from services.models import Occasion, Offer, Resource
from services.models.occasion import OPEN

MOST = 12  # places of one booking
IN_SEATS = {
    reserve: seats.take_seats,
    reserve_if_it_blocks: seats.take_seats_if_it_blocks,
    release: seats.give_back,
}


class DateField(forms.ModelChoiceField):
    """One of the dates, each said with the places that are left."""

    def label_from_instance(self, occasion: Any) -> str:
        return f"{occasion.when}: {said_left(occasion.left)}"


def said_left(left: int) -> str:
    if not left:
        return _("full, there is a waiting list")
    return ngettext("%(number)d place left", "%(number)d places left", left) % {"number": left}


class Event(Kind):
    name = "event"
    label = gettext_lazy("Places on a date of its own: a dinner, a course")
    asks = ("note",)
    picks_time = False
    says_where = True
    dated = True
    on_request = (gathered(with_effects(without_moves(ON_REQUEST), IN_SEATS)),)
    at_once = (gathered(with_effects(without_moves(AT_ONCE), IN_SEATS)),)

    def opening(self, booking: Booking) -> str:
        return "wait" if Waiting.objects.filter(booking=booking).exists() else super().opening(booking)

    def fields(self, offer: Offer) -> dict[str, forms.Field]:
        dates = offer.occasions.bookable().for_lists().with_left()
        return {
            "occasion": DateField(
                dates,
                label=gettext_lazy("Which date?"),
                empty_label=None,
                widget=forms.RadioSelect,
                error_messages={
                    "required": gettext_lazy("Choose a date."),
                    "invalid_choice": gettext_lazy("This date is not open any more. Choose another one."),
                },
            ),
            "seats": forms.IntegerField(label=gettext_lazy("How many places?"), min_value=1, max_value=MOST, initial=1),
            "wait": forms.BooleanField(label=gettext_lazy("If it is full, put me on the waiting list"), required=False),
            "until": DayField(
                label=gettext_lazy("Ask me until this day"),
                required=False,
                help_text=gettext_lazy("For the waiting list. Left empty: until it begins."),
            ),
            "price_seen": asked.price_seen(),
        }

    def fill(self, booking: Booking, told: dict[str, Any]) -> None:
        occasion = told["occasion"]
        booking.starts_at, booking.ends_at, booking.seats = occasion.starts_at, occasion.ends_at, told["seats"]
        booking.place, booking.on_site = occasion.where, True
        if booking.seats > occasion.seats:
            text = _("There are only %(number)d places in all.")
            raise ValidationError({"seats": text % {"number": occasion.seats}})
        if told["until"] and told["until"] < timezone.localdate(timezone=occasion.tz):
            raise ValidationError({"until": _("This day is past.")})

    def check(self, booking: Booking) -> None:
        """Which dates may be chosen stands in `fields`; whether there is room is known once the seats are locked."""

    def keep(self, booking: Booking, told: dict[str, Any]) -> None:
        """Join the date, or the line before it. From here on nobody else takes its seats until this is over."""
        resource = Resource.objects.select_for_update().get(pk=told["occasion"].resource_id)
        occasion = Occasion.objects.get(pk=told["occasion"].pk)
        if occasion.status != OPEN or occasion.starts_at != booking.starts_at:
            raise Refused(_("This date was moved or called off a moment ago. Look again."))
        Booking.objects.filter(pk=booking.pk).update(place=occasion.where)
        Enrolment.objects.create(booking=booking, occasion=occasion)
        period = TimestamptzRange(occasion.starts_at, occasion.ends_at)
        if not waiting.has_room(resource, period, booking.seats):
            join(booking, resource, period, last_moment(occasion, told["until"]), told["wait"])

    def price(self, booking: Booking, told: dict[str, Any]) -> int:
        """A date may have become longer, and dearer, since somebody looked: then the price is told first."""
        cents = booking.offer.price_for(told["occasion"].minutes) * booking.seats
        if told.get("price_seen") is not None:
            asked.must_be_seen(told["price_seen"], cents)
        return cents

    def estimate(self, offer: Offer, told: dict[str, Any], minutes: int) -> int | None:
        """What a place costs by the hour is known with the date."""
        occasion = told.get("occasion")
        if not occasion and offer.price not in (Offer.Price.FREE, Offer.Price.FIXED):
            return None
        return offer.price_for(occasion.minutes if occasion else 0) * (told.get("seats") or 1)

    def details(self, booking: Booking, roles: frozenset[str]) -> list[tuple[str, str]]:
        lines = [(_("Places"), str(booking.seats))]
        days = booking.enrolment.occasion.days
        if len(days) > 1:
            lines.append((_("On these days"), "; ".join(days)))
        return lines + where_in_line(booking)

    def meetings(self, booking: Booking) -> list[tuple[datetime, datetime]]:
        days = booking.enrolment.occasion.sessions.all()
        return [(day.starts_at, day.ends_at) for day in days] or super().meetings(booking)


def join(booking: Booking, resource: Resource, period: TimestamptzRange, until: datetime, wished: bool) -> None:
    """Stand at the end of the line. Raises ValidationError for somebody who did not wish it, or who waits already."""
    line = waiting.in_line(resource.pk, period)
    if not wished:
        number = line.count()
        text = ngettext(
            "There are not that many places left. %(number)d group waits. You can join the waiting list.",
            "There are not that many places left. %(number)d groups wait. You can join the waiting list.",
            number,
        )
        raise ValidationError({"occasion": text % {"number": number}})
    if line.filter(booking__customer=booking.customer_id).exists():
        raise ValidationError({"occasion": _("You are on this waiting list already.")})
    Waiting.objects.create(booking=booking, resource=resource, period=period, until=until)


def last_moment(occasion: Occasion, until: date | None) -> datetime:
    """The end of the day until which somebody wants to be asked, at the latest the beginning."""
    if not until:
        return occasion.starts_at
    return min(availability.midnight(until + timedelta(days=1), occasion.tz), occasion.starts_at)


def where_in_line(booking: Booking) -> list[tuple[str, str]]:
    row = Waiting.objects.filter(booking=booking).first()
    if not row or booking.status != waiting.WAITING:
        return []
    place, number = waiting.position(row)
    told = _("%(place)d of %(number)d") % {"place": place, "number": number}
    return [
        (_("Your place in the line"), told),
        (_("You are asked until"), f"{wording.day(row.until, booking.tz)}, {wording.clock(row.until, booking.tz)}"),
    ]
