"""Whether every booking is whole: what was begun was ended, or never was."""

from bookings.models import Booking
from marketplace.lives import clock
from marketplace.lives.models import Life
from marketplace.lives.tables import NEW
from marketplace.places.models import Place
from services.models import Hold, Offer
from tests.bookings.kinds.playing import (
    history_explains_the_state,
    holds_match_states,
    looked_at,
    nobody_is_in_two_places,
)


def everything_is_whole() -> bool:
    """True, or an AssertionError that says what is not. For `eventually`: a step may be on its way."""
    bookings = looked_at()
    holds_match_states(bookings)
    history_explains_the_state(bookings)
    nobody_is_in_two_places()
    nothing_is_half_begun()
    for booking in Booking.objects.all():
        assert armed(booking) == to_be_armed(booking), (booking.pk, booking.status)
    return True


def nothing_is_half_begun() -> None:
    lives = Life.objects.filter(species="bookings.booking")
    assert not Booking.objects.filter(status=NEW).exists()
    assert set(lives.values_list("pk", flat=True)) == set(Booking.objects.values_list("pk", flat=True))
    assert not Hold.objects.exclude(life__in=lives).exists()
    used = {
        *Booking.objects.values_list("place", flat=True),
        *Offer.objects.values_list("organisation__place", flat=True),
    }
    assert set(Place.objects.values_list("pk", flat=True)) <= used


def armed(booking: Booking) -> set[str]:
    return set(booking.timers.values_list("step", flat=True))


def to_be_armed(booking: Booking) -> set[str]:
    """What `clock.reset` would arm now."""
    leaving = booking.table.leaving(booking.status).items()
    due = {name: (step, step.due(booking)) for name, step in leaving if step.by_clock}
    return {name for name, (step, at) in due.items() if at and not clock.spent(booking, name, step, at)}
