"""When steps are possible, and when the clock takes them: guards and moments that all kinds share."""

from datetime import datetime, timedelta

from django.utils import timezone

from bookings import cancellation
from bookings.kinds.states import FINISHED
from bookings.models import Booking

HOUR = timedelta(hours=1)
EARLY = HOUR  # before the start people come
DAY = timedelta(days=1)
TO_EXCUSE = timedelta(hours=72)  # for whoever was absent
WEEK = timedelta(days=7)
MOST_ROUNDS = 8  # times that others may be proposed: then one side says yes or no


# --- moments of the clock -----------------------------------------------------------------------------------------
def answer_by(booking: Booking) -> datetime | None:
    return booking.answer_by


def before_it_expires(booking: Booking) -> datetime | None:
    """Half of the time to answer is over, counted afresh in each round: early enough to act, late enough not to nag."""
    if not booking.answer_by:
        return None
    since = arrived(booking)
    return since + (booking.answer_by - since) / 2


def arrived(booking: Booking) -> datetime:
    """When it came to the state it is in. What leads from a state to itself, a photo more, gives nobody more time."""
    last = booking.last_change
    if last and last.source != last.target == booking.status:
        return last.at
    arrival = booking.changes.filter(target=booking.status).exclude(source=booking.status).last()
    return arrival.at if arrival else booking.born_at


def day_before(booking: Booking) -> datetime:
    return booking.starts_at - DAY


def day_after(booking: Booking) -> datetime:
    """A day after the end, or after the work was said to be done where that came later."""
    return max(booking.ends_at, last_change(booking)) + DAY


def week_later(booking: Booking) -> datetime:
    return last_change(booking) + WEEK


def last_change(booking: Booking) -> datetime:
    return booking.last_change.at if booking.last_change else booking.born_at


# --- guards -------------------------------------------------------------------------------------------------------
def not_started(booking: Booking) -> bool:
    return timezone.now() < booking.starts_at


def on_its_day(booking: Booking) -> bool:
    """From an hour before the start on: people come early."""
    return timezone.now() >= booking.starts_at - EARLY


def started(booking: Booking) -> bool:
    return timezone.now() >= booking.starts_at


def finished_or_over(booking: Booking) -> bool:
    """Somebody said that it is done, or its end is past and nobody did."""
    return booking.status == FINISHED or over(booking)


def a_quarter_past(booking: Booking) -> bool:
    """A quarter of an hour after the start: until then somebody may just be late."""
    return timezone.now() >= booking.starts_at + HOUR / 4


def around_the_start(booking: Booking) -> bool:
    """From two hours before the start until the end."""
    return soon_begun(booking) and timezone.now() < booking.ends_at


def soon_begun(booking: Booking) -> bool:
    """From two hours before the start on."""
    return timezone.now() >= booking.starts_at - 2 * HOUR


def rounds_left(booking: Booking) -> bool:
    """Other times may be proposed before the start, and not for ever."""
    return not_started(booking) and booking.rounds < MOST_ROUNDS


def may_be_moved(booking: Booking) -> bool:
    """Not in the last hours before the start, nor more often than the terms of the booking say."""
    terms = cancellation.terms_for(booking)
    late = timezone.now() >= booking.starts_at - HOUR * terms["move_hours"]
    return not late and booking.moved < terms["moves"] and rounds_left(booking)


def moves_freely(booking: Booking) -> bool:
    """Nobody gets around what a cancellation costs by moving first: from then on the other side has to agree."""
    return may_be_moved(booking) and not cancellation.cost(booking).cents


def moves_by_consent(booking: Booking) -> bool:
    return may_be_moved(booking) and cancellation.cost(booking).cents > 0


def soon_enough(booking: Booking) -> bool:
    """Once, and within three days."""
    said = booking.last_change and booking.last_change.step == "give_reason"
    return not said and timezone.now() < last_change(booking) + TO_EXCUSE


def somebody_else_may_go(booking: Booking) -> bool:
    """Several people do it, so that one can be sent instead of another."""
    doers = booking.offer.resources.all()
    return not over(booking) and sum(one.active and one.user_id is not None for one in doers) > 1


def over(booking: Booking) -> bool:
    return timezone.now() >= booking.ends_at
