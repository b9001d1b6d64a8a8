"""Cards for what is far away, and for what is agreed before it is paid: guards and moments. No network here."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bookings.models import Booking, Charge

# As read in 2026: a hold lasts 7 days, and a charge that is older than about 90 days cannot be settled any more.
FAR = timedelta(days=80)
TO_PAY = timedelta(days=4)
A_DAY = timedelta(days=1)
Facts = dict[str, Any]


def is_far(ends_at: datetime) -> bool:
    """Too far ahead to take the money now: the card is saved instead."""
    return ends_at > timezone.now() + FAR


def pay_until(booking: Booking) -> datetime:
    """Four days from now, at the latest the start of what takes place; a fee has its four days."""
    latest, start = timezone.now() + TO_PAY, booking.starts_at
    return latest if booking.state.final or start <= timezone.now() else min(latest, start)


# --- what steps of a charge do ------------------------------------------------------------------------------------
def want_hold(charge: Charge, facts: Facts) -> None:
    charge.wish, charge.until = Charge.Wish.HOLD, None


def saved(charge: Charge, facts: Facts) -> None:
    """From here on it is the card that is charged, and no page."""
    charge.page, charge.until = "", None


def call(charge: Charge, facts: Facts) -> None:
    """Agreed already: it is paid on a page, until a day that is told."""
    charge.until = pay_until(charge.its_booking)


def to_page(charge: Charge, facts: Facts) -> None:
    """What the saved card did not pay is paid on a page, until a day that is told."""
    call(charge, facts)
    turn_page(charge, facts)


def turn_page(charge: Charge, facts: Facts) -> None:
    """Another page, under another key: the one before is over. Pages live a day at Stripe."""
    charge.stripe_id = charge.session_id = charge.page = ""
    charge.tries += 1


# --- guards and moments -------------------------------------------------------------------------------------------
def is_begun(charge: Charge) -> bool:
    """Nothing is taken yet, and it is not to be let go."""
    return charge.wish in (Charge.Wish.HOLD, Charge.Wish.SAVE)


def is_to_be_saved(charge: Charge) -> bool:
    return charge.wish == Charge.Wish.SAVE


def has_time(charge: Charge) -> bool:
    """A page that is over is followed by another one until the day that was told."""
    return bool(charge.until and timezone.now() < charge.until) and is_begun(charge)


def when_to_charge(charge: Charge) -> datetime | None:
    return charge.charge_at


def until(charge: Charge) -> datetime | None:
    """None once it is taken, or about to be let go."""
    return charge.until if is_begun(charge) else None


def a_day_before(charge: Charge) -> datetime | None:
    return charge.until and charge.until - A_DAY


def is_charged_unattended(charge: Charge) -> bool:
    """The saved card is to be charged, without her."""
    return bool(charge.keeper.method) and charge.until is None
