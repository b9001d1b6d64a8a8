"""What a cancellation costs: the terms of an offer, frozen in the booking, and the amount they come to at a moment.

Terms are a dictionary: `tiers`, the latest hours last, as [hours before the start, percent kept]; `spared`, the cases
in which nothing is kept; `move_hours` and `moves`, how late and how often the time may be moved. Nothing moves money
here: the amount is kept in the facts of the change.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.models import Booking
from bookings.models.cause import Cause
from bookings.models.known import UNHAD
from marketplace import wording
from services.models import CancellationPolicy, Offer

Terms = dict[str, Any]
FREE: Terms = {"name": "", "tiers": [], "spared": [], "move_hours": 2, "moves": 3}
Spared = CancellationPolicy.Spared
DIGEST = 16  # letters


@dataclass(frozen=True)
class Cost:
    """What is kept of the price, in cents. `spared`: the case for which nothing is kept although it is late."""

    cents: int = 0
    percent: int = 0
    spared: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        return {"kept_cents": self.cents, "kept_percent": self.percent, "spared": self.spared}


def terms_of(offer: Offer) -> Terms:
    """What holds for a booking that is made now."""
    return terms_by(offer.policy) if offer.policy else dict(FREE)


def terms_by(policy: CancellationPolicy) -> Terms:
    tiers = [[tier.hours, tier.percent] for tier in policy.tiers.all()]
    return {
        "name": policy.name,
        "tiers": tiers,
        "spared": list(policy.spared),
        "move_hours": policy.move_hours,
        "moves": policy.moves,
    }


def terms_for(booking: Booking) -> Terms:
    """What held when it was made."""
    return {**FREE, **booking.terms}


def digest(terms: Terms) -> str:
    """A word for what these terms say, whatever they are called: whoever has read them sends it back."""
    said = {name: value for name, value in {**FREE, **terms}.items() if name != "name"}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:DIGEST]


def cost(booking: Booking, facts: dict[str, Any] | None = None, at: datetime | None = None) -> Cost:
    """What is kept when the customer cancels at this moment (None: now), with the cause she gives in `facts`."""
    percent = percent_at(terms_for(booking), booking.starts_at - (at or timezone.now()))
    if not (percent and booking.price_cents):
        return Cost()
    if case := spared(booking, facts or {}):
        return Cost(spared=case)
    return Cost(share(booking.price_cents, percent), percent)


def cost_now(booking: Booking) -> Cost:
    """What the customer would pay if she cancelled at this moment. Before a yes, nothing."""
    return cost(booking) if booking.agreed else Cost()


def cost_of_absence(booking: Booking) -> Cost:
    """Who does not come has cancelled at the last moment."""
    return cost(booking, at=booking.starts_at)


def percent_at(terms: Terms, left: timedelta) -> int:
    """The percent that is kept so long before the start: of the tiers it falls under, the latest."""
    hours = left.total_seconds() / 3600
    return next((percent for least, percent in sorted(terms["tiers"]) if hours < least), 0)


def spared(booking: Booking, facts: dict[str, Any]) -> str:
    cases = terms_for(booking)["spared"]
    ill = facts.get("cause") == Cause.ILLNESS and (facts.get("words") or "").strip()
    if Spared.ILLNESS in cases and ill:
        return Spared.ILLNESS
    if Spared.FIRST in cases and is_first(booking):
        return Spared.FIRST
    return ""


def is_first(booking: Booking) -> bool:
    """A request that nobody answered, or that was declined, was no booking yet."""
    before = Booking.objects.filter(offer=booking.offer_id, customer=booking.customer_id, pk__lt=booking.pk)
    return not before.exclude(status__in=UNHAD).exists()


def share(cents: int, percent: int) -> int:
    """Half a cent goes to whoever pays."""
    return cents * percent // 100


# --- in words -----------------------------------------------------------------------------------------------------
def lines(terms: Terms) -> list[str]:
    """The terms as people read them before they book, the earliest first."""
    terms = {**FREE, **terms}
    if not terms["tiers"]:
        return [_("You can cancel until the start. It costs nothing.")]
    first = terms["tiers"][0][0]
    told = [_("Until %(time)s before the start it costs nothing to cancel.") % {"time": hours_said(first)}]
    for hours, percent in terms["tiers"]:
        facts = {"time": hours_said(hours), "percent": percent}
        told.append(_("Less than %(time)s before: you pay %(percent)s %% of the price.") % facts)
    told.append(_("From then on it can be moved only if the organisation agrees."))
    return told + [SPARED[case]() for case in terms["spared"] if case in SPARED]


SPARED = {
    Spared.FIRST.value: lambda: _("The first time that you book this, it costs nothing."),
    Spared.ILLNESS.value: lambda: _("If somebody is ill and you say so, it costs nothing."),
}


def hours_said(hours: int) -> str:
    if hours % 24 == 0 and hours > 24:
        return ngettext("%(number)s day", "%(number)s days", hours // 24) % {"number": hours // 24}
    return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}


def said(cost: Cost) -> str:
    """What a cancellation costs, before it is taken and in the history after it."""
    if cost.spared:
        return _("It costs nothing this time.")
    if not cost.cents:
        return _("It costs nothing.")
    facts = {"amount": wording.euro(cost.cents), "percent": cost.percent}
    return _("You pay %(amount)s, %(percent)s %% of the price.") % facts
