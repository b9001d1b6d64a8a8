"""The plan of a week: the best there is, or how near to it.

A linear program over all pairs gives a bound that no plan passes, and says of each pair what it would cost to insist on
it. Whole choices are then sought among the pairs that cost little. What is left out would make a plan worse by its
cost at least, so the bound of the smaller search holds for all; where that is not near enough, it is searched again
among as many pairs as could still be in a better plan."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from bookings.matching import columns, rivals, rows, telling
from bookings.matching.columns import Columns, Numbers
from bookings.matching.instance import (
    SECONDS,
    Choice,
    Instance,
    LockRefused,
    OnStage,
    Plan,
    Rule,
    Stage,
    TookTooLong,
)

NEAR = 1e-3  # a gap that is good enough
CHEAP = 3.0  # points that a pair may cost to be looked at first
FEW = 500  # pairs that are all looked at, and to the end
AT_FIRST = 15  # pairs of each job by which the bound begins
NEARLY = 1.0  # points that a pair may cost to be taken in with those that are missing
LITTLE = 0.1  # points by which the bound may be too high
FINE = 1e-6  # points within which two plans are the same
INFEASIBLE = 2  # as scipy says it
SURE = 1e6  # points for a lock, when it is asked which of them cannot be kept


@dataclass(frozen=True)
class Program:
    """Rows and columns for the solver. `cost` is what it makes small: worth, turned round."""

    columns: Columns
    more: rows.Extra
    rows: rows.Rows
    cost: Numbers
    least: Numbers
    most: Numbers

    @property
    def of_pairs(self) -> Numbers:
        return np.arange(len(self.cost)) < len(self.columns.pairs)

    @property
    def at_first(self) -> Numbers:
        """The pairs worth most for each job, and what is always looked at."""
        known = self.columns
        order = np.lexsort((-known.tempting, known.job))
        begin = np.searchsorted(known.job[order], known.job[order])
        kept = self.always.copy()
        kept[order] |= np.arange(len(order)) - begin < AT_FIRST
        return kept

    @cached_property
    def always(self) -> Numbers:
        """All but pairs, and the pairs of jobs in which one is locked: whether it can be kept hangs on these alone, for
        nobody else has to be chosen."""
        known, kept = self.columns, ~self.of_pairs
        locked = known.job[known.places(known.instance.locked)]
        kept[: len(known.pairs)] = np.isin(known.job, locked)
        return kept

    @property
    def whole(self) -> Numbers:
        """Which columns are whole numbers. Turns become so by themselves: they are as many as choices."""
        whole = np.ones(len(self.cost))
        whole[len(self.columns.pairs) :][: len(self.more.whose)] = 0
        return whole

    def choices(self, found: Numbers) -> list[Choice]:
        chosen = np.flatnonzero(found[: len(self.columns.pairs)] > 0.5)
        return [self.columns.pairs[number].choice for number in chosen]


@dataclass(frozen=True)
class Bound:
    """`value`: no plan passes it. `costs`: by how much each column would at least make a plan worse."""

    value: float
    costs: Numbers


@dataclass
class Watch:
    """Tells which stage has begun, and keeps how long each took."""

    on_stage: OnStage
    seconds: dict[Stage, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        self.on_stage(stage)
        begun = time.perf_counter()
        yield
        self.seconds[stage] = time.perf_counter() - begun


def solve(instance: Instance, on_stage: OnStage = lambda stage: None, seconds: float = SECONDS) -> Plan:
    """A plan that keeps every rule and every lock. Raises LockRefused where a lock cannot be kept, TookTooLong where
    none that keeps them is found in these seconds."""
    watch = Watch(on_stage)
    with watch.stage(Stage.READING):
        program = read(instance)
    with watch.stage(Stage.GATES):
        telling.locks_in(instance)
    if not program.columns.pairs:
        return told(instance, [], 0.0, watch)
    with watch.stage(Stage.BOUND):
        bound = bounded(program)
    with watch.stage(Stage.CHOOSING):
        choices, most = chosen(program, bound, seconds)
    return told(instance, choices, most, watch)


def told(instance: Instance, choices: list[Choice], bound: float, watch: Watch) -> Plan:
    with watch.stage(Stage.CHECKING):
        room, value = telling.kept(instance, choices), telling.worth(instance, choices)
        empty, turns = telling.unfilled(room), telling.turns_of(choices)
    return Plan(tuple(sorted(choices)), value, max(bound, value), watch.seconds, empty, turns)


def read(instance: Instance) -> Program:
    known = columns.of(instance)
    more = rows.extra(known)
    cost = -np.concatenate([known.worth, more.worth, np.zeros(len(more.together))])
    least, most = np.zeros(len(cost)), np.ones(len(cost))
    least[known.places(instance.locked)] = 1
    return Program(known, more, rows.of(known, more), cost, least, most)


# --- the bound ------------------------------------------------------------------------------------------------------
def bounded(program: Program) -> Bound:
    """By a linear program over the pairs that are worth most for each job, and then over those that their prices show
    to be missing, until these could add next to nothing: the bound over all pairs at once, in a part of the time."""
    kept = program.at_first
    while True:
        value, prices = priced(program, np.flatnonzero(kept))
        costs = program.cost - program.rows.matrix.T @ prices
        missing = (costs < 0) & ~kept
        more = -costs[missing].sum()  # as if all of them were chosen, for nothing
        if more < LITTLE:
            return Bound(value + more, np.maximum(costs, 0))
        kept = kept | (costs < NEARLY)


def priced(program: Program, kept: Numbers) -> tuple[float, Numbers]:
    """The bound over these columns, and what one more of each row would make of it."""
    part, left = program.rows.within(kept)
    exact = part.least == part.most
    found = linprog(
        program.cost[kept],
        A_ub=part.matrix[~exact],
        b_ub=part.most[~exact],
        A_eq=part.matrix[exact],
        b_eq=part.most[exact],
        bounds=np.stack([program.least[kept], program.most[kept]], axis=1),
        method="highs-ds",  # an inner-point method took twenty times as long
    )
    if found.status == INFEASIBLE:
        raise lock_that_cannot_be(program)
    prices = np.zeros(len(program.rows.most))
    prices[left[~exact]], prices[left[exact]] = found.ineqlin.marginals, found.eqlin.marginals
    return constant(program) - found.fun, prices


def constant(program: Program) -> float:
    """What is the same for all plans: the shown choices, each of which would cost if it went."""
    instance = program.columns.instance
    return -instance.weights.change * len(program.columns.places(instance.shown or ()))


# --- choosing -------------------------------------------------------------------------------------------------------
def chosen(program: Program, bound: Bound, seconds: float) -> tuple[list[Choice], float]:
    """The choices, and what no plan passes. First among cheap pairs; if that is not near, among all that may matter."""
    until, found, most = time.monotonic() + seconds, Found(None, np.inf), bound.value
    cost = np.inf if len(program.columns.pairs) <= FEW else CHEAP
    while True:
        now = searched(program, bound.costs <= cost + FINE, max(1.0, until - time.monotonic()))
        found, most = max(now, found, key=lambda one: one.value), min(most, max(now.limit, bound.value - cost))
        missing = bound.value - found.value
        if most - found.value <= NEAR * abs(most) or cost >= missing or time.monotonic() > until:
            return found.choices or spare(program), most
        cost = missing


def spare(program: Program) -> list[Choice]:
    """What is chosen where the search found nothing in its time."""
    choices = rivals.greedy(program.columns.instance)
    if not program.columns.instance.locked <= set(choices):
        raise TookTooLong
    return choices


@dataclass(frozen=True)
class Found:
    """Choices, if there are any in time, and what no choices among the same columns pass."""

    choices: list[Choice] | None
    limit: float
    value: float = -np.inf


def searched(program: Program, cheap: Numbers, seconds: float) -> Found:
    """The best choices among these columns."""
    kept = np.flatnonzero(cheap | program.always)
    found = asked(program, kept, seconds)
    if found.status == INFEASIBLE:
        raise lock_that_cannot_be(program)
    limit = np.inf if found.mip_dual_bound is None else constant(program) - found.mip_dual_bound
    if found.x is None:
        return Found(None, limit)
    instance, columns = program.columns.instance, np.zeros(len(cheap))
    columns[kept] = found.x
    choices = rivals.filled(instance, program.choices(columns))
    return Found(choices, limit, telling.worth(instance, choices))


def asked(program: Program, kept: Numbers, seconds: float) -> Any:
    few = len(program.columns.pairs) <= FEW
    part, _left = program.rows.within(kept)
    return milp(
        program.cost[kept],
        integrality=program.whole[kept],
        bounds=Bounds(program.least[kept], program.most[kept]),
        constraints=LinearConstraint(part.matrix, part.least, part.most) if len(part.most) else (),
        options={"mip_rel_gap": 0.0 if few else NEAR / 5, "time_limit": seconds},
    )


# --- locks ----------------------------------------------------------------------------------------------------------
def lock_that_cannot_be(program: Program) -> LockRefused:
    """Of locks that cannot all be kept, though no two of them meet: the first that the best plan would leave out. Too
    few can come where all or none should, or a beginner has no mate."""
    known, least = program.columns, np.zeros(len(program.cost))
    cost = program.cost.copy()
    cost[known.places(known.instance.locked)] -= SURE
    softer = replace(program, cost=cost, least=least)
    found = asked(softer, np.arange(len(cost)), SECONDS)
    choice = min(known.instance.locked - set(program.choices(found.x)))
    together = known.jobs[known.job[known.place[choice]]].all_together
    return LockRefused(choice, Rule.TOGETHER if together else Rule.MATE)
