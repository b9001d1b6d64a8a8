"""By when somebody has to answer: one rule for requests, for other times, and for what is waited for again."""

from datetime import datetime, timedelta

from django.utils import timezone

from services.models import Offer

HOUR = timedelta(hours=1)


def in_good_time(latest: datetime, start: datetime) -> datetime:
    """At the latest an hour before the start; where that is soon, when half of the time that is left is over."""
    now = timezone.now()
    return min(latest, max(start - HOUR, now + (start - now) / 2))


def answer_due(offer: Offer, start: datetime) -> datetime:
    """When a request expires: after the hours that the provider promises, in good time before the start."""
    return in_good_time(timezone.now() + offer.answer_hours * HOUR, start)
