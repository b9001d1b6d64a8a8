"""The kinds of booking. A new one is a module and a line in this list."""

from bookings.kinds.appointment import Appointment
from bookings.kinds.base import Kind
from bookings.kinds.delivery import Delivery
from bookings.kinds.event import Event
from bookings.kinds.place import Place
from bookings.kinds.removal import Removal
from bookings.kinds.states import DONE
from bookings.models import Booking
from marketplace.lives.tables import Table
from services.models import Offer

__all__ = ["ALL", "DONE", "Kind", "of", "table_of"]
ALL: dict[str, Kind] = {kind.name: kind for kind in (Appointment(), Delivery(), Event(), Place(), Removal())}


def of(thing: Offer | Booking) -> Kind:
    return ALL[thing.kind]


def table_of(booking: Booking) -> Table:
    """The flow that this booking was born with: an offer may change its mind later, the booking does not."""
    return of(booking).table(booking.at_once, booking.version)
