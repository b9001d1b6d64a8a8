"""What a desk sees of its money by card."""

from collections.abc import Callable

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bookings.models import Charge, Refund
from bookings.payments.states import (
    CAPTURED,
    CAPTURING,
    DISPUTED,
    GIVEN,
    HELD,
    OPEN,
    RELEASED,
    SENT,
    STARTING,
    UNKNOWN,
)
from marketplace.organisations.models import Organisation

UNPAID = (STARTING, OPEN, HELD, UNKNOWN, CAPTURING)


def of(organisation: Organisation) -> QuerySet[Charge]:
    """The newest first; those that nobody ever paid are left out."""
    rows = Charge.objects.filter(booking__organisation=organisation).exclude(status=RELEASED)
    rows = rows.select_related("booking__offer", "booking__customer", "booking__organisation", "transfer")
    return rows.prefetch_related("refunds", "booking__offer__texts", "booking__shares__receipts").order_by("-pk")


def unpaid(organisation: Organisation) -> QuerySet[Charge]:
    return of(organisation).filter(status__in=UNPAID)


def to_transfer(organisation: Organisation) -> QuerySet[Charge]:
    """Taken from a card and still here: the work is to come, or was done less than two days ago."""
    taken = of(organisation).filter(status__in=(CAPTURED, DISPUTED))
    return taken.filter(Q(transfer=None) | ~Q(transfer__status__in=(SENT, "dropped")))


def transferred(organisation: Organisation) -> QuerySet[Charge]:
    return of(organisation).filter(transfer__status=SENT)


def refunded(organisation: Organisation) -> QuerySet[Charge]:
    return of(organisation).filter(pk__in=Refund.objects.values("charge"))


PARTS: dict[str, Callable[[Organisation], QuerySet[Charge]]] = {
    "all": of,
    "unpaid": unpaid,
    "to_transfer": to_transfer,
    "transferred": transferred,
    "refunded": refunded,
}


def sums(organisation: Organisation) -> dict[str, int]:
    """In cents: what waits, what is here, what was handed on, what went back."""
    back = Refund.objects.filter(charge__booking__organisation=organisation, status=GIVEN)
    here = to_transfer(organisation).order_by()
    gone = back.filter(charge__in=here.values("pk"))
    return {
        "unpaid": total(unpaid(organisation).order_by(), "cents"),
        "to_transfer": total(here, "captured_cents") - total(gone, "cents"),
        "transferred": total(transferred(organisation).order_by(), "transfer__cents"),
        "refunded": total(back, "cents"),
    }


def total(rows: QuerySet, column: str) -> int:
    return rows.aggregate(sum=Coalesce(Sum(F(column)), 0))["sum"]
