"""A swap until the two meet: asked of another resident, a time proposed by either, agreed, stepped back from."""

from dataclasses import replace

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings import swaps
from bookings.effects import check_days, choose, keep_start, propose, stay, wait_again
from bookings.kinds import asked
from bookings.kinds.states import CANCELLED, CONFIRMED, DECLINED, EXPIRED
from bookings.kinds.swapstates import (
    AGREED,
    ASKED,
    BOTH,
    MOVE_OFFERED,
    MOVE_WISHED,
    OFFERED,
    OPEN,
    WISHED,
)
from bookings.kinds.times import (
    answer_by,
    before_it_expires,
    day_before,
    not_started,
    rounds_left,
)
from bookings.kinds.tocome import late
from bookings.models import Booking
from marketplace.lives.tables import NEW, Step


def other(side: str) -> str:
    return "partner" if side == "customer" else "customer"


def hour(booking: Booking) -> forms.Field:
    return forms.TimeField(label=_("At what time?"), widget=forms.TimeInput(attrs={"type": "time"}))


def day(booking: Booking) -> forms.Field:
    return asked.DayField(label=_("Which day?"))


PROPOSING = {
    "asks": ("day", "at", "words"),
    "fields": {"day": day, "at": hour, "words": asked.words},
    "effects": (swaps.one_time, check_days, propose),
    "when": rounds_left,
    "said": _("%(who)s proposed: %(times)s. %(words)s"),
    "said_you": _("You proposed: %(times)s. %(words)s"),
    "tone": "rare",
}
CHOOSING = {
    "asks": ("time",),
    "fields": {"time": asked.proposed},
    "effects": (choose,),
    "said": _("%(who)s agreed: %(time)s instead of %(from_time)s."),
    "said_you": _("You agreed: %(time)s instead of %(from_time)s."),
}


def proposing(sources: tuple[str, ...], target: str, side: str) -> Step:
    return Step(_("Propose another time"), sources, target, (side,), told=(other(side),), **PROPOSING)  # type: ignore[arg-type]


def choosing(source: str, side: str) -> Step:
    return Step(_("Agree to this time"), (source,), CONFIRMED, (side,), told=BOTH, **CHOOSING)  # type: ignore[arg-type]


def reminding(state: str, side: str) -> Step:
    said = _("Reminder: an answer is due by %(by_day)s at %(by_hour)s.")
    return Step(_("Remind to answer"), (state,), state, ("clock",), due=before_it_expires, told=(side,), said=said)


ASKING = {
    "ask": Step(
        _("Ask for the swap"),
        (NEW,),
        ASKED,
        ("customer",),
        effects=(wait_again, swaps.promise),
        told=BOTH,
        said=_("%(who)s asked for a swap."),
        said_you=_("You asked for a swap."),
    ),
    "accept": Step(
        _("Accept the swap"),
        (ASKED,),
        CONFIRMED,
        ("partner",),
        when=not_started,
        told=BOTH,
        said=_("%(who)s accepted the swap."),
        said_you=_("You accepted the swap."),
    ),
    "decline": Step(
        _("Decline"),
        OPEN,
        DECLINED,
        ("partner",),
        asks=("reason",),
        effects=(swaps.show_again,),
        told=("customer",),
        said=_("%(who)s declined: %(reason)s"),
        said_you=_("You declined: %(reason)s"),
        tone="no",
    ),
    "withdraw": Step(
        _("Take back the request"),
        OPEN,
        CANCELLED,
        ("customer",),
        effects=(swaps.show_again,),
        told=("partner",),
        said=_("%(who)s took the request back."),
        said_you=_("You took the request back."),
        tone="rare",
    ),
    "choose_time": choosing(OFFERED, "customer"),
    "grant_time": choosing(WISHED, "partner"),
    "offer_time": proposing((ASKED, WISHED), OFFERED, "partner"),
    "wish_time": proposing((ASKED, OFFERED), WISHED, "customer"),
    "keep_time": Step(
        _("Stay with the first time"),
        (OFFERED, WISHED),
        ASKED,
        ("customer",),
        when=not_started,
        effects=(wait_again,),
        told=("partner",),
        said=_("%(who)s would like to stay with %(day)s at %(start)s."),
        said_you=_("You stay with %(day)s at %(start)s."),
        tone="rare",
    ),
    "remind_to_answer": reminding(ASKED, "partner"),
    "remind_wished": reminding(WISHED, "partner"),
    "remind_offered": reminding(OFFERED, "customer"),
    "expire": Step(
        _("Expire"),
        OPEN,
        EXPIRED,
        ("clock",),
        due=answer_by,
        effects=(swaps.show_again,),
        told=BOTH,
        said=_("Nobody answered in time: both garments are shown again."),
        ahead=_("Without an answer the request ends %(day)s at %(hour)s."),
    ),
}

AHEAD = {
    "remind": Step(
        _("Remind of the day"),
        (CONFIRMED,),
        CONFIRMED,
        ("clock",),
        due=day_before,
        effects=(keep_start,),
        told=BOTH,
        said=_("Reminder: %(day)s at %(start)s."),
        ahead=_("A reminder comes %(day)s at %(hour)s."),
    ),
    "agree_to_move": choosing(MOVE_OFFERED, "customer"),
    "grant_move": choosing(MOVE_WISHED, "partner"),
    "propose_move": proposing((CONFIRMED, MOVE_WISHED), MOVE_OFFERED, "partner"),
    "ask_to_move": proposing((CONFIRMED, MOVE_OFFERED), MOVE_WISHED, "customer"),
    "keep_agreed": Step(
        _("Stay with the time that was agreed"),
        (MOVE_OFFERED, MOVE_WISHED),
        CONFIRMED,
        BOTH,
        effects=(stay,),
        told=BOTH,
        said=_("%(who)s stays with the time that was agreed."),
        said_you=_("You stay with the time that was agreed."),
        tone="rare",
    ),
    "lapse_move": Step(
        _("Lapse"),
        (MOVE_OFFERED, MOVE_WISHED),
        CONFIRMED,
        ("clock",),
        due=answer_by,
        effects=(stay,),
        told=BOTH,
        said=_("Nobody answered: the time stays as it was agreed."),
        ahead=_("Without an answer the time stays as agreed, from %(day)s at %(hour)s on."),
    ),
    "late": replace(late(CONFIRMED), actors=BOTH, told=BOTH),
    "step_back": Step(
        _("Step back"),
        AGREED,
        CANCELLED,
        BOTH,
        asks=("reason",),
        when=swaps.in_good_time,
        effects=(swaps.show_again,),
        told=BOTH,
        said=_("%(who)s stepped back: %(reason)s"),
        said_you=_("You stepped back: %(reason)s"),
        tone="rare",
    ),
    swaps.STEPPED_BACK: Step(
        _("Step back now: it counts as not coming"),
        AGREED,
        CANCELLED,
        BOTH,
        asks=("reason",),
        when=swaps.is_late,
        effects=(swaps.show_again,),
        told=BOTH,
        said=_("%(who)s stepped back at the last moment, which counts as not coming: %(reason)s"),
        said_you=_("You stepped back at the last moment, which counts as not coming: %(reason)s"),
        tone="rare",
    ),
    "call_off": Step(
        _("Call off"),
        (*OPEN, *AGREED),
        CANCELLED,
        ("provider", "operator"),
        asks=("reason",),
        effects=(swaps.show_again,),
        told=BOTH,
        said=_("%(who)s called it off: %(reason)s"),
        tone="no",
    ),
}
