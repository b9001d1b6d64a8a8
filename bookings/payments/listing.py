"""What desks see of their money by card."""

from collections.abc import Callable, Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from bookings.models import Charge, Refund, Reversal, Transfer
from bookings.payments.states import (
    ASKED,
    AWAITING,
    CAPTURED,
    CAPTURING,
    CHARGING,
    DISPUTED,
    DROPPED,
    FAILED,
    GIVEN,
    HELD,
    OPEN,
    RELEASED,
    SAVED,
    SENT,
    SHORT,
    STARTING,
    TAKEN,
    UNKNOWN,
)
from marketplace.organisations.models import Organisation

Desks = Iterable[Organisation]
TO_COME_BACK = (ASKED, UNKNOWN, SHORT)
UNPAID = (STARTING, OPEN, AWAITING, SAVED, CHARGING, HELD, UNKNOWN, CAPTURING)


def of(desks: Desks) -> QuerySet[Charge]:
    """The newest first; those that nobody ever paid are left out."""
    rows = Charge.objects.filter(theirs(desks)).exclude(status=RELEASED)
    known = ("booking__offer", "booking__customer", "booking__organisation", "booking__worker__user")
    bought = ("purchase__bundle__organisation", "purchase__person")
    more = ("refunds", "transfers__reversals", "booking__offer__texts", "booking__shares__receipts")
    return rows.select_related(*known, *bought).prefetch_related(*more).order_by("-pk")


def theirs(desks: Desks, path: str = "") -> Q:
    """What was paid for their bookings, or for their bundles."""
    names = (f"{path}booking__organisation__in", f"{path}purchase__bundle__organisation__in")
    return Q(**{names[0]: desks}) | Q(**{names[1]: desks})


def unpaid(desks: Desks) -> QuerySet[Charge]:
    return of(desks).filter(status__in=UNPAID)


def to_transfer(desks: Desks) -> QuerySet[Charge]:
    """Taken from a card and still here: the work is to come, or was done less than two days ago."""
    taken = of(desks).filter(status__in=(CAPTURED, DISPUTED))
    planned = Transfer.objects.filter(charge=OuterRef("pk"))  # there may be several: a join would count it as often
    return taken.filter(~Exists(planned) | Exists(planned.exclude(status__in=(SENT, DROPPED))))


def transferred(desks: Desks) -> QuerySet[Charge]:
    return of(desks).filter(pk__in=sent(desks).values("charge"))


def sent(desks: Desks) -> QuerySet[Transfer]:
    return Transfer.objects.filter(theirs(desks, "charge__"), status=SENT)


def owed(desks: Desks) -> QuerySet[Charge]:
    """Transferred, and on its way back or still to come back."""
    return of(desks).filter(pk__in=reversals(desks, *TO_COME_BACK).values("transfer__charge"))


def reversals(desks: Desks, *statuses: str) -> QuerySet[Reversal]:
    return Reversal.objects.filter(theirs(desks, "transfer__charge__"), status__in=statuses)


def failed(desks: Desks) -> QuerySet[Charge]:
    """What their cards did not take back: the desk decides how it goes back."""
    return of(desks).filter(pk__in=failures(desks).values("charge"))


def failures(desks: Desks) -> QuerySet[Refund]:
    return Refund.objects.filter(theirs(desks, "charge__"), status=FAILED)


def refunded(desks: Desks) -> QuerySet[Charge]:
    return of(desks).filter(pk__in=Refund.objects.values("charge"))


PARTS: dict[str, Callable[[Desks], QuerySet[Charge]]] = {
    "all": of,
    "unpaid": unpaid,
    "to_transfer": to_transfer,
    "transferred": transferred,
    "owed": owed,
    "failed": failed,
    "refunded": refunded,
}


def sums(desks: Desks) -> dict[str, int]:
    """In cents: what waits, what is here, what was handed on and kept, what is to come back of it, what went back."""
    back = Refund.objects.filter(theirs(desks, "charge__"), status=GIVEN)
    here = to_transfer(desks).order_by()
    gone = back.filter(charge__in=here.values("pk"))
    return {
        "unpaid": total(unpaid(desks).order_by(), "cents"),
        "to_transfer": total(here, "captured_cents")
        - total(here, "lost_cents")
        - total(gone, "cents")
        - passed_on(here),
        "transferred": total(sent(desks), "cents") - total(reversals(desks, TAKEN), "cents"),
        "owed": total(reversals(desks, *TO_COME_BACK), "cents"),
        "failed": total(failures(desks), "cents"),
        "refunded": total(back, "cents"),
    }


def passed_on(charges: QuerySet) -> int:
    """What was handed on of these already, and did not come back."""
    handed = Transfer.objects.filter(charge__in=charges.values("pk"), status=SENT)
    back = Reversal.objects.filter(transfer__in=handed.values("pk"), status=TAKEN)
    return total(handed, "cents") - total(back, "cents")


def total(rows: QuerySet, column: str) -> int:
    return rows.aggregate(sum=Coalesce(Sum(F(column)), 0))["sum"]
