"""What each side reads of where a booking takes place, and from when on: the area, the street, the door."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Booking


def address_sentence(booking: Booking, agreed: bool) -> str:
    if booking.state.final:
        return _("%(organisation)s sees only “%(area)s” now.")
    if not agreed:
        return _("%(organisation)s sees only “%(area)s” now, and your street when the answer is yes.")
    if timezone.now() < booking.starts_at - timedelta(days=1):
        return _("%(organisation)s and %(worker)s see the street. Number, floor and bell from %(day)s at %(hour)s.")
    return _("%(organisation)s and %(worker)s see the whole address.")


def staff_sentence(booking: Booking, agreed: bool) -> str:
    if booking.state.final or timezone.now() >= booking.starts_at - timedelta(days=1):
        return ""
    if not agreed:
        return _("You see the street after the yes; number, floor and bell from %(day)s at %(hour)s.")
    return _("Number, floor and bell stand here from %(day)s at %(hour)s.")
