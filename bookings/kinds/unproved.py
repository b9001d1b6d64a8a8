"""What becomes of a parcel of which nobody says whether it arrived: nobody pays before that is known."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.effects import await_settlement, release
from bookings.kinds import asked
from bookings.kinds.states import AFTERWARDS, COMPLAINED, CONFIRMED, ESCALATED, UNDER_WAY
from bookings.kinds.times import day_after
from bookings.models import Booking
from marketplace.lives.tables import State, Step

PICKED_UP, MISSED, FAILED, UNPROVED = "picked_up", "missed", "failed", "unproved"
ON_THE_WAY = (CONFIRMED, UNDER_WAY, PICKED_UP)
PATIENCE = timedelta(days=14)  # in which somebody has to say what becomes of it


def two_weeks_after(booking: Booking) -> datetime:
    return booking.ends_at + PATIENCE


def should_be_there(booking: Booking) -> bool:
    """Its window is over, or somebody has said that it did not arrive."""
    return booking.status in (FAILED, UNPROVED) or timezone.now() >= booking.ends_at


STATES = {
    UNPROVED: State(
        _("Not known to have arrived"),
        {
            "customer": _("Nobody wrote that it arrived. %(organisation)s has to say so. Until then you pay nothing."),
            "": _("Nobody wrote that it arrived. Note who took it, or that it could not be delivered."),
        },
        turn="provider",
        tone="ochre",
        holds=True,
        agreed=True,
    ),
    ESCALATED: State(
        AFTERWARDS[ESCALATED].label,
        {
            "customer": _("%(organisation)s did not answer in time. Now the City looks at what became of it."),
            "provider": _("You did not answer in time. Now the City looks at what became of it. You can still answer."),
            "operator": _("The organisation did not say what became of it: settle it."),
            "": _("The City looks at what became of it."),
        },
        turn="operator",
        tone="cotto",
    ),
}  # fmt: skip

STEPS = {
    "unproved": Step(
        _("Ask what became of it"),
        ON_THE_WAY,
        UNPROVED,
        ("clock",),
        due=day_after,
        told=("provider", "worker", "customer"),
        said=_("A day has passed, and nobody wrote that it arrived."),
    ),
    "not_arrived": Step(
        _("It did not arrive"),
        (PICKED_UP, FAILED, UNPROVED),
        COMPLAINED,
        ("customer",),
        asks=("words",),
        fields={"words": asked.words},
        private=("words",),
        when=should_be_there,
        effects=(await_settlement, release),
        told=("provider", "worker"),
        said=_("%(who)s says that it did not arrive. %(words)s"),
        said_you=_("You said that it did not arrive. %(words)s"),
        tone="rare",
    ),
    "hand_on": Step(
        _("Hand on to the City"),
        (FAILED, UNPROVED),
        ESCALATED,
        ("clock",),
        due=two_weeks_after,
        effects=(release,),
        told=("customer", "provider"),
        said=_("Two weeks have passed, and nobody said what becomes of it: the City looks at it."),
    ),
}
