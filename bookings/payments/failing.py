"""What could not go back to a card: the desk tries it again, or says that it was given back outside."""

from typing import Any

from django.utils.translation import gettext as _

from bookings.models import Charge, Refund
from bookings.payments import cards, receipts, squaring
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, lock, take, untied
from marketplace.refusals import Refused


@untied
def again(refund: Refund, by: User, key: str | None = None) -> Refund:
    """The same sum on its way to the same card, as a refund of its own; once for each key. Raises Refused."""
    charge, refund = locked(refund, by)
    if key and refund.changes.filter(key=key).exists():
        return charge.refunds.get(changes__key=key, changes__step="begin")
    take(refund, "again", Actor(by), key=key)
    made = cards.give_back(charge, refund.cents, key)
    squaring.tidy(charge)
    return made


@untied
def outside(refund: Refund, by: User, facts: dict[str, Any], key: str | None = None) -> Refund:
    """The desk says how and when it gave it back itself. What the card had paid of it stays with the organisation.

    Raises ValidationError by fact, Refused."""
    charge, refund = locked(refund, by)
    refund = take(refund, "outside", Actor(by), facts, key=key)
    squaring.tidy(charge)
    receipts.for_charge(charge)
    return refund


def locked(refund: Refund, by: User) -> tuple[Charge, Refund]:
    if "provider" not in Actor(by).roles(lock(refund.booked)):
        raise Refused(_("This is not for you to do."))
    return lock(refund.charge), lock(refund)
