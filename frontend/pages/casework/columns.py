"""Those who could do a job, or the jobs that one person could do, as cards in three columns: Fits, Fits if..., Not now,
each with its reasons."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from bookings.jobs import proposing
from bookings.matching import candidates, words
from bookings.matching.candidates import Candidates, Fitting
from bookings.matching.judging import Verdict
from bookings.matching.reason import FITS, FITS_IF, IF, NO, NOT_NOW, UNKNOWN, YES, Reason
from bookings.matching.rules import Rules
from bookings.models import Job

LABELS = {FITS: _("Fits"), FITS_IF: _("Fits if…"), NOT_NOW: _("Not now")}
TONES = {FITS: "ok", FITS_IF: "ochre", NOT_NOW: "cotto"}
WEIGHTY = {NO: 0, IF: 1, UNKNOWN: 2, YES: 3}
STRONGEST = 3  # reasons on a card; the others on opening it
RENEWED = {"credential", "right_to_work"}  # gates about papers that have, or will have, an end
ENDING = {"ends", "ended", "renewing"}
MOST = 60  # cards in a column, until all are asked for
# Where somebody may write what a gate misses.
PARTS = {
    "limits": "limits", "free": "times", "weekly_hours": "wishes", "wish": "wishes", "goal": "wishes",
    "reach": "reach", "distance": "reach", "language": "languages", "skill": "strengths",
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    number: str
    name: str
    reasons: list[str]
    ask: str  # the part of the file in which something is missing; empty: none
    why: bool  # whether a choice of her has to be explained
    open: bool  # whether she can be asked at all
    job: Job | None = None  # of a card that shows one
    renew: bool = False  # a paper of hers ends, or has ended
    mate: bool = False  # she is new to the work, and nobody who knows it comes yet

    @property
    def strongest(self) -> list[str]:
        return self.reasons[:STRONGEST]

    @property
    def others(self) -> list[str]:
        return self.reasons[STRONGEST:]


@dataclass(frozen=True)
class Column:
    code: str
    label: Any
    tone: str
    count: int
    cards: list[Card]

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Shown:
    """`asked`: the keys of those who wait or come already; they are in no column. `whole`: all cards. `mates`: only
    those who know the work, and may take a beginner along."""

    asked: Collection[int] = ()
    ranked: bool = True
    whole: bool = False
    mates: bool = False

    def has(self, found: Candidates, verdict: Verdict) -> bool:
        enough = found.rules.gates["mate"].beginner_below if self.mates else 0
        return verdict.person.key not in self.asked and verdict.person.done_alike >= enough


def of(job: Job, user: Any, which: Shown) -> list[Column]:
    found = candidates.columns(job, user, which.ranked)
    numbers = dict(proposing.people_of(user).values_list("pk", "number"))
    return [column(found, code, numbers, which) for code in LABELS]


def column(found: Candidates, code: str, numbers: dict[int, str], which: Shown) -> Column:
    verdicts, whole = [one for one in found.columns[code] if which.has(found, one)], which.whole
    shown = verdicts if whole else verdicts[:MOST]
    cards = [card(found, one, numbers[one.person.key], place) for place, one in enumerate(shown)]
    return Column(code, LABELS[code], TONES[code], len(verdicts), cards)


def card(found: Candidates, verdict: Verdict, number: str, place: int) -> Card:
    why = verdict.column == FITS_IF or (found.ranked and place > 0)
    reasons = said(found.rules, verdict)
    told = Card(number, verdict.person.name, reasons, to_ask(verdict), why, verdict.column != NOT_NOW)
    mate = any(one.code == "mate" and one.verdict == IF for one in verdict.gates)
    return replace(told, renew=to_renew(verdict), mate=mate)


def to_renew(verdict: Verdict) -> bool:
    return any(one.code in RENEWED and one.what in ENDING for one in verdict.gates)


def to_ask(verdict: Verdict) -> str:
    missing = (PARTS.get(one.code, "") for one in (*verdict.gates, *verdict.reasons) if one.verdict == UNKNOWN)
    return next(filter(None, missing), "")


def said(rules: Rules, verdict: Verdict) -> list[str]:
    """What keeps her away, what is to be mended, then what speaks for her, the weightiest first."""
    gates = sorted(verdict.gates, key=lambda one: WEIGHTY[one.verdict])
    speaking = sorted(verdict.reasons, key=lambda one: -one.points)
    told = [words.said(one, words.TEAM, rules) for one in mixed(gates, speaking)]
    return list(dict.fromkeys(filter(None, told)))


def of_jobs(found: Fitting, number: str, whole: bool) -> list[Column]:
    """The other way round: the jobs for the person of this number. Who stands before her at each is not looked up here,
    so that a choice may always be explained."""
    return [jobs_in(found, code, number, whole) for code in LABELS]


def jobs_in(found: Fitting, code: str, number: str, whole: bool) -> Column:
    pairs = found.columns[code]
    shown = pairs if whole else pairs[:MOST]
    cards = [
        Card(
            number,
            job.title,
            said(found.rules, verdict),
            to_ask(verdict),
            True,
            code != NOT_NOW,
            job,
            to_renew(verdict),
        )
        for job, verdict in shown
    ]
    return Column(code, LABELS[code], TONES[code], len(pairs), cards)


def mixed(gates: list[Reason], speaking: list[Reason]) -> list[Reason]:
    hard = [one for one in gates if one.verdict != YES]
    return [*hard, *speaking, *(one for one in gates if one.verdict == YES)]
