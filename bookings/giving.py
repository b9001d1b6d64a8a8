"""Clothes that are given: what of a wardrobe's drop-off bookings has come and is not taken in yet."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.kinds.states import DONE, FINISHED, UNDER_WAY
from bookings.models import Booking
from bookings.models.known import BookingQuerySet
from marketplace.accounts.models import User
from marketplace.refusals import Refused
from services.models import Bag, Wardrobe
from services.wardrobe import bags, fate

CAME = (UNDER_WAY, FINISHED, DONE)
LATELY = timedelta(days=14)  # a bag that nobody has taken in by then never came


@dataclass(frozen=True)
class Gift:
    """The bag of a booking, and what became of it; or that it has come and waits to be taken in."""

    bag: Bag | None = None
    said: str = ""
    came: bool = False


def waiting(wardrobe: Wardrobe) -> BookingQuerySet:
    """Drop-offs of the last days whose bag nobody has taken in, the earliest first."""
    came = drop_offs(wardrobe).filter(status__in=CAME, starts_at__gte=timezone.now() - LATELY, brought=None)
    return came.order_by("starts_at")


def drop_offs(wardrobe: Wardrobe) -> BookingQuerySet:
    return Booking.objects.filter(offer=wardrobe.drop_off_id, organisation=wardrobe.organisation_id)


def wardrobe_of(booking: Booking) -> Wardrobe | None:
    """Where this booking brings clothes to, if it does."""
    return Wardrobe.objects.filter(drop_off=booking.offer_id, organisation=booking.organisation_id).first()


def seen(booking: Booking) -> Gift | None:
    """What its page says of the bag; None: it brings none."""
    if bag := fate.of_life(booking.pk):
        return Gift(bag, fate.told_of(bag))
    return Gift(came=booking.status in CAME) if wardrobe_of(booking) else None


def take_in(booking: Booking, by: User, told: dict[str, Any], key: str) -> Bag:
    """The bag of this booking; twice is once. Raises Refused before it has come, and for who does not work there."""
    wardrobe = wardrobe_of(booking)
    if not wardrobe or booking.status not in CAME:
        raise Refused(_("A bag is taken in once it has come."))
    return bags.receive(wardrobe, by, told, key, life=booking)
