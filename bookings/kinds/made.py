"""A piece that was made here, for money: put aside with the press, paid as any other offer, collected at a time.

What is left of it are the lanes of its resource. A hold of it has no end: what is sold never comes back, and what is
called off is there again. The database lets one have the last one. Another time to collect it is another booking of
the counter, not of the piece: it stays theirs."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings import effects
from bookings.kinds.base import Kind
from bookings.kinds.flows import AT_ONCE, ON_REQUEST, with_effects
from bookings.kinds.place import CHOSE, must_be_somewhere
from bookings.kinds.shaping import without
from bookings.kinds.states import CONFIRMED, DONE, FINISHED
from bookings.models import Booking
from marketplace.lives.tables import Table
from services import availability
from services.models import Offer

SENTENCES = {
    CONFIRMED: {
        "customer": gettext_lazy("It is put aside for you. Collect it on %(day)s at %(start)s."),
        "provider": gettext_lazy("%(customer)s collects it on %(day)s at %(start)s."),
        "worker": gettext_lazy("%(customer)s collects it on %(day)s at %(start)s."),
    },
    FINISHED: {
        "customer": gettext_lazy("You have collected it. If something is wrong with it, say so within a day."),
        "": gettext_lazy("It was collected. %(customer)s has a day to say if something is wrong with it."),
    },
    DONE: {
        "customer": gettext_lazy("You have collected it. Enjoy it."),
        "": gettext_lazy("It was collected. Nothing is left to do."),
    },
}
SAID: dict[str, dict[str, Any]] = CHOSE | {
    "ask": {"label": gettext_lazy("Ask for it")},
    "book": {
        "label": gettext_lazy("Put it aside for me"),
        "said": gettext_lazy("%(who)s bought one."),
        "said_you": gettext_lazy("You bought one."),
    },
    "accept": {"said": gettext_lazy("%(who)s accepted.")},
    "finish": {"label": gettext_lazy("Collected"), "said": gettext_lazy("It was collected.")},
}


def put_aside(booking: Booking, facts: dict[str, Any]) -> None:
    """One of those that are left, from now on, where one can collect it then. Raises ValidationError ("starts_at")
    for whoever was slower."""
    if booking.holds.filter(active=True).exists():
        return None
    for piece in availability.free_for(booking.offer, booking.starts_at, booking.ends_at):
        if availability.hold(booking, piece, timezone.now(), None):
            return effects.send(booking, [piece])
    raise ValidationError({"starts_at": why_none(booking.offer)})


def why_none(offer: Offer) -> str:
    if availability.pieces_left([offer]).get(offer.pk):
        return _("This time is not free any more. Choose another one.")
    return _("Somebody else has just taken the last one.")


def of_pieces(table: Table) -> Table:
    """Nobody takes care of anything, and nobody begins: it lies there, and is collected."""
    sold = with_effects(without(table, "assign", "start"), {effects.reserve: put_aside})
    states = {name: replace(s, sentences=SENTENCES.get(name, s.sentences)) for name, s in sold.states.items()}
    steps = {name: replace(step, **SAID.get(name, {})) for name, step in sold.steps.items()}
    return replace(sold, states=states, steps=steps)


class Made(Kind):
    name = "made"
    label = gettext_lazy("A piece that you made, for money: as many as there are")
    counted = True
    on_request = (of_pieces(ON_REQUEST),)
    at_once = (of_pieces(AT_ONCE),)

    @property
    def repeats(self) -> bool:
        """Nobody buys the same coat every week."""
        return False

    def questions(self, offer: Offer) -> list[dict]:
        """None: what a category asks of those who come for an hour says nothing of a piece that is there."""
        return []

    def check(self, booking: Booking) -> None:
        """One collects it."""
        must_be_somewhere(booking.offer)
        super().check(booking)
