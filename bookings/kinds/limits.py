"""How many of an offer one person may have: checked under the lock on the offer, so that two windows do not beat it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Count, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.kinds.states import GIVEN_BACK
from bookings.models import Booking
from marketplace import wording
from marketplace.lives.models import Life
from services import availability
from services.models import Offer


def lock_offer(booking: Booking, facts: dict[str, Any]) -> None:
    """Stand in the line of those who ask for this offer, before anything is given back: they wait for what we hold."""
    Life.objects.select_for_update().get(pk=booking.offer_id)


def within_limits(booking: Booking, facts: dict[str, Any]) -> None:
    """As often as the offer lets one person, and not twice at the same time where it says so."""
    check(booking)


def day_within_limits(booking: Booking, facts: dict[str, Any]) -> None:
    """As often as the offer lets one person, on a day that the provider names: it is said to whom it does not bind."""
    try:
        check(booking)
    except ValidationError as error:
        text = _("%(customer)s has as many of these by then as one person may have. Choose another day.")
        raise ValidationError({"day": text % {"customer": booking.customer.given_name}}) from error


def check(booking: Booking, beside: int = 0) -> None:
    """The same for a booking that is not saved yet. Whoever calls holds the lock on the offer, or only looks ahead.

    `beside`: how many more the same plan has in that month, which are not saved either."""
    if booking.client_id:
        return
    check_month(booking, booking.offer, beside)
    if booking.offer.one_at_a_time and others(booking).filter(
        starts_at__lt=booking.ends_at, ends_at__gt=booking.starts_at
    ):
        raise ValidationError({"starts_at": _("You have booked this already for that time.")})


def check_month(booking: Booking, offer: Offer, beside: int = 0) -> None:
    """What was cancelled or declined does not count; who was absent has had it."""
    if offer.most_a_month is None:
        return
    hers = had_in_month(booking.customer_id, booking.starts_at, booking.tz).exclude(pk=booking.pk)
    if hers.filter(offer=offer).count() + beside >= offer.most_a_month:
        text = ngettext(
            "You can have this once a month. Choose a day in another month.",
            "You can have this %(number)s times a month. Choose a day in another month.",
            offer.most_a_month,
        )
        raise ValidationError({"starts_at": text % {"number": offer.most_a_month}})


def others(booking: Booking) -> QuerySet[Booking]:
    """What the same person has of the same offer besides."""
    return had_by(booking.customer_id).filter(offer=booking.offer_id).exclude(pk=booking.pk)


def had_by(customer: int) -> QuerySet[Booking]:
    return Booking.objects.filter(customer=customer, client=None).exclude(status__in=GIVEN_BACK)


def had_in_month(customer: int, when: datetime, zone: ZoneInfo) -> QuerySet[Booking]:
    begin, end = month_of(when, zone)
    return had_by(customer).filter(starts_at__gte=begin, starts_at__lt=end)


def used_up(customer: int, when: datetime) -> QuerySet[Any, Any]:
    """By offer, those of which she has as many in the month of this moment as one person may have."""
    hers = had_in_month(customer, when, timezone.get_default_timezone()).order_by()
    numbers = hers.values("offer").annotate(number=Count("pk"))
    return numbers.filter(number__gte=F("offer__most_a_month")).values("offer")


def month_of(when: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first = wording.local(when, zone).date().replace(day=1)
    following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return availability.midnight(first, zone), availability.midnight(following, zone)
