"""Series that a card pays, in tests: the clock goes on, and what is at Stripe is looked at."""

from datetime import timedelta

from django.utils import timezone

from bookings.models import Booking, SavedCard, Series
from bookings.payments.standin.models import Kept
from marketplace.lives.tasks import take_due
from tests.payments import catch_up, dates_of, fresh

WEEK, HOUR, DAY = timedelta(days=7), timedelta(hours=1), timedelta(days=1)


def on(moment, now_is) -> None:
    """The clock goes on, and what is due is done."""
    now_is(moment)
    while take_due():
        catch_up()


def at_quarter_past(now_is) -> None:
    on(timezone.now() + timedelta(minutes=16), now_is)


def card(series: Series) -> SavedCard:
    return series.cards.latest("pk")


def intents() -> list[dict]:
    return [row.data for row in Kept.objects.filter(kind="payment_intent").order_by("pk")]


def methods() -> list[str | None]:
    """Whose each saved card is at Stripe; None: it is forgotten."""
    return [row.data["customer"] for row in Kept.objects.filter(kind="payment_method").order_by("pk")]


def charged(series: Series, number: int, now_is) -> Booking:
    """The time has come to charge this date."""
    booking = dates_of(series)[number]
    on(booking.starts_at - WEEK + HOUR, now_is)
    return fresh(booking)
