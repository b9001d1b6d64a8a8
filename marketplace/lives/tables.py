"""What a life is made of, as data: states, and the steps that lead from one to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from marketplace.lives.models import Life

Words = str | Promise
NEW = "new"  # every life is saved in this state before its first step, so that effects may point at it


def always(life: Any) -> bool:
    return True


def never(life: Any) -> datetime | None:
    return None


@dataclass(frozen=True)
class State:
    """Where a life stands. `sentences` says to each role what is going on; `turn` whose move is next.

    `agreed`: both sides have said yes, and it is not over. Left out, that is so where it holds and neither side has
    still to answer.
    """

    label: Words
    sentences: Mapping[str, Words] = field(default_factory=dict)
    turn: str = ""
    tone: str = ""
    holds: bool = False
    final: bool = False
    agreed: bool | None = None

    def __post_init__(self) -> None:
        if self.agreed is None:
            object.__setattr__(self, "agreed", self.holds and self.turn not in {"provider", "customer"})


@dataclass(frozen=True)
class Step:
    """One act in a life.

    `label` is the button, `said` the line in the history (`said_you`: to those who took it), `ahead` the line while
    the clock has still to take it (with %(day)s and %(hour)s of that moment; empty: not worth a line), `told` the
    roles that get a notice of it. `asks` names the facts it wants to know; `fields` makes the form field of a fact
    that only this table knows, from the life; others come from the life's `asked_fields`; `shown` are those that a
    page sends back by itself, of what it shows; `codes` has the words for a fact that is kept as a code; `private`
    names those that whoever is only sent to do the work does not read. `when`
    is a guard that is not a role; `due` says when the clock takes the step (None: it does not). A step that the clock
    takes and that leads back to where it started is a reminder: taken once a stay.
    """

    label: Words
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    asks: tuple[str, ...] = ()
    fields: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    codes: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    private: tuple[str, ...] = ()
    effects: tuple[Callable[[Any, dict], None], ...] = ()
    when: Callable[[Any], bool] = always
    due: Callable[[Any], datetime | None] = never
    told: tuple[str, ...] = ()
    said: Words = ""
    said_you: Words = ""
    ahead: Words = ""
    tone: str = ""

    @property
    def by_clock(self) -> bool:
        return "clock" in self.actors

    @property
    def at_a_press(self) -> bool:
        """Nobody has to answer anything first."""
        return set(self.asks) <= set(self.shown)

    def spoken(self, fact: str, value: Any) -> Any:
        """A fact as a sentence says it."""
        words = self.codes[fact].get(value, value) if fact in self.codes else value
        return "" if words is None else words

    def reminds(self, status: str) -> bool:
        return self.by_clock and self.target == status


@dataclass(frozen=True)
class Table:
    """All states and steps of one sort of life, in one version: a life keeps the version it was born with."""

    states: Mapping[str, State]
    steps: Mapping[str, Step]
    version: int = 1

    def leaving(self, status: str) -> dict[str, Step]:
        return {name: step for name, step in self.steps.items() if status in step.sources}

    def comes_to(self, status: str) -> set[str]:
        """This status, and all that may follow it."""
        found, ahead = {status}, [status]
        while ahead:
            targets = {step.target for step in self.leaving(ahead.pop()).values()} - found
            found |= targets
            ahead += targets
        return found

    def statuses(self, **wanted: Any) -> list[str]:
        """The statuses whose state has these marks: `statuses(turn="provider")`. Queues are made of these."""
        return [n for n, state in self.states.items() if all(getattr(state, k) == v for k, v in wanted.items())]


registry: dict[str, Callable[[Any], Table]] = {}
CLOSED: set[str] = set()  # the sorts of life of which operators see nothing, not even that there are some


def register(species: str, table_of: Callable[[Any], Table]) -> None:
    """Say by which table a sort of life lives: `register("bookings.booking", kinds.table_of)`. Apps do, when ready."""
    registry[species] = table_of


def table_of(life: "Life") -> Table:
    return registry[life._meta.label_lower](life)
