"""What the steps of a booking on a date do: take seats, give them back, invite, and follow the date when it moves."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import waiting
from bookings.models import Booking
from bookings.payments import bank, cards
from marketplace.lives import engine
from marketplace.lives.engine import CLOCK, take, untied
from marketplace.lives.models import Change
from services import availability
from services.models import Occasion, Resource

LONGEST_INVITATION = timedelta(hours=24)


def take_seats(booking: Booking, facts: dict[str, Any]) -> None:
    """All the seats that were asked for, or none; what is held already stays."""
    occasion = occasion_now(booking)
    if not booking.holds.filter(active=True).exists():
        span = occasion.starts_at, occasion.ends_at
        if not availability.hold(booking, occasion.resource, *span, booking.seats):
            raise ValidationError({"occasion": _("There are not that many places left.")})
    follow_leaders(booking, occasion)


def occasion_now(booking: Booking) -> Occasion:
    """The date as it is now. Its seats are locked first: whoever moves a date holds them until it has moved."""
    occasion = Occasion.objects.get(pk=booking.enrolment.occasion_id)
    Resource.objects.select_for_update().get(pk=occasion.resource_id)
    return Occasion.objects.select_related("resource").get(pk=occasion.pk)


def take_seats_if_it_blocks(booking: Booking, facts: dict[str, Any]) -> None:
    """As take_seats, where a request keeps the seats until it is answered."""
    if booking.blocks:
        take_seats(booking, facts)


def give_back(booking: Booking, facts: dict[str, Any]) -> None:
    """The seats are free again, and those who wait are asked."""
    held = booking.holds.filter(active=True).first()
    availability.release(booking)
    if held:
        waiting.freed(held.resource_id, held.period)


def invite(booking: Booking, facts: dict[str, Any]) -> None:
    """The seats are kept for a day, for half of the time that is left, or until the waiting was to end."""
    take_seats(booking, facts)
    now = timezone.now()
    booking.answer_by = min(now + min(LONGEST_INVITATION, (booking.starts_at - now) / 2), booking.waiting.until)


def hand_on(booking: Booking, facts: dict[str, Any]) -> None:
    """This time not: the next in the line is asked. Whoever passed is asked again when another place becomes free."""
    booking.waiting.passed = True
    booking.waiting.save(update_fields=["passed"])
    availability.release(booking)
    waiting.ask_the_next(booking.waiting.resource_id)


def follow(booking: Booking, facts: dict[str, Any]) -> None:
    """To where the date has moved. The seats have moved with it already."""
    occasion, before = booking.enrolment.occasion, booking.starts_at
    booking.starts_at, booking.ends_at, booking.place = occasion.starts_at, occasion.ends_at, occasion.where
    waiting.follow(booking, before)
    cards.follow(booking)
    bank.follow(booking)


def follow_leaders(booking: Booking, occasion: Occasion) -> None:
    """Those who lead the date are those whom one meets there."""
    leaders = list(occasion.leaders.order_by("pk"))
    booking.crew.set(leaders)
    booking.worker = leaders[0] if leaders else None


def follow_occasion(occasion: Occasion, step: str, change: Change) -> int:
    """Let every booking of a date take the step that follows from its change, each in its own transaction.

    Safe to run twice. Answers how many took it."""
    return sum(followed(row.booking, step, change) for row in occasion.enrolments.select_related("booking"))


@untied
def followed(booking: Booking, step: str, change: Change) -> bool:
    """Every state has its own step back to itself; a booking that is over has none."""
    booking = engine.lock(booking)
    if booking.state.holds:
        follow_leaders(booking, booking.enrolment.occasion)
        Booking.objects.filter(pk=booking.pk).update(worker=booking.worker)
    name = next((name for name in (step, f"{step}_{booking.status}") if open_to_clock(booking, name)), None)
    if name:
        take(booking, name, CLOCK, {"reason": change.facts.get("reason", "")}, key=f"occasion:{change.pk}")
    return bool(name)


def open_to_clock(booking: Booking, name: str) -> bool:
    return engine.is_open(booking, name, CLOCK)
