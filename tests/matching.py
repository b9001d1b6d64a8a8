"""A job and a person as tests of the rules play with them: all gates say yes until a test changes something."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bookings.matching import gates, rules
from bookings.matching.facts import Need, Paper, Person, Use
from bookings.matching.reason import Reason
from marketplace.places.points import project

TODAY = date(2027, 3, 1)  # a Monday
START = datetime(2027, 3, 20, 8, tzinfo=UTC)  # Saturday, 9 to 13 in Turin
END = START + timedelta(hours=4)
AURORA, SAN_DONATO = project(45.083, 7.689), project(45.080, 7.660)
FIRST = rules.first()


def need(**told: Any) -> Need:
    base: dict[str, Any] = {
        "key": 7, "starts_at": START, "ends_at": END, "zone": "Europe/Rome", "today": TODAY, "form": "employee",
        "cents": 4000, "point": AURORA, "needed": ("carrying",),
    }  # fmt: skip
    return Need(**(base | told))


def someone(key: Any = 1, name: str = "Fatou", **told: Any) -> Person:
    base: dict[str, Any] = {
        "point": AURORA, "minutes": 30, "mode": "foot", "levels": {"it": 2}, "skills": frozenset({"carrying"}),
        "wishes": frozenset(), "goals": frozenset(), "hours": 20, "limits": frozenset(),
        "right_to_work": Paper(None), "open": ((START - timedelta(hours=2), END + timedelta(hours=2)),),
        "forms_here": frozenset(), "uses": {},
    }  # fmt: skip
    return Person(key, name, **(base | told))


def declared(*ceilings: Any, here: int = 0, elsewhere: int | None = 0) -> dict[Any, Use]:
    return {(one.code, one.since): Use(here, elsewhere) for one in ceilings}


def of(code: str, reasons: Any) -> list[Reason]:
    return [reason for reason in reasons if reason.code == code]


def said(code: str, job: Need, person: Person) -> list[tuple[str, str]]:
    """The verdicts and words of one gate."""
    return [(reason.verdict, reason.what) for reason in of(code, gates.asked(job, person, FIRST))]
