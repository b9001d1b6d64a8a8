"""The flows of what takes place for several people: a waiting list before them, dates that move or are called off."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import seats
from bookings.effects import call_for_payment, give_back, share_out_as_seen
from bookings.kinds.asked import own_seen
from bookings.kinds.flows import not_started
from bookings.kinds.states import ASKED, CANCELLED, CONFIRMED, DONE, EXPIRED, FINISHED, UNDER_WAY
from bookings.models import Booking, Enrolment
from bookings.waiting import INVITED, WAITING
from marketplace.lives.tables import NEW, State, Step, Table
from services.models.occasion import OPEN

NOT_HERE = {"assign", "prepare"}  # who leads a date, and when it is, is said of the date and not of a booking

LIST_STATES = {
    WAITING: State(
        _("On the waiting list"),
        {
            "customer": _("You are on the waiting list. We write to you when there is a place for you."),
            "": _("%(customer)s is on the waiting list. Nobody has to do anything."),
        },
        tone="ochre",
    ),
    INVITED: State(
        _("Invited"),
        {
            "customer": _(
                "There is a place for you. It is kept until %(by_day)s at %(by_hour)s: say whether you come."
            ),
            "": _("%(customer)s was invited from the waiting list and answers by %(by_day)s at %(by_hour)s."),
        },
        turn="customer",
        tone="ochre",
        holds=True,
    ),
}
COMING = {
    "customer": _("Your place is kept: %(day)s at %(start)s. There is nothing you have to do."),
    "provider": _("%(customer)s comes on %(day)s at %(start)s."),
    "worker": _("%(customer)s comes on %(day)s, %(start)s to %(end)s."),
}
THERE = {
    "customer": _("It takes place now, until %(end)s."),
    "": _("%(customer)s is there, until %(end)s."),
}
PASSED = {
    "customer": _("It has taken place. If something was wrong, say it within a day. Else you need do nothing."),
    "": _("It has taken place. %(customer)s has a day to say if something was wrong."),
}
GONE = {
    "customer": _("It has taken place. You can book another date."),
    "": _("It has taken place. Nothing is left to do."),
}
SENTENCES = {CONFIRMED: COMING, UNDER_WAY: THERE, FINISHED: PASSED, DONE: GONE}
WORDS: dict[str, dict[str, Any]] = {
    "ask": {
        "label": _("Ask for a place"),
        "said": _("%(who)s asked for a place."),
        "said_you": _("You asked for a place."),
    },
    "book": {
        "label": _("Book a place"),
        "said": _("%(who)s booked a place."),
        "said_you": _("You booked a place."),
    },
    "accept": {"said": _("%(who)s accepted.")},
    "finish": {"said": _("It has taken place.")},
}


def until(booking: Booking) -> datetime:
    return booking.waiting.until


def takes_place(booking: Booking) -> bool:
    """The date is ahead and was not called off a moment ago."""
    return not_started(booking) and Enrolment.objects.filter(booking=booking, occasion__status=OPEN).exists()


def in_time(booking: Booking) -> bool:
    """Before the invitation runs out, also where the clock is late."""
    return takes_place(booking) and bool(booking.answer_by and timezone.now() < booking.answer_by)


def invitation_ends(booking: Booking) -> datetime | None:
    return booking.answer_by


LIST_STEPS = {
    "wait": Step(
        _("Join the waiting list"),
        (NEW,),
        WAITING,
        ("customer",),
        told=("customer",),
        said=_("%(who)s joined the waiting list."),
        said_you=_("You joined the waiting list."),
    ),
    "invite": Step(
        _("Invite"),
        (WAITING,),
        INVITED,
        ("clock",),
        when=takes_place,
        effects=(seats.invite,),
        told=("customer",),
        said=_("A place has become free."),
    ),
    "come": Step(
        _("Yes, I come"),
        (INVITED,),
        CONFIRMED,
        ("customer",),
        when=in_time,
        asks=("own_seen",),
        shown=("own_seen",),
        fields={"own_seen": own_seen},
        effects=(share_out_as_seen, call_for_payment),
        told=("provider", "customer"),
        said=_("%(who)s took the place."),
        said_you=_("You took the place."),
    ),
    "pass": Step(
        _("Not this time, but keep me on the list"),
        (INVITED,),
        WAITING,
        ("customer",),
        effects=(seats.hand_on,),
        said=_("%(who)s let the next one go first."),
        said_you=_("You let the next one go first."),
    ),
    "lapse": Step(
        _("Let the invitation run out"),
        (INVITED,),
        WAITING,
        ("clock",),
        due=invitation_ends,
        effects=(seats.hand_on,),
        told=("customer",),
        said=_("The invitation ran out: the next in the line is asked."),
        ahead=_("The invitation runs out %(day)s at %(hour)s."),
    ),
    "leave": Step(
        _("Leave the waiting list"),
        (WAITING, INVITED),
        CANCELLED,
        ("customer", "operator"),
        effects=(seats.give_back,),
        said=_("%(who)s left the waiting list."),
        said_you=_("You left the waiting list."),
        tone="no",
    ),
    "stop_waiting": Step(
        _("End the waiting"),
        (WAITING,),
        EXPIRED,
        ("clock",),
        due=until,
        told=("customer",),
        said=_("No place became free in time."),
        ahead=_("The waiting ends %(day)s at %(hour)s."),
    ),
}


def gathered(table: Table) -> Table:
    """A flow of bookings, with a waiting list before it and the steps that follow from what happens to the date."""
    states = {name: in_its_words(name, state) for name, state in table.states.items()}
    states |= {EXPIRED: ended()} | LIST_STATES
    here = {name: step for name, step in table.steps.items() if name not in NOT_HERE}
    steps = {name: replace(step, **WORDS.get(name, {})) for name, step in here.items()} | LIST_STEPS
    lives = tuple(name for name, state in states.items() if state.holds or name in (WAITING, ASKED))
    return replace(table, states=states, steps=steps | {"called_off": called_off(lives)} | moves(lives))


def in_its_words(name: str, state: State) -> State:
    return replace(state, sentences=SENTENCES.get(name, state.sentences))


def ended() -> State:
    sentences = {
        "customer": _(
            "This has run out: nobody answered in time, or no place became free. You can choose another date."
        ),
        "": _("It has run out. Nothing is left to do."),
    }
    return State(_("Expired"), sentences, tone="cotto", final=True)


def called_off(sources: tuple[str, ...]) -> Step:
    """Taken for every booking of a date that does not take place."""
    return Step(
        _("Call off with the date"),
        sources,
        CANCELLED,
        ("clock",),
        asks=("reason",),
        effects=(seats.give_back, give_back),
        told=("customer",),
        said=_("%(organisation)s called the date off: %(reason)s"),
        tone="no",
    )


def moves(sources: tuple[str, ...]) -> dict[str, Step]:
    """The date moved: each state has its step back to itself, so that its clock is armed anew."""
    return {f"moved_{name}": moved(name) for name in sources}


def moved(state: str) -> Step:
    return Step(
        _("Move with the date"),
        (state,),
        state,
        ("clock",),
        effects=(seats.follow,),
        told=("customer",),
        said=_("%(organisation)s changed the days or the place. Look when and where it is now."),
    )
