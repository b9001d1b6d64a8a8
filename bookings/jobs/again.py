"""The same person for the same family: asked of whoever the work was for, once it is over, and told to nobody."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Again, Booking, Proposal
from marketplace.accounts.models import User
from marketplace.casework.models import Participant
from marketplace.refusals import Refused


@dataclass(frozen=True)
class Helped:
    """`proposal`: its number, by which one speaks of her. `again`: what was said; None: nothing."""

    proposal: int
    name: str
    again: bool | None


def was_for(booking: Booking, user: Any) -> bool:
    return "customer" in booking.roles_of(user)


def came_to(booking: Booking, user: Any) -> Any:
    """The proposals of those whose work here is over, for whom it was done: for others, the desk too, there are none.
    Of whoever is forgotten nobody speaks any more."""
    rows = Proposal.objects.filter(job__booking=booking, live=True, worked__left_at__isnull=False)
    known = rows.exclude(worked__minutes=0).filter(participant__person__isnull=False)
    return known if was_for(booking, user) else known.none()


def helped(booking: Booking, user: Any) -> list[Helped]:
    rows = came_to(booking, user).select_related("participant__person", "again").order_by("pk")
    return [Helped(row.pk, row.first_name, said(row)) for row in rows]


def said(proposal: Proposal) -> bool | None:
    row = getattr(proposal, "again", None)
    return row.wanted if row else None


@transaction.atomic
def say(booking: Booking, proposal: Proposal, by: User, wanted: bool | None) -> None:
    """The same person again, or rather somebody else; None takes it back. Raises Refused."""
    if not came_to(booking, by).filter(pk=proposal.pk).exists():
        raise Refused(_("This is not for you to do."))
    if wanted is None:
        Again.objects.filter(proposal=proposal).delete()
        return
    told = {"wanted": wanted, "by": by, "said_at": timezone.now()}
    Again.objects.update_or_create(proposal=proposal, defaults=told)


def forget(participant: Participant) -> None:
    Again.objects.filter(proposal__participant=participant).delete()
