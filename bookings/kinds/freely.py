"""Clothes put aside without a time, where the wardrobe lets one come by: until it closes, then the clock ends it."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import pieces
from bookings.effects import release
from bookings.kinds.states import EXPIRED
from bookings.kinds.times import answer_by
from bookings.models import Booking
from marketplace.lives.tables import NEW, State, Step
from services.models import Wardrobe
from services.wardrobe import access

CHOSEN, KEPT = "chosen", "kept"
WAITING = (CHOSEN, KEPT)  # put aside, and no time is booked
ADD, LEAVE = {CHOSEN: "add", KEPT: "add_kept"}, {CHOSEN: "leave", KEPT: "leave_kept"}


def until_when(wardrobe: Wardrobe) -> Any:
    """Until it closes, or as long as with a time where no hours are written."""
    now = timezone.now()
    return access.closes_at(wardrobe, now) or now + timedelta(hours=wardrobe.keep_hours)


def until_closing(booking: Booking, facts: dict[str, Any]) -> None:
    """Raises ValidationError where the wardrobe does not let one come by any more."""
    if not may_come_by(booking):
        raise ValidationError(_("Here one comes with a time in the fitting room."))
    booking.ends_at = booking.answer_by = until_when(booking.offer.wardrobe)


def may_come_by(booking: Booking) -> bool:
    wardrobe = getattr(booking.offer, "wardrobe", None)
    return wardrobe is not None and access.lets_come_by(wardrobe, wardrobe.today())


STATE = State(
    gettext_lazy("Put aside"),
    {
        "customer": gettext_lazy(
            "It is put aside for you. Come and try on by %(by_day)s at %(by_hour)s, without a time."
        ),
        "provider": gettext_lazy("%(customer)s comes by, until %(by_day)s at %(by_hour)s."),
        "": gettext_lazy("It is put aside until %(by_day)s at %(by_hour)s."),
    },
    turn="customer",
    tone="ochre",
)
FREELY = {
    "keep": Step(
        gettext_lazy("I will come and try it on"),
        (NEW,),
        KEPT,
        ("customer",),
        effects=(until_closing, pieces.put_all_aside),
        said=gettext_lazy("%(who)s chose something to try on."),
        said_you=gettext_lazy("You chose something to try on."),
    ),
    "come_by": Step(
        gettext_lazy("Come by without a time"),
        (CHOSEN,),
        KEPT,
        ("customer",),
        when=may_come_by,
        effects=(until_closing,),
        said=gettext_lazy("%(who)s comes by without a time."),
        said_you=gettext_lazy("You come by without a time."),
        tone="rare",
    ),
    "close_for_the_day": Step(
        gettext_lazy("Close"),
        (KEPT,),
        EXPIRED,
        ("clock",),
        due=answer_by,
        effects=(release,),
        told=("customer",),
        said=gettext_lazy("The wardrobe has closed: everything hangs on the rack again."),
        ahead=gettext_lazy("When the wardrobe closes it hangs on the rack again, %(day)s at %(hour)s."),
    ),
}
