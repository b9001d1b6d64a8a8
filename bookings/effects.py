"""What steps do besides changing the status. They write rows and never wait for a network."""

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings import cancellation, deadlines
from bookings.models import Booking
from bookings.payments import bank, bundles, cards, plan, shares
from marketplace.lives.tables import NEW
from services import availability
from services.availability.teams import Slots
from services.models import Resource

DONE = gettext_noop("For what was done")
NOT_DONE = gettext_noop("For what was cancelled late or missed")
TO_CHOOSE = timedelta(hours=48)  # at the most, for whoever is to choose among other times
TO_SETTLE = timedelta(days=7)
Facts = dict[str, Any]
Effect = Callable[[Booking, Facts], None]


# --- who is taken -------------------------------------------------------------------------------------------------
def reserve(booking: Booking, facts: Facts) -> None:
    """Take a team that is free then, unless it is taken already: whom one wished for, then whose turn it is."""
    if not booking.holds.filter(active=True).exists():
        take_team(booking, availability.slots_of(booking.offer))


def take_team(booking: Booking, slots: Slots) -> None:
    """Fill these places, whoever came before first. Raises ValidationError when the time is not free."""
    first = list(dict.fromkeys([*filter(None, [booking.wanted]), *booking.crew.all()]))
    crew = availability.take_team(
        booking, booking.offer, booking.starts_at, booking.ends_at, seats=booking.seats, first=first, slots=slots
    )
    if not crew:
        raise ValidationError({"starts_at": _("This time is not free any more. Choose another one.")})
    if booking.status == NEW and booking.wanted and booking.wanted not in crew:
        raise ValidationError({"wanted": _("This person is not free then. Choose another time, or somebody else.")})
    send(booking, crew)


def if_it_blocks(effect: Effect) -> Effect:
    """The same effect, where a request keeps the time until it is answered."""

    def when_it_blocks(booking: Booking, facts: Facts) -> None:
        """Keep the time until the answer, where the offer wants that; elsewhere the first yes takes it."""
        if booking.blocks:
            effect(booking, facts)

    return when_it_blocks


reserve_if_it_blocks = if_it_blocks(reserve)


def send(booking: Booking, crew: list[Resource]) -> None:
    """Those who are taken are those who come; the first person among them is the one to talk to."""
    booking.crew.set(crew)
    booking.worker = next((one for one in crew if one.user_id), crew[0])


def release(booking: Booking, facts: Facts) -> None:
    """Give back whoever was taken."""
    availability.release(booking)
    booking.other_times = []


def assign(booking: Booking, facts: Facts) -> None:
    """Send those who were chosen instead of the others: the hold moves in the same moment."""
    send_instead(booking, facts, availability.slots_of(booking.offer))


def send_instead(booking: Booking, facts: Facts, slots: Slots) -> None:
    chosen = wanted_crew(facts["crew"])
    if len(chosen) != len(slots) or not availability.complete(slots, chosen):
        raise ValidationError({"crew": _("These do not make a team: choose as many as are needed, for each skill.")})
    before = list(booking.crew.all())
    held = booking.holds.filter(active=True).exists()
    if held:
        move_hold(booking, chosen, slots)
    send(booking, chosen)
    facts["crew"] = [one.pk for one in chosen]
    facts["left"] = [one.pk for one in before if one not in chosen]


def wanted_crew(told: Any) -> list[Resource]:
    return [told] if isinstance(told, Resource) else list(told)


def move_hold(booking: Booking, chosen: list[Resource], slots: Slots) -> None:
    """Raises ValidationError when one of them is not free: then the hold stays where it was."""
    availability.release(booking)
    times = booking.starts_at, booking.ends_at
    taken = availability.take_team(booking, booking.offer, *times, seats=booking.seats, first=chosen, slots=slots)
    if set(taken) != set(chosen):
        raise ValidationError({"crew": _("Not all of them are free then. Choose somebody else.")})


# --- other times --------------------------------------------------------------------------------------------------
def propose(booking: Booking, facts: Facts) -> None:
    """Keep the times that one side proposes; what is held stays until one of them is agreed."""
    starts = sorted(set(facts["times"]) - {booking.starts_at})
    if not starts:
        raise ValidationError({"times": _("Choose another time than the one that is asked for.")})
    booking.other_times, booking.rounds = starts, booking.rounds + 1
    booking.answer_by = choose_by(booking, starts[0])
    facts["times"] = [start.isoformat() for start in starts]


def starts_checked_by(check: Callable[[Booking], None]) -> Effect:
    """The effect that shows `check` the booking as it would be at each start that is told, before anything moves."""

    def check_starts(booking: Booking, facts: Facts) -> None:
        """Whether it can be had then at all. Raises ValidationError that names the fact."""
        for field, start in starts_told(booking, facts):
            try:
                check(at_start(booking, start))
            except ValidationError as error:
                raise ValidationError({field: error.messages}) from error

    return check_starts


def starts_told(booking: Booking, facts: Facts) -> list[tuple[str, datetime]]:
    """Each start with the fact that names it; to propose the one that stands is no wish to be checked."""
    one = [("time", facts["time"])] if "time" in facts else []
    return one + [("times", start) for start in facts.get("times", []) if start != booking.starts_at]


def at_start(booking: Booking, start: datetime) -> Booking:
    """The booking as it would be: the same length from another start. It is looked at and never saved."""
    moved = copy(booking)
    moved.starts_at, moved.ends_at = start, start + (booking.ends_at - booking.starts_at)
    return moved


check_starts = starts_checked_by(lambda booking: availability.check(booking.offer, booking.starts_at, booking.ends_at))
check_days = starts_checked_by(lambda booking: availability.check_ahead(booking.offer, booking.starts_at))


def choose_by(booking: Booking, first: datetime) -> datetime:
    """Two days, in good time before the first of the times."""
    now = timezone.now()
    soonest = min(first, booking.starts_at) if booking.agreed and booking.starts_at > now else first
    return deadlines.in_good_time(now + TO_CHOOSE, soonest)


def choose(booking: Booking, facts: Facts) -> None:
    """Agree on one of the times that were proposed."""
    if facts["time"] not in booking.other_times:
        raise ValidationError({"time": _("Choose one of the times that were proposed.")})
    if facts["time"] <= timezone.now():
        raise ValidationError({"time": _("This time is past. Choose a later one.")})
    go_to(booking, facts)


def move(booking: Booking, facts: Facts) -> None:
    """Another start, which nobody has proposed."""
    go_to(booking, facts)


def go_to(booking: Booking, facts: Facts) -> None:
    """Another start, the same length. What is held is given back; whoever came before comes first again."""
    start, old = facts["time"], booking.starts_at
    booking.starts_at, booking.ends_at = start, start + (booking.ends_at - old)
    bundles.must_cover(booking)
    booking.moved += 1
    release(booking, facts)
    cards.follow(booking)
    bank.follow(booking)
    facts |= {"time": start.isoformat(), "from_time": old.isoformat()}
    facts["left"] = [one.pk for one in booking.crew.all()]  # those who come again are told as those who come


def stay(booking: Booking, facts: Facts) -> None:
    """The time stays as it was asked for or agreed."""
    booking.other_times = []


def wait_again(booking: Booking, facts: Facts) -> None:
    """The provider has as long to answer as for a new request."""
    stay(booking, facts)
    booking.answer_by = deadlines.answer_due(booking.offer, booking.starts_at)


def keep_start(booking: Booking, facts: Facts) -> None:
    """Write down what the line in the history says of the time: it may be another one tomorrow."""
    start = timezone.localtime(booking.starts_at, booking.tz)
    facts |= {"day": start.date().isoformat(), "start": f"{start:%H:%M}"}


# --- what it costs ------------------------------------------------------------------------------------------------
def keep_cost(booking: Booking, facts: Facts) -> None:
    """Write down what is kept of the price by the terms that were shown."""
    facts |= cancellation.cost(booking, facts).facts


def keep_cost_of_absence(booking: Booking, facts: Facts) -> None:
    """Write down what is kept of the price when nobody was there: as much as at the last moment."""
    facts |= cancellation.cost_of_absence(booking).facts


def keep_nothing(booking: Booking, facts: Facts) -> None:
    """Write down that nothing is kept of the price."""
    facts |= cancellation.Cost().facts


def await_settlement(booking: Booking, facts: Facts) -> None:
    """The organisation has a week to settle a complaint."""
    booking.answer_by = timezone.now() + TO_SETTLE


# --- who pays it --------------------------------------------------------------------------------------------------
def share_out(booking: Booking, facts: Facts) -> None:
    """Agree on who pays what of the price."""
    shares.write(booking)


def share_out_as_seen(booking: Booking, facts: Facts) -> None:
    """Agree on who pays what of the price, if whoever asked pays no more than she was shown."""
    shares.write(booking)
    plan.must_be_seen(booking, facts.pop("own_seen"))


def choose_payment(booking: Booking, facts: Facts) -> None:
    """Keep how what nobody else carries is paid."""
    booking.way = facts.pop("pay_by")


def begin_payment(booking: Booking, facts: Facts) -> None:
    """Have the page prepared on which a card pays its share."""
    cards.begin(booking)


def call_for_payment(booking: Booking, facts: Facts) -> None:
    """Have a page prepared on which a card can pay its share of what is agreed; ask for what comes by bank."""
    cards.call(booking)
    bank.call(booking)


def take_payment(booking: Booking, facts: Facts) -> None:
    """Take what is held on the card."""
    cards.capture(booking)


def earn(booking: Booking, facts: Facts) -> None:
    """It was done: the whole price is kept."""
    shares.keep(booking, booking.price_cents, why=DONE)


def earn_if_due(booking: Booking, facts: Facts) -> None:
    """The price stays due where whoever settles the complaint says so."""
    if facts.get("stays_due"):
        earn(booking, facts)
    else:
        give_back(booking, facts)


def give_back(booking: Booking, facts: Facts) -> None:
    """It was not done: what the facts keep of the price is kept, the rest goes back to where it came from."""
    shares.keep(booking, facts.get("kept_cents", 0), why=NOT_DONE)
