"""The kinds of booking. A new one is a module and a line in this list."""

from bookings.kinds.appointment import Appointment
from bookings.kinds.base import Kind
from bookings.kinds.delivery import Delivery
from bookings.kinds.event import Event
from bookings.kinds.garment import GarmentKind
from bookings.kinds.made import Made
from bookings.kinds.place import Place
from bookings.kinds.removal import Removal
from bookings.kinds.repair import Repair
from bookings.kinds.states import DONE
from bookings.kinds.swap import Swap
from bookings.models import Booking
from marketplace.lives.tables import Step, Table
from services.models import Offer

__all__ = ["ALL", "DONE", "Kind", "first_step", "of", "table_of"]
KINDS: tuple[Kind, ...] = (
    Appointment(),
    Delivery(),
    Event(),
    GarmentKind(),
    Made(),
    Place(),
    Removal(),
    Repair(),
    Swap(),
)
ALL: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def of(thing: Offer | Booking) -> Kind:
    return ALL[thing.kind]


def first_step(offer: Offer) -> Step:
    """The step that opens a booking of this offer: its label is the button."""
    kind = of(offer)
    return kind.table(offer.at_once).steps[kind.first_step(offer.at_once)]


def table_of(booking: Booking) -> Table:
    """The flow that this booking was born with: an offer may change its mind later, the booking does not."""
    return of(booking).table(booking.at_once, booking.version)
