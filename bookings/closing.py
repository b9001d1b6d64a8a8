"""A household's card is closed, and with it whatever its people have put aside: a room, garments, points."""

from django.db.models import QuerySet

from bookings.kinds.freely import WAITING
from bookings.kinds.states import AGREED
from bookings.models import Booking
from marketplace.accounts.models import User
from marketplace.lives.engine import CLOCK, lock, take, untied
from services.models import Household
from services.wardrobe import households


@untied
def close(household: Household, by: User, reason: str) -> Household:
    """The card is good no more: what waits to be tried on hangs on the rack again, and all points go back.

    Bookings are locked before the household, as by everybody; what somebody chose in that same second is found once
    the household is locked. Raises ValidationError ("reason"), Refused."""
    for booking in begun(household):
        lock(booking)
    household = households.close(household, by, reason)
    for booking in begun(household):
        take(booking, "close_card", CLOCK)
    return household


def begun(household: Household) -> QuerySet[Booking]:
    """What its people are to try on, with a time or without."""
    return Booking.objects.filter(fitting__household=household, status__in=(*WAITING, *AGREED)).order_by("pk")
