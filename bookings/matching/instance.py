"""A week to be planned, and what came of it, as plain values. Knows no tables, no clock and no zone.

Moments are elapsed minutes since any moment of the caller's: a night in which clocks change is as long as it lasts.
Amounts of ceilings are whole numbers of whatever the ceiling counts: cents, minutes, days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

Choice = tuple[str, str]  # a person and a job
MATES = 2  # beginners for each experienced person, where a job wants mates
SECONDS = 60.0  # for choosing


@dataclass(frozen=True)
class Person:
    """`minutes_left`: how much more work this week. `turn`: from 0 to 1, whose turn it is most. `had`: turns that the
    week has brought already."""

    key: str
    minutes_left: int
    turn: float = 0.5
    had: int = 0


@dataclass(frozen=True)
class Job:
    """`places`: those still free. `all_together`: all of these or none. `wants_mate`: no more than MATES beginners for
    each experienced person; whom it has already is told by `experienced` and `beginners`."""

    key: str
    start: int
    end: int
    places: int = 1
    all_together: bool = False
    wants_mate: bool = False
    experienced: int = 0
    beginners: int = 0

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Pair:
    """A person whom no gate keeps from a job. `points`: how well they fit, without turns."""

    person: str
    job: str
    points: float
    beginner: bool = False

    @property
    def choice(self) -> Choice:
        return self.person, self.job


@dataclass(frozen=True)
class Ceiling:
    """What is left of an amount, and how much of it each of these choices takes: whoever's they are, so that it may
    stand for a person, for a person and a client, for a client or for a household."""

    name: str
    room: int
    takes: tuple[tuple[Choice, int], ...]


@dataclass(frozen=True)
class Weights:
    """What counts how much, in points: a filled place; the first turns of a week, times `turn`; a choice that is
    another than what was shown."""

    place: float = 100
    turns: tuple[float, ...] = (20, 8)
    turn: float = 1
    change: float = 5


@dataclass(frozen=True)
class Instance:
    """`slack`: minutes between two jobs of anybody. `apart`: jobs that nobody can do both, and `clashes`: that this
    person cannot, for the way or the rest between them. `shown`: the plan that people have seen, None before the first.
    `salt`: decides between equals, in place of names."""

    people: tuple[Person, ...] = ()
    jobs: tuple[Job, ...] = ()
    pairs: tuple[Pair, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    slack: int = 0
    apart: frozenset[tuple[str, str]] = frozenset()
    clashes: frozenset[tuple[str, str, str]] = frozenset()
    locked: frozenset[Choice] = frozenset()
    struck: frozenset[Choice] = frozenset()
    shown: frozenset[Choice] | None = None
    salt: str = ""
    weights: Weights = field(default_factory=Weights)

    def lot(self, key: str) -> bytes:
        """What is drawn for this key: the same for the same salt, on every machine."""
        return blake2b(key.encode(), key=blake2b(self.salt.encode()).digest(), digest_size=16).digest()


class Rule(StrEnum):
    """What keeps a choice out of a plan."""

    GATE = "gate"
    STRUCK = "struck"
    PLACES = "places"
    CLASH = "clash"
    HOURS = "hours"
    CEILING = "ceiling"
    MATE = "mate"
    TOGETHER = "together"


class Stage(StrEnum):
    """How far the work is, in this order."""

    READING = "reading"
    GATES = "gates"
    BOUND = "bound"
    CHOOSING = "choosing"
    CHECKING = "checking"


OnStage = Callable[[Stage], object]


class LockRefused(Exception):
    """A locked choice that cannot be: which one, what rule it breaks, and the other locked choices that it meets there.

    Nothing is relaxed for it: somebody takes the lock away, or mends what it breaks."""

    def __init__(self, choice: Choice, rule: Rule, others: Iterable[Choice] = ()) -> None:
        self.choice, self.rule, self.others = choice, rule, tuple(others)
        super().__init__(choice, rule, self.others)


class Failed(Exception):
    """There is no plan, and it is nobody's choice that is to blame: the log says more."""


class TookTooLong(Failed):
    """There might be a plan, but it was not found in time."""


@dataclass(frozen=True)
class Unfilled:
    """Places of a job that stay empty. `fitting`: how many people no gate keeps away; `kept_away`: how many of them,
    where they have no place in it, each rule keeps away beside the other choices."""

    job: str
    places: int
    fitting: int
    kept_away: dict[Rule, int]


@dataclass(frozen=True)
class Plan:
    """`value`, in points, and `bound`, which no plan passes. `seconds`: of each stage. `turns`: choices of each person
    who has any."""

    choices: tuple[Choice, ...]
    value: float
    bound: float
    seconds: dict[Stage, float]
    unfilled: tuple[Unfilled, ...]
    turns: dict[str, int]

    @property
    def gap(self) -> float:
        """How much better a plan might be at most, as a part of the bound."""
        return max(0.0, self.bound - self.value) / max(1.0, abs(self.bound))
