"""What was weighed when a job was put to somebody, opened later: by whoever works with her, and written down."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from bookings.matching import reason, rules, words
from bookings.matching.reason import YES
from bookings.models import Considered, Proposal
from marketplace.casework import files, sealing
from marketplace.casework.models import Reading

PART = "considered"  # as her list of readings keeps it
API = Reading.Door.API


@dataclass(frozen=True)
class Line:
    """A gate or a reason, in the team's words, by the rules of that day. `text`: empty where nothing is said."""

    code: str
    verdict: str
    text: str
    points: float


@dataclass(frozen=True)
class Opened:
    """`rank`: None where there was no order; `of`: so many stood in the same column; `points_before`: of those who
    stood before her and had not been asked."""

    version: int
    column: str
    points: float
    rank: int | None
    of: int
    points_before: list[float]
    gates: list[Line]
    reasons: list[Line]

    @property
    def against(self) -> list[Line]:
        return [line for line in self.gates if line.verdict != YES]

    @property
    def speaking(self) -> list[Line]:
        """The reasons that gave points, the weightiest first."""
        return sorted((line for line in self.reasons if line.text), key=lambda line: -line.points)


@transaction.atomic
def opened(proposal: Proposal, by: Any, door: str) -> Opened | None:
    """None: it is gone, with the file. Raises files.Closed for everybody who does not work with her, herself too, to
    whom reasons are said in her own words."""
    access = files.access_of(proposal.participant, by)
    if access is None or access.ground != Reading.Ground.TEAM:
        raise files.Closed
    files.note(proposal.participant, by, door, access, [PART])
    row = Considered.objects.filter(proposal=proposal).first()
    return spoken(proposal, sealing.opened(row)) if row and row.sealed else None


def spoken(proposal: Proposal, told: dict[str, Any]) -> Opened:
    rule_set, order = proposal.rule_set, told["order"]
    by = rules.read(rule_set.rules) if rule_set.rules else rules.first()
    gates, reasons = ([line(one, by) for one in told[name]] for name in ("gates", "reasons"))
    place = (order["rank"], order["of"], order["points_before"])
    return Opened(rule_set.version, told["column"], told["points"], *place, gates, reasons)


def line(told: dict[str, Any], by: rules.Rules) -> Line:
    one = reason.known(told)
    return Line(one.code, one.verdict, words.said(one, words.TEAM, by), one.points)
