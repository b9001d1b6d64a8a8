"""What a plan has to keep, as rows over its columns: whole arrays at a time, for there are ten thousands of them.

The columns are the pairs, then the turns of each person, then whether each job of all or none takes place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from scipy import sparse

from bookings.matching.columns import Columns, Numbers
from bookings.matching.instance import MATES

FREE = -np.inf


@dataclass(frozen=True)
class Block:
    """Rows of one sort: where numbers stand, and between what their sums lie."""

    row: Numbers
    column: Numbers
    number: Numbers
    most: Numbers
    least: Numbers | None = None


@dataclass(frozen=True)
class Rows:
    matrix: Any
    least: Numbers
    most: Numbers

    def within(self, kept: Numbers) -> tuple["Rows", Numbers]:
        """The same for some of the columns, where the others are nothing; rows that can no more be broken are gone.
        Which are left is told beside it."""
        matrix = self.matrix[:, kept]
        needed = (matrix.maximum(0).sum(axis=1) > self.most) | (matrix.minimum(0).sum(axis=1) < self.least)
        left = np.flatnonzero(needed)
        return Rows(matrix[left], self.least[left], self.most[left]), left


@dataclass(frozen=True)
class Extra:
    """The columns behind the pairs: whose turns they are, and what each is worth; and the jobs of all or none."""

    whose: Numbers
    worth: Numbers
    together: Numbers


def extra(columns: Columns) -> Extra:
    weights = columns.instance.weights
    has_any = set(columns.person.tolist())
    turns = [
        (number, weights.turn * person.turn * points)
        for number, person in enumerate(columns.people)
        if number in has_any
        for points in weights.turns[person.had :]
    ]
    whose, worth = zip(*turns, strict=True) if turns else ((), ())
    together = [number for number, job in enumerate(columns.jobs) if job.all_together]
    return Extra(np.array(whose, dtype=np.int64), np.array(worth), np.array(together, dtype=np.int64))


def of(columns: Columns, more: Extra) -> Rows:
    blocks = [block for block in all_blocks(columns, more) if len(block.most)]
    width = len(columns.pairs) + len(more.whose) + len(more.together)
    matrices = [
        sparse.csr_array((block.number, (block.row, block.column)), shape=(len(block.most), width)) for block in blocks
    ]
    if not blocks:
        return Rows(sparse.csr_array((0, width)), np.zeros(0), np.zeros(0))
    least = [np.full(len(block.most), FREE) if block.least is None else block.least for block in blocks]
    most = np.concatenate([block.most for block in blocks])
    return Rows(sparse.vstack(matrices, format="csr"), np.concatenate(least), most)


def all_blocks(columns: Columns, more: Extra) -> Iterator[Block]:
    yield places(columns, more)
    yield with_all(columns, more)
    yield hours(columns)
    yield clashes(columns)
    yield ceilings(columns)
    yield mates(columns)
    yield turns(columns, more)


def places(columns: Columns, more: Extra) -> Block:
    """No more people than places; where all or none come, as many as places or nobody."""
    most, number = columns.of_jobs(lambda job: max(0, job.places)), len(columns.pairs)
    least = np.full(len(most), FREE)
    at = number + len(more.whose) + np.arange(len(more.together))
    row, column = np.concatenate([columns.job, more.together]), np.concatenate([np.arange(number), at])
    value = np.concatenate([np.ones(number), -most[more.together]])
    most[more.together] = least[more.together] = 0
    return Block(row, column, value, most, least)


def with_all(columns: Columns, more: Extra) -> Block:
    """Nobody comes more than the job takes place: whole choices do not need it, but in the bound one person would else
    stand for all of them."""
    at = np.full(len(columns.jobs), -1)
    at[more.together] = len(columns.pairs) + len(more.whose) + np.arange(len(more.together))
    pair = np.flatnonzero(at[columns.job] >= 0)
    column = np.stack([pair, at[columns.job[pair]]], axis=1).ravel()
    number = np.tile([1.0, -1.0], len(pair))
    return Block(np.repeat(np.arange(len(pair)), 2), column, number, np.zeros(len(pair)))


def hours(columns: Columns) -> Block:
    most = columns.of_people(lambda person: max(0, person.minutes_left))
    return Block(columns.person, np.arange(len(columns.pairs)), columns.minutes[columns.job], most)


def clashes(columns: Columns) -> Block:
    """Of jobs of which no two can be done by the same person, at most one: as many in a row as there are, for rows of
    two would let the bound give her half of each."""
    nobody, own = apart(columns), own_clashes(columns)
    edges = np.searchsorted(columns.person, np.arange(len(columns.people) + 1))
    groups = [
        [begin + place for place in group]
        for person, (begin, end) in enumerate(pairwise(edges.tolist()))
        if end - begin > 1
        for group in cliques(met_by(columns, columns.job[begin:end], nobody, own.get(person, ())))
    ]
    lengths = [len(group) for group in groups]
    column = np.fromiter(chain.from_iterable(groups), dtype=np.int64, count=sum(lengths))
    return Block(np.repeat(np.arange(len(groups)), lengths), column, np.ones(len(column)), np.ones(len(groups)))


def met_by(columns: Columns, jobs: Numbers, nobody: Any, own: Iterable[tuple[int, int]]) -> list[int]:
    """For each of these jobs of one person, as bits, the others that she cannot do besides."""
    starts, ends = columns.starts[jobs], columns.ends[jobs]
    meets = (starts[:, None] < ends) & (starts < ends[:, None])
    if nobody is not None:
        meets |= nobody[np.ix_(jobs, jobs)]
    at = {job: place for place, job in enumerate(jobs.tolist())}
    for one, other in own:
        if one in at and other in at:
            meets[at[one], at[other]] = meets[at[other], at[one]] = True
    np.fill_diagonal(meets, False)
    packed = np.packbits(meets, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def cliques(meets: list[int]) -> Iterator[list[int]]:
    """Groups of which each two meet, until all that meet are together in one of them."""
    open_ones = list(meets)
    for one in range(len(meets)):
        while waiting := open_ones[one]:
            group, all_bits = grown(one, waiting, meets)
            for member in group:
                open_ones[member] &= ~all_bits
            yield group


def grown(one: int, waiting: int, meets: list[int]) -> tuple[list[int], int]:
    """A group around one, first with those whom it has not been together with yet."""
    group, all_bits, common = [one], 1 << one, meets[one]
    while common:
        bits = common & waiting or common
        member = (bits & -bits).bit_length() - 1
        group.append(member)
        all_bits |= 1 << member
        common &= meets[member]
    return group, all_bits


def apart(columns: Columns) -> Any:
    """Which two jobs nobody can do both, job by job; None where there are none."""
    at = {job.key: number for number, job in enumerate(columns.jobs)}
    couples = [(at[one], at[other]) for one, other in columns.instance.apart if one in at and other in at]
    if not couples:
        return None
    nobody = np.zeros((len(at), len(at)), dtype=bool)
    one, other = np.array(couples).T
    nobody[one, other] = nobody[other, one] = True
    return nobody


def own_clashes(columns: Columns) -> dict[int, list[tuple[int, int]]]:
    """Which two jobs this person cannot do both, by person."""
    at = {job.key: number for number, job in enumerate(columns.jobs)}
    whose = {person.key: number for number, person in enumerate(columns.people)}
    found: dict[int, list[tuple[int, int]]] = {}
    for person, one, other in columns.instance.clashes:
        if person in whose and one in at and other in at:
            found.setdefault(whose[person], []).append((at[one], at[other]))
    return found


def ceilings(columns: Columns) -> Block:
    at, known = columns.place, columns.instance.ceilings
    entries = [
        (row, at[choice], amount)
        for row, ceiling in enumerate(known)
        for choice, amount in ceiling.takes
        if choice in at
    ]
    row, column, number = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    return Block(row, column, number, np.array([max(0, ceiling.room) for ceiling in known], dtype=float))


def mates(columns: Columns) -> Block:
    """No more beginners than experienced people can take along; nobody leaves a job that has too many.

    Where none can come without her, an experienced person leaves one place less for them: again for the bound."""
    wants = columns.of_jobs(lambda job: job.wants_mate) > 0
    most = columns.of_jobs(lambda job: max(0, MATES * job.experienced - job.beginners))
    beside = np.clip(columns.of_jobs(lambda job: job.places) - 1, 0, MATES)
    takes_along = np.where(most > 0, MATES, beside)[columns.job]
    number = np.where(columns.of_pairs(lambda pair: pair.beginner) > 0, 1, -takes_along)
    within = np.flatnonzero(wants[columns.job])
    at = np.cumsum(wants) - 1
    return Block(at[columns.job[within]], within, number[within], most[wants])


def turns(columns: Columns, more: Extra) -> Block:
    """As many turns as choices, at most."""
    number, known = len(columns.pairs), len(more.whose)
    row = np.concatenate([columns.person, more.whose])
    column = np.arange(number + known)
    value = np.concatenate([np.full(number, -1.0), np.ones(known)])
    return Block(row, column, value, np.zeros(len(columns.people)))
