"""The facts of a change as its line in the history says them: moments, causes and amounts in people's words."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext as _

from bookings.models.cause import spoken_cause
from marketplace import wording
from marketplace.lives.models import Change

DAYS, HOURS = ("day", "until"), ("start", "opens", "closes", "at")  # facts that are kept as ISO 8601

if TYPE_CHECKING:
    from bookings.models.booking import Booking


def said_of(booking: "Booking", change: Change) -> dict[str, str]:
    """What sentences may use besides the booking's own words; empty where nothing was said."""
    facts = change.facts
    return spoken(facts) | {
        "words": facts.get("words") or "",
        "reason": facts.get("reason") or "",
        "cause": cause(facts),
        "kept": kept(facts),
        "times": listed(booking, map(parse_datetime, facts.get("times") or [])),
        "time": listed(booking, [parse_datetime(facts["time"])]) if facts.get("time") else "",
        "from_time": listed(booking, [parse_datetime(facts["from_time"])]) if facts.get("from_time") else "",
    }


def spoken(facts: dict[str, Any]) -> dict[str, str]:
    """Days and hours as people say them: of what was agreed then, whatever is agreed today."""
    days = {name: parse_date(facts[name]) for name in DAYS if isinstance(facts.get(name), str)}
    hours = {name: parse_time(facts[name]) for name in HOURS if isinstance(facts.get(name), str)}
    told = {name: wording.day(on) for name, on in days.items() if on}
    return told | {name: wording.clock(at) for name, at in hours.items() if at}


def listed(booking: "Booking", moments: Iterable[datetime | None]) -> str:
    """giovedì 26 novembre, 16.30; venerdì 27 novembre, 9.00"""
    told = [moment for moment in moments if moment]
    return "; ".join(f"{wording.day(at, booking.tz)}, {wording.clock(at, booking.tz)}" for at in told)


def cause(facts: dict[str, Any]) -> str:
    return f"{words}." if (words := spoken_cause(facts.get("cause") or "")) else ""


def kept(facts: dict[str, Any]) -> str:
    cents = facts.get("kept_cents")
    return _("By the terms %(amount)s of the price stay.") % {"amount": wording.euro(cents)} if cents else ""
