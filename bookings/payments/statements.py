"""What stands in the book for somebody, or for the organisations at whose desk she works, line by line."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from bookings.models import Booking, Sale, Share
from marketplace.ledger.book import Line
from marketplace.ledger.models import Account
from marketplace.organisations.models import DESK, Membership, Organisation
from services.models import Household

ON_ITS_WAY = timedelta(days=60)  # after its last day a transfer may still turn up


def visible_to(user: Any) -> QuerySet[Account]:
    """Her own accounts, those of the organisations at whose desk she works, those of bundles, bought or sold, and those
    of households: her own, and of the wardrobes of these desks."""
    desks = Membership.objects.of(user, *DESK).values_list("organisation", flat=True)
    theirs = Q(holder__in=[topic_of(pk) for pk in desks])
    sold = Q(pk__in=Sale.objects.visible_to(user).values("account"))
    shared = Q(holder__in=Household.objects.visible_to(user).topics())
    return Account.objects.filter(Q(user=user.pk or 0) | theirs | sold | shared).order_by("pk")


def topic_of(organisation: int) -> str:
    return f"{Organisation.topic_name}:{organisation}"


def unpaid(shares: QuerySet[Share]) -> QuerySet[Share]:
    """What is owed on site or by invoice or to come by bank, and nobody has said that it was paid; the oldest first."""
    return for_lists(shares.filter(due(), paid_at=None))


def may_come(shares: QuerySet[Share]) -> QuerySet[Share]:
    """What was to come by bank and is not due any more: somebody may have sent it before she cancelled."""
    return for_lists(shares.filter(stray(), paid_at=None))


def to_write_down(shares: QuerySet[Share]) -> QuerySet[Share]:
    """Both: of which a desk can say that it was paid."""
    return for_lists(shares.filter(due() | stray(), paid_at=None))


def due() -> Q:
    return Q(owed_cents__gt=0) | Q(kept_cents=None, due_on__isnull=False)


def stray() -> Q:
    return Q(kept_cents=0, due_on__gte=timezone.localdate() - ON_ITS_WAY)


def to_send_back(shares: QuerySet[Share]) -> QuerySet[Share]:
    """What came by bank and was not kept, and nobody has said that it was sent back."""
    return for_lists(shares.filter(paid_cents__gt=F("kept_cents"), returned_at=None))


def for_lists(shares: QuerySet[Share]) -> QuerySet[Share]:
    whole = shares.select_related("booking__customer", "booking__client", "booking__organisation", "booking__offer")
    return whole.prefetch_related("booking__offer__texts").order_by("booking__starts_at", "pk")


def unpaid_by(user: Any) -> QuerySet[Share]:
    """What she has to pay herself."""
    return unpaid(Share.objects.filter(booking__customer=user, booking__client=None))


def shares_at(organisation: Organisation) -> QuerySet[Share]:
    return Share.objects.filter(booking__organisation=organisation)


def unpaid_to(organisation: Organisation) -> QuerySet[Share]:
    return unpaid(shares_at(organisation))


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
