"""How a swap ends when its time has come: both say that they gave and got, or one says that nobody came. Where the two
do not agree on what happened, the desk decides."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from bookings import swaps
from bookings.kinds import asked
from bookings.kinds.states import CANCELLED, CONFIRMED, DONE, EXCUSED, NOT_THERE
from bookings.kinds.swapping import other
from bookings.kinds.swapstates import (
    AGREED,
    BOTH,
    CONTESTED,
    CUSTOMER_GOT,
    CUSTOMER_MISSED,
    DOUBTED,
    PARTNER_GOT,
    PARTNER_MISSED,
)
from bookings.kinds.times import a_quarter_past, arrived, day_after, on_its_day
from bookings.models import Booking
from marketplace.lives.tables import Step, Words

DAY = timedelta(days=1)


def after(days: int) -> Callable[[Booking], datetime]:
    """So many days after it came to this, or after the end where that is later: a reminder gives nobody more time."""

    def due(booking: Booking) -> datetime:
        return max(booking.ends_at, arrived(booking)) + days * DAY

    return due


TO_SAY = after(3)  # for whoever did not say yet that she gave and got, or was said not to have come
SILENCE = after(7)  # then both garments are shown again, where neither said anything
TO_DECIDE = after(14)  # for the desk


def got(sources: tuple[str, ...], target: str, side: str) -> Step:
    """The second one to say it ends it."""
    effects = (swaps.swap,) if target == DONE else ()
    return Step(
        _("I gave mine and got the other"),
        sources,
        target,
        (side,),
        when=on_its_day,
        effects=effects,
        told=BOTH if target == DONE else (other(side),),
        said=_("%(who)s gave and got."),
        said_you=_("You gave and got."),
    )


def missed(side: str, target: str) -> Step:
    """Said by the one who waited."""
    return Step(
        _("Nobody came"),
        AGREED,
        target,
        (other(side),),
        asks=("words",),
        fields={"words": asked.words},
        when=a_quarter_past,
        effects=(swaps.show_again,),
        told=BOTH,
        said=_("%(who)s waited, and nobody came. %(words)s"),
        said_you=_("You waited, and nobody came. %(words)s"),
        tone="rare",
    )


def objecting(source: str, target: str, side: str, label: Words) -> Step:
    """It was not so, says the other one: the desk decides."""
    return Step(
        label,
        (source,),
        target,
        (side,),
        asks=("reason",),
        told=("provider", *BOTH),
        said=_("%(who)s says that it was not so: %(reason)s"),
        said_you=_("You said that it was not so: %(reason)s"),
        tone="rare",
    )


def deciding(source: str, target: str, label: Words, said: Words, effects: tuple = ()) -> Step:
    return Step(label, (source,), target, ("provider",), ("reason",), effects=effects, told=BOTH, said=said)


def closing(
    sources: tuple[str, ...], target: str, due: Callable[[Booking], datetime], said: Words, effects: tuple = ()
) -> Step:
    """What the clock makes of it where nobody says anything more."""
    return Step(_("Close"), sources, target, ("clock",), due=due, effects=effects, told=BOTH, said=said)


def asking(source: str, told: tuple[str, ...]) -> Step:
    label, said = _("Ask whether they met"), _("Did you meet? Say whether you gave and got.")
    return Step(label, (source,), source, ("clock",), due=day_after, told=told, said=said)


def forgiving(source: str, side: str) -> Step:
    return Step(
        _("Let it pass"),
        (source,),
        EXCUSED,
        (side,),
        told=BOTH,
        said=_("%(who)s lets it pass: it counts for nobody."),
        said_you=_("You let it pass: it counts for nobody."),
    )


NOT_SO, WAS_THERE = _("It was not handed over"), _("I was there")
COUNTED = _("Nobody objected: it counts as not coming.")

MEETING = {
    "customer_got": got(AGREED, CUSTOMER_GOT, "customer"),
    "partner_got": got(AGREED, PARTNER_GOT, "partner"),
    "customer_got_too": got((PARTNER_GOT,), DONE, "customer"),
    "partner_got_too": got((CUSTOMER_GOT,), DONE, "partner"),
    "ask_both": asking(CONFIRMED, BOTH),
    "ask_partner": asking(CUSTOMER_GOT, ("partner",)),
    "ask_customer": asking(PARTNER_GOT, ("customer",)),
    "count_as_done": closing(
        (CUSTOMER_GOT, PARTNER_GOT), DONE, TO_SAY, _("Nobody objected: it counts as swapped."), (swaps.swap,)
    ),
    "silence": closing(
        AGREED,
        CANCELLED,
        SILENCE,
        _("Neither said that they met: both garments are shown again."),
        (swaps.show_again,),
    ),
    "partner_doubts": objecting(CUSTOMER_GOT, DOUBTED, "partner", NOT_SO),
    "customer_doubts": objecting(PARTNER_GOT, DOUBTED, "customer", NOT_SO),
    "was_swapped": deciding(
        DOUBTED, DONE, _("It was swapped"), _("%(who)s decided that it was swapped: %(reason)s"), (swaps.swap,)
    ),
    "was_not_swapped": deciding(
        DOUBTED,
        CANCELLED,
        _("It was not swapped"),
        _("%(who)s decided that it was not swapped: %(reason)s"),
        (swaps.show_again,),
    ),
    "leave_undecided": closing(
        (DOUBTED,), CANCELLED, TO_DECIDE, _("Nobody decided: both garments are shown again."), (swaps.show_again,)
    ),
}

MISSING = {
    "partner_missed": missed("partner", PARTNER_MISSED),
    "customer_missed": missed("customer", CUSTOMER_MISSED),
    "partner_contests": objecting(PARTNER_MISSED, CONTESTED, "partner", WAS_THERE),
    "customer_contests": objecting(CUSTOMER_MISSED, CONTESTED, "customer", WAS_THERE),
    "forgive_partner": forgiving(PARTNER_MISSED, "customer"),
    "forgive_customer": forgiving(CUSTOMER_MISSED, "partner"),
    "count": closing((PARTNER_MISSED, CUSTOMER_MISSED), NOT_THERE, TO_SAY, COUNTED),
    "counts": deciding(
        CONTESTED,
        NOT_THERE,
        _("It counts as not coming"),
        _("%(who)s decided that it counts as not coming: %(reason)s"),
    ),
    "counts_for_nobody": deciding(
        CONTESTED, EXCUSED, _("It counts for nobody"), _("%(who)s decided that it counts for nobody: %(reason)s")
    ),
    "drop": closing((CONTESTED,), EXCUSED, TO_DECIDE, _("Nobody decided: it counts for nobody.")),
}
