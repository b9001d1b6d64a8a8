"""The life of what is done for a quote: asked, quoted, perhaps asked to change, accepted; then as all others."""

from dataclasses import replace
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import effects
from bookings.kinds import asked, ways
from bookings.kinds.flows import ON_REQUEST, answer_by, pruned, with_effects
from bookings.kinds.limits import day_within_limits, lock_offer
from bookings.kinds.moving import OTHER_TIMES
from bookings.kinds.quoting import (
    QUOTE_FIELDS,
    Facts,
    add_photos,
    agree,
    await_quote,
    change_wanted,
    name_price,
    photos,
    slots_for,
    the_quote,
)
from bookings.kinds.states import ASKED, CANCELLED, CONFIRMED, EXPIRED
from bookings.models import Booking
from marketplace.lives.tables import NEW, State, Step, Table
from services.availability.teams import Slots

QUOTED = "quoted"


def still_valid(booking: Booking) -> bool:
    """Until the day that the quote names, also where the clock is late."""
    return bool(booking.answer_by and timezone.now() < booking.answer_by)


def half_of_it_over(booking: Booking) -> datetime | None:
    """Half of the time in which the price stands."""
    if not (booking.answer_by and booking.last_change):
        return None
    return booking.last_change.at + (booking.answer_by - booking.last_change.at) / 2


STATES = {
    QUOTED: State(
        _("A price is named"),
        {
            "customer": _("It costs %(price)s. You can accept it until %(by_day)s at %(by_hour)s."),
            "provider": _("%(customer)s has your price until %(by_day)s at %(by_hour)s. People and van are kept free."),
            "worker": _("A price was named. It is not agreed yet."),
        },
        turn="customer",
        tone="ochre",
        holds=True,
        agreed=False,
    ),
    ASKED: State(
        _("Asked"),
        {
            "customer": _("%(organisation)s names a price by %(by_day)s at %(by_hour)s."),
            "provider": _("%(customer)s waits for your price, until %(by_day)s at %(by_hour)s."),
            "worker": _("Asked for, not confirmed yet."),
        },
        turn="provider",
        tone="ochre",
    ),
}

STEPS = {
    "ask": Step(
        _("Ask for a price"),
        (NEW,),
        ASKED,
        ("customer",),
        effects=(await_quote,),
        told=("provider", "customer"),
        said=_("%(who)s asked for a price."),
        said_you=_("You asked for a price."),
    ),
    "quote": Step(
        _("Name a price"),
        (ASKED, QUOTED),
        QUOTED,
        ("provider",),
        asks=tuple(QUOTE_FIELDS),
        fields=QUOTE_FIELDS,
        effects=(lock_offer, name_price, day_within_limits),
        told=("customer",),
        said=_("%(who)s named a price: %(price)s for %(hours)s. %(words)s"),
    ),
    "add_photos": Step(
        _("Add photos"),
        (ASKED,),
        ASKED,
        ("customer",),
        asks=("photos",),
        fields={"photos": photos},
        effects=(add_photos,),
        told=(),
        said=_("%(who)s added photos: %(number)s"),
        said_you=_("You added photos: %(number)s"),
    ),
    "accept": Step(
        _("Accept the price"),
        (QUOTED,),
        CONFIRMED,
        ("customer",),
        when=still_valid,
        asks=("quote", "own_seen", "pay_by"),
        shown=("own_seen",),
        fields={"quote": the_quote, "own_seen": asked.own_seen, "pay_by": ways.pay_what_is_agreed},
        effects=(agree, effects.choose_payment, effects.share_out_as_seen, effects.call_for_payment),
        told=("provider", "worker", "customer"),
        said=_("%(who)s accepted the price: %(price)s."),
        said_you=_("You accepted the price: %(price)s."),
    ),
    "ask_change": Step(
        _("Ask for a change"),
        (QUOTED,),
        ASKED,
        ("customer",),
        asks=("change",),
        fields={"change": change_wanted},
        effects=(await_quote,),
        told=("provider",),
        said=_("%(who)s asked for a change: %(change)s"),
        said_you=_("You asked for a change: %(change)s"),
    ),
    "turn_down": Step(
        _("Decline the price"),
        (QUOTED,),
        CANCELLED,
        ("customer",),
        effects=(effects.release,),
        told=("provider",),
        said=_("%(who)s declined the price."),
        said_you=_("You declined the price."),
        tone="no",
    ),
    "remind_to_decide": Step(
        _("Remind to decide"),
        (QUOTED,),
        QUOTED,
        ("clock",),
        due=half_of_it_over,
        told=("customer",),
        said=_("Reminder: the price stands until %(by_day)s at %(by_hour)s."),
    ),
    "lapse": Step(
        _("Lapse"),
        (QUOTED,),
        EXPIRED,
        ("clock",),
        due=answer_by,
        effects=(effects.release,),
        told=("customer", "provider"),
        said=_("The price was not accepted in time."),
        ahead=_("If you do not accept it, the price lapses %(day)s at %(hour)s."),
    ),
}


# --- after the price is accepted ----------------------------------------------------------------------------------
def team_of(booking: Booking) -> Slots:
    """The places that the accepted price fills: they stay, whoever goes and whenever it is."""
    quote = booking.quotes.last()
    return slots_for(booking, quote) if quote else []


def reserve_by_quote(booking: Booking, facts: Facts) -> None:
    """Take as many as the accepted price names, those first who were to come."""
    effects.take_team(booking, team_of(booking))


def assign_by_quote(booking: Booking, facts: Facts) -> None:
    """Send others, as many as the accepted price names: the hold moves in the same moment."""
    effects.send_instead(booking, facts, team_of(booking))


def crew(booking: Booking) -> forms.Field:
    return asked.crew_of(booking, len(team_of(booking)))


IN_TEAMS = {
    effects.reserve: reserve_by_quote,
    effects.assign: assign_by_quote,
    effects.check_starts: effects.check_days,  # the price names how long it takes, not the offer
}
BY_ROUNDS = {"prepare", *OTHER_TIMES}  # before the yes, another time or crew is another quote


def by_quote(table: Table) -> Table:
    """The common flow with a price to be named and accepted in place of the provider's yes. What is agreed can be moved
    and somebody else sent, for the price that was accepted."""
    common = {name: step for name, step in with_effects(table, IN_TEAMS).steps.items() if name not in BY_ROUNDS}
    common["assign"] = replace(common["assign"], fields={"crew": crew})
    return pruned(replace(table, states={**table.states, **STATES}, steps=common | STEPS))


BY_QUOTE = by_quote(ON_REQUEST)
