"""What stands in the book for somebody, or for the organisations at whose desk she works, line by line."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from bookings.models import Booking, Sale, Share
from marketplace.ledger.book import Line
from marketplace.ledger.models import Account
from marketplace.organisations.models import DESK, Membership, Organisation


def visible_to(user: Any) -> QuerySet[Account]:
    """Her own accounts, those of the organisations at whose desk she works, and those of bundles: bought or sold."""
    desks = Membership.objects.of(user, *DESK).values_list("organisation", flat=True)
    theirs = Q(holder__in=[topic_of(pk) for pk in desks])
    sold = Q(pk__in=Sale.objects.visible_to(user).values("account"))
    return Account.objects.filter(Q(user=user.pk or 0) | theirs | sold).order_by("pk")


def topic_of(organisation: int) -> str:
    return f"{Organisation.topic_name}:{organisation}"


def unpaid(shares: QuerySet[Share]) -> QuerySet[Share]:
    """What is owed on site or by invoice, and nobody has said that it was paid; the oldest first."""
    owed = shares.filter(owed_cents__gt=0, paid_at=None)
    whole = owed.select_related("booking__customer", "booking__client", "booking__organisation", "booking__offer")
    return whole.prefetch_related("booking__offer__texts").order_by("booking__starts_at", "pk")


def unpaid_by(user: Any) -> QuerySet[Share]:
    """What she has to pay herself."""
    return unpaid(Share.objects.filter(booking__customer=user, booking__client=None))


def unpaid_to(organisation: Organisation) -> QuerySet[Share]:
    return unpaid(Share.objects.filter(booking__organisation=organisation))


def carried_for(user: Any) -> QuerySet[Share]:
    """What funds have carried of what was done for her, the newest first."""
    kept = Share.objects.filter(booking__customer=user, subsidy__isnull=False, kept_cents__gt=0)
    whole = kept.select_related("subsidy__fund__programme__funder", "booking__organisation", "booking__offer")
    return whole.prefetch_related("booking__offer__texts").order_by("-pk")


def bookings_of(lines: Iterable[Line], user: Any) -> dict[str, Booking]:
    """The bookings that these lines are about, by topic, where this reader may see them."""
    numbers = [number for topic, _colon, number in (line.posting.entry.about.partition(":") for line in lines)
               if topic == Booking.topic_name]  # fmt: skip
    known = Booking.objects.visible_to(user).filter(pk__in=numbers).for_lists()
    return {booking.topic: booking for booking in known}
