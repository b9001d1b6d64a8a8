"""The two flows that kinds start from: on request, where somebody has to accept, and at once."""

from django.utils.translation import gettext_lazy as _

from bookings.effects import give_back, release, reserve, reserve_if_it_blocks, share_out
from bookings.kinds import paying
from bookings.kinds.afterwards import AFTERWARDS
from bookings.kinds.moving import MOVE_AT_ONCE, MOVES, OTHER_TIMES, without_moves
from bookings.kinds.shaping import pruned, with_effects, without
from bookings.kinds.states import ASKED, CANCELLED, CONFIRMED, DECLINED, EXPIRED, OPEN, STATES
from bookings.kinds.times import answer_by, before_it_expires, day_after, day_before, not_started, on_its_day
from bookings.kinds.tocome import TO_COME
from marketplace.lives.tables import NEW, Step, Table

__all__ = [
    "AT_ONCE",
    "LATER_ON",
    "ON_REQUEST",
    "answer_by",
    "before_it_expires",
    "day_after",
    "day_before",
    "not_started",
    "on_its_day",
    "pruned",
    "with_effects",
    "without",
    "without_moves",
]
LATER_ON = TO_COME | MOVES | AFTERWARDS

REQUEST = {
    "ask": Step(
        _("Ask for this time"),
        (NEW,),
        ASKED,
        ("customer",),
        effects=(reserve_if_it_blocks, share_out),
        told=("provider", "customer"),
        said=_("%(who)s asked for this time."),
        said_you=_("You asked for this time."),
    ),
    "accept": Step(
        _("Accept"),
        (ASKED,),
        CONFIRMED,
        ("provider",),
        when=not_started,
        effects=(reserve,),
        told=("customer", "worker"),
        said=_("%(who)s accepted. %(worker)s takes care of it."),
    ),
    "decline": Step(
        _("Decline"),
        OPEN,
        DECLINED,
        ("provider",),
        asks=("reason",),
        effects=(release, give_back),
        told=("customer",),
        said=_("%(who)s declined: %(reason)s"),
        tone="no",
    ),
    "withdraw": Step(
        _("Take back the request"),
        OPEN,
        CANCELLED,
        ("customer",),
        effects=(release, give_back),
        told=("provider",),
        said=_("%(who)s took the request back."),
        said_you=_("You took the request back."),
        tone="no",
    ),
    "remind_to_answer": Step(
        _("Remind to answer"),
        (ASKED,),
        ASKED,
        ("clock",),
        due=before_it_expires,
        told=("provider",),
        said=_("Reminder: an answer is due by %(by_day)s at %(by_hour)s."),
    ),
    "expire": Step(
        _("Expire"),
        OPEN,
        EXPIRED,
        ("clock",),
        due=answer_by,
        effects=(release, give_back),
        told=("customer", "provider"),
        said=_("Nobody answered in time."),
        ahead=_("Without an answer the request ends %(day)s at %(hour)s."),
    ),
}

ON_REQUEST = Table(
    states=STATES | paying.STATES,
    steps=paying.taken_with_the_yes(REQUEST | OTHER_TIMES | LATER_ON)
    | paying.before(reserve_if_it_blocks, ASKED, paying.BEFORE_ASKING, paying.ASKED_WITH_CARD),
)

AT_ONCE_STEPS = {
    "book": Step(
        _("Book this time"),
        (NEW,),
        CONFIRMED,
        ("customer",),
        effects=(reserve, share_out),
        told=("provider", "worker", "customer"),
        said=_("%(who)s booked this time. %(worker)s takes care of it."),
        said_you=_("You booked this time. %(worker)s takes care of it."),
    ),
} | (LATER_ON | MOVE_AT_ONCE)

AT_ONCE = pruned(
    Table(
        states=STATES | paying.STATES,
        steps=AT_ONCE_STEPS | paying.before(reserve, CONFIRMED, paying.BEFORE_BOOKING, paying.BOOKED_WITH_CARD),
    )
)
