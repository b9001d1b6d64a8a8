"""Other times: proposed by either side, before a yes and after it, until one is agreed or the clock ends it."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from bookings.effects import check_starts, choose, move, propose, reserve, stay, wait_again
from bookings.kinds import asked
from bookings.kinds.limits import lock_offer, within_limits
from bookings.kinds.shaping import without
from bookings.kinds.states import ASKED, CONFIRMED, MOVE_OFFERED, MOVE_WISHED, OFFERED, WISHED
from bookings.kinds.times import answer_by, may_be_moved, moves_by_consent, moves_freely, not_started, rounds_left
from marketplace.lives.tables import Step, Table

PROPOSING = {
    "asks": ("times", "words"),
    "fields": {"times": asked.times, "words": asked.words},
    "effects": (check_starts, propose),
}
CHOOSING = {
    "asks": ("time",),
    "fields": {"time": asked.proposed},
    "effects": (lock_offer, choose, within_limits, reserve),
}
PROPOSED = _("%(who)s proposed: %(times)s. %(words)s")
WISHES = _("%(who)s asked for: %(times)s. %(words)s")
WISHES_YOU = _("You asked for: %(times)s. %(words)s")
CHOSEN = _("%(who)s chose %(time)s instead of %(from_time)s. %(worker)s takes care of it.")
CHOSEN_YOU = _("You chose %(time)s instead of %(from_time)s. %(worker)s takes care of it.")


def without_moves(table: Table) -> Table:
    """The same flow where there is no time to be moved: it takes place on dates."""
    ways = {propose, choose, move, stay, wait_again}
    return without(table, *(name for name, step in table.steps.items() if ways & set(step.effects)))


# Before anybody has said yes.
OTHER_TIMES = {
    "choose_time": Step(
        _("Choose one of these times"),
        (OFFERED,),
        CONFIRMED,
        ("customer",),
        told=("provider", "worker", "customer"),
        said=CHOSEN,
        said_you=CHOSEN_YOU,
        **CHOOSING,  # type: ignore[arg-type]
    ),
    "grant_time": Step(
        _("Choose one of these times"),
        (WISHED,),
        CONFIRMED,
        ("provider",),
        told=("customer", "worker"),
        said=CHOSEN,
        **CHOOSING,  # type: ignore[arg-type]
    ),
    "offer_times": Step(
        _("Propose another time"),
        (ASKED, WISHED),
        OFFERED,
        ("provider",),
        when=rounds_left,
        told=("customer",),
        said=PROPOSED,
        tone="rare",
        **PROPOSING,  # type: ignore[arg-type]
    ),
    "wish_times": Step(
        _("Ask for another time"),
        (ASKED, OFFERED),
        WISHED,
        ("customer",),
        when=rounds_left,
        told=("provider",),
        said=WISHES,
        said_you=WISHES_YOU,
        tone="rare",
        **PROPOSING,  # type: ignore[arg-type]
    ),
    "keep_time": Step(
        _("Stay with the first time"),
        (OFFERED, WISHED),
        ASKED,
        ("customer",),
        when=not_started,
        effects=(wait_again,),
        told=("provider",),
        said=_("%(who)s would like to stay with %(day)s at %(start)s."),
        said_you=_("You stay with %(day)s at %(start)s."),
        tone="rare",
    ),
}

# After the yes: what is agreed stands until another time is.
MOVES = {
    "agree_to_move": Step(
        _("Choose one of these times"),
        (MOVE_OFFERED,),
        CONFIRMED,
        ("customer",),
        told=("provider", "worker", "left", "customer"),
        said=CHOSEN,
        said_you=CHOSEN_YOU,
        **CHOOSING,  # type: ignore[arg-type]
    ),
    "grant_move": Step(
        _("Choose one of these times"),
        (MOVE_WISHED,),
        CONFIRMED,
        ("provider",),
        told=("customer", "worker", "left"),
        said=CHOSEN,
        **CHOOSING,  # type: ignore[arg-type]
    ),
    "propose_move": Step(
        _("Propose another time"),
        (CONFIRMED, MOVE_WISHED),
        MOVE_OFFERED,
        ("provider",),
        when=rounds_left,
        told=("customer", "worker"),
        said=PROPOSED,
        tone="rare",
        **PROPOSING,  # type: ignore[arg-type]
    ),
    "ask_to_move": Step(
        _("Ask for another time"),
        (CONFIRMED, MOVE_OFFERED),
        MOVE_WISHED,
        ("customer",),
        when=may_be_moved,
        told=("provider",),
        said=WISHES,
        said_you=WISHES_YOU,
        tone="rare",
        **PROPOSING,  # type: ignore[arg-type]
    ),
    "keep_agreed": Step(
        _("Stay with the time that was agreed"),
        (MOVE_OFFERED, MOVE_WISHED),
        CONFIRMED,
        ("customer", "provider"),
        asks=("words",),
        fields={"words": asked.words},
        effects=(stay,),
        told=("customer", "provider", "worker"),
        said=_("%(who)s stays with the time that was agreed. %(words)s"),
        said_you=_("You stay with the time that was agreed. %(words)s"),
        tone="rare",
    ),
    "lapse_move": Step(
        _("Lapse"),
        (MOVE_OFFERED, MOVE_WISHED),
        CONFIRMED,
        ("clock",),
        due=answer_by,
        effects=(stay,),
        told=("customer", "provider", "worker"),
        said=_("Nobody answered: the time stays as it was agreed."),
        ahead=_("Without an answer the time stays as agreed, from %(day)s at %(hour)s on."),
    ),
}

# Where nobody has to accept, nobody has to agree either, as long as cancelling costs nothing.
MOVE_AT_ONCE = {
    "ask_to_move": replace(MOVES["ask_to_move"], when=moves_by_consent),
    "move": Step(
        _("Move it to another time"),
        (CONFIRMED, MOVE_OFFERED),
        CONFIRMED,
        ("customer",),
        asks=("time",),
        fields={"time": asked.new_time},
        effects=(check_starts, lock_offer, move, within_limits, reserve),
        when=moves_freely,
        told=("provider", "worker", "left", "customer"),
        said=CHOSEN,
        said_you=CHOSEN_YOU,
        tone="rare",
    ),
}
