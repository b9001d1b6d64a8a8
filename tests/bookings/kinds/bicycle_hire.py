"""A kind that Cortile does not have: a bicycle is fetched at an hour that suits, and held for three days and nights."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bookings import effects
from bookings.kinds.base import Kind
from bookings.kinds.flows import AT_ONCE, ON_REQUEST, with_effects
from services import availability

DAYS, FETCHING = timedelta(days=3), timedelta(minutes=30)


def reserve(booking, facts):
    """A bicycle that nobody has on any of the days, unless one is kept already."""
    if booking.holds.filter(active=True).exists():
        return None
    for bicycle in booking.offer.pool:
        if availability.hold(booking, bicycle, booking.starts_at, booking.ends_at):
            return effects.send(booking, [bicycle])
    raise ValidationError({"starts_at": _("This time is not free any more. Choose another one.")})


def check(booking):
    """It is fetched in half an hour, whatever the days that it is kept."""
    availability.check(booking.offer, booking.starts_at, booking.starts_at + FETCHING)


OWN = {
    effects.reserve: reserve,
    effects.reserve_if_it_blocks: reserve,
    effects.check_starts: effects.starts_checked_by(check),
}


class BicycleHire(Kind):
    name = "bicycle"
    label = "A bicycle for three days"
    on_request = (with_effects(ON_REQUEST, OWN),)
    at_once = (with_effects(AT_ONCE, OWN),)

    def fill(self, booking, told):
        booking.ends_at = booking.starts_at + DAYS

    def check(self, booking):
        check(booking)

    def free_minutes(self, booking):
        return FETCHING // timedelta(minutes=1)
