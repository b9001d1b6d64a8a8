"""One job held against one person, and many people put in an order. The same facts give the same list anywhere."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from bookings.matching import gates, reasons
from bookings.matching.facts import Need, Person
from bookings.matching.reason import FITS, FITS_IF, NOT_NOW, Reason, column
from bookings.matching.rules import Rules

COLUMNS = (FITS, FITS_IF, NOT_NOW)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a person and a job: every gate, every reason, and where it puts her."""

    need: Need
    person: Person
    column: str
    gates: tuple[Reason, ...]
    reasons: tuple[Reason, ...]
    points: float
    share: float

    @property
    def without_turn(self) -> float:
        """How well it fits, whoever's turn it is."""
        return round(sum(one.points for one in self.reasons if one.code != reasons.TURN), 4)

    @property
    def turn(self) -> float:
        return sum(one.points for one in self.reasons if one.code == reasons.TURN)


def judge(need: Need, person: Person, rules: Rules) -> Verdict:
    asked = tuple(gates.asked(need, person, rules))
    soft = tuple(reasons.weighed(need, person, rules))
    points = round(sum(one.points for one in soft), 4)
    return Verdict(need, person, column(asked), asked, soft, points, round(reasons.share_of(person, rules), 4))


def in_columns(need: Need, people: Iterable[Person], rules: Rules, ranked: bool = True) -> dict[str, list[Verdict]]:
    """Everybody, in three columns, each in its order."""
    found: dict[str, list[Verdict]] = {name: [] for name in COLUMNS}
    for verdict in ordered((judge(need, person, rules) for person in people), ranked):
        found[verdict.column].append(verdict)
    return found


def ordered(verdicts: Iterable[Verdict], ranked: bool = True) -> list[Verdict]:
    """By points; of equals who received less first, then by lot of the day. Without ranking by first name."""
    if not ranked:
        return sorted(verdicts, key=lambda one: (one.person.name.casefold(), lot(one.need.today, one.person.key)))
    return sorted(verdicts, key=lambda one: (-one.points, one.share, lot(one.need.today, one.person.key)))


def lot(day: date, key: object) -> bytes:
    """Who comes first today of two with the same claim; tomorrow it may be the other. Names and numbers say nothing."""
    told = f"{day.isoformat()} {key}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), b"lot " + told, "sha256")
