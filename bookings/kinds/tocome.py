"""What happens to a booking between the yes and the end of the work: who goes, start, cancelled, called off."""

from django.utils.translation import gettext_lazy as _

from bookings.effects import assign, give_back, keep_cost, keep_nothing, keep_start, release
from bookings.kinds import asked
from bookings.kinds.states import AGREED, ASKED, CANCELLED, CONFIRMED, MOVE_OFFERED, MOVE_WISHED, UNDER_WAY
from bookings.kinds.times import around_the_start, day_before, not_started, on_its_day, somebody_else_may_go
from marketplace.lives.tables import Step

ASSIGNING = {
    "label": _("Choose who goes"),
    "actors": ("provider",),
    "asks": ("crew",),
    "fields": {"crew": asked.crew},
    "effects": (assign,),
    "when": somebody_else_may_go,
    "said": _("%(who)s chose who goes."),
    "tone": "rare",
}


def late(state: str) -> Step:
    """Said on the day, and everything else stays: other times that were proposed are waited for as before."""
    return Step(
        _("Say that you are late"),
        (state,),
        state,
        ("customer", "worker", "provider"),
        asks=("minutes_late", "words"),
        fields={"minutes_late": asked.minutes_late, "words": asked.words},
        when=around_the_start,
        told=("customer", "worker", "provider"),
        said=_("%(who)s comes about %(minutes_late)s minutes late. %(words)s"),
        said_you=_("You said that you come about %(minutes_late)s minutes late. %(words)s"),
        tone="rare",
    )


TO_COME = {
    "start": Step(
        _("I have started"),
        AGREED,
        UNDER_WAY,
        ("worker", "provider"),
        when=on_its_day,
        told=(),
        said=_("%(who)s started."),
    ),
    "remind": Step(
        _("Remind of the day"),
        (CONFIRMED,),
        CONFIRMED,
        ("clock",),
        due=day_before,
        effects=(keep_start,),
        told=("customer", "worker"),
        said=_("Reminder: %(day)s at %(start)s."),
        ahead=_("A reminder comes %(day)s at %(hour)s."),
    ),
    "prepare": Step(sources=(ASKED,), target=ASKED, **ASSIGNING),  # type: ignore[arg-type]
    "assign": Step(sources=(CONFIRMED,), target=CONFIRMED, told=("customer", "worker", "left"), **ASSIGNING),  # type: ignore[arg-type]
    "late": late(CONFIRMED),
    f"late_{MOVE_OFFERED}": late(MOVE_OFFERED),
    f"late_{MOVE_WISHED}": late(MOVE_WISHED),
    "cancel": Step(
        _("Cancel"),
        AGREED,
        CANCELLED,
        ("customer", "operator"),
        asks=("cause", "words"),
        fields={"cause": asked.cause, "words": asked.words},
        private=("cause", "words"),
        when=not_started,
        effects=(keep_cost, release, give_back),
        told=("provider", "worker", "customer"),
        said=_("%(who)s cancelled. %(cause)s %(words)s %(kept)s"),
        said_you=_("You cancelled. %(cause)s %(words)s %(kept)s"),
        tone="no",
    ),
    "call_off": Step(
        _("Call off"),
        (*AGREED, UNDER_WAY),
        CANCELLED,
        ("provider", "operator"),
        asks=("cause", "reason"),
        fields={"cause": asked.provider_cause},
        effects=(keep_nothing, release, give_back),
        told=("customer", "worker"),
        said=_("%(who)s called it off: %(reason)s"),
        tone="no",
    ),
}
