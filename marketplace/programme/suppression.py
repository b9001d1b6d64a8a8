"""Which numbers may be told, so that none, and no difference of any two, leads to few people.

The whole is told in batches: what came since it was last told waits until FEW people stand behind it. So is a line of a
table, a project or a neighbourhood, but of several batches together where it takes as many to come to FEW people. What
a line does not tell waits in the rest: the whole less all that lines tell.

Whoever takes one number from another finds, between two batches, what came to the lines that were not told after each
of the two, as far as no number of their own cuts it short. That as well must be nobody, or FEW people: where it is not,
the smallest line that was to be told waits too. The tests try all that arithmetic can do on small tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FEW = 5
Line = Any  # the key of a project, of a neighbourhood


@dataclass(frozen=True)
class New:
    """What came to a line in one batch, and who stands behind it: all of them, or FEW of them."""

    amount: int
    people: frozenset[int]


NOTHING = New(0, frozenset())
Batches = Mapping[int, New]  # by their numbers, from 1 on


@dataclass(frozen=True)
class Table:
    """`came`: by line; under None stands what belongs to no line, and always waits. `told`: after which batches each
    line was told. `now`: the batch that is told now."""

    came: Mapping[Line | None, Batches]
    told: Mapping[Line | None, frozenset[int]]
    now: int

    def last(self, line: Line | None) -> int:
        return max(self.told.get(line, ()), default=0)

    def since(self, line: Line | None) -> int:
        """How much came since it was told."""
        return sum(new.amount for batch, new in self.came[line].items() if batch > self.last(line))

    def people(self, line: Line | None, after: int, until: int) -> frozenset[int]:
        return frozenset().union(*(new.people for batch, new in self.came[line].items() if after < batch <= until))

    def rest(self, after: int, moving: set[Line]) -> frozenset[int]:
        """Whom one finds from that batch on: those in lines that wait, and in lines that were waiting then."""
        found: frozenset[int] = frozenset()
        for line in self.came:
            found |= self.hidden(
                line, after, self.told.get(line, frozenset()) | ({self.now} if line in moving else set())
            )
        return found

    def hidden(self, line: Line | None, after: int, told: frozenset[int]) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        if after and after not in told:
            found |= self.people(line, after, min((batch for batch in told if batch > after), default=self.now))
        if self.now not in told:
            found |= self.people(line, max(after, max(told, default=0)), self.now)
        return found


def lines(table: Table) -> set[Line]:
    """Which lines are told anew, where the whole is."""
    moving = sorted(
        (line for line in table.came if enough(table, line)), key=lambda line: (table.since(line), str(line))
    )
    while moving and not safe(table, set(moving)):
        moving.pop(0)  # with what is smallest the others are hidden
    return set(moving)


def enough(table: Table, line: Line | None) -> bool:
    return line is not None and len(table.people(line, table.last(line), table.now)) >= FEW


def safe(table: Table, moving: set[Line]) -> bool:
    return all(not 0 < len(table.rest(after, moving)) < FEW for after in range(table.now))
