"""An instance in columns of numbers, in an order that hangs neither on names nor on the order in which it came."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bookings.matching.instance import Choice, Instance, Job, Pair, Person

Numbers = Any  # a numpy array of one dimension


@dataclass(frozen=True)
class Columns:
    """`pairs` by person, and those of a person by the start of their jobs; `person` and `job` are places in `people`
    and `jobs`."""

    instance: Instance
    people: tuple[Person, ...]
    jobs: tuple[Job, ...]
    pairs: tuple[Pair, ...]
    person: Numbers
    job: Numbers

    def of_people(self, told: Callable[[Person], float]) -> Numbers:
        return np.array([told(person) for person in self.people], dtype=float)

    def of_jobs(self, told: Callable[[Job], float]) -> Numbers:
        return np.array([told(job) for job in self.jobs], dtype=float)

    def of_pairs(self, told: Callable[[Pair], float]) -> Numbers:
        return np.array([told(pair) for pair in self.pairs], dtype=float)

    @cached_property
    def place(self) -> dict[Choice, int]:
        return {pair.choice: number for number, pair in enumerate(self.pairs)}

    @cached_property
    def starts(self) -> Numbers:
        return self.of_jobs(lambda job: job.start).astype(np.int64)

    @cached_property
    def ends(self) -> Numbers:
        """When somebody is free again."""
        return self.of_jobs(lambda job: job.end + self.instance.slack).astype(np.int64)

    @cached_property
    def minutes(self) -> Numbers:
        return self.of_jobs(lambda job: job.minutes)

    @cached_property
    def worth(self) -> Numbers:
        """Points of each choice, without turns: its place, its fit, and whether people have seen it."""
        weights, shown = self.instance.weights, self.instance.shown
        worth = weights.place + self.of_pairs(lambda pair: pair.points)
        if shown is None:
            return worth
        return worth + weights.change * self.of_pairs(lambda pair: 1 if pair.choice in shown else -1)

    @cached_property
    def tempting(self) -> Numbers:
        """The same with the first turn, as if each choice were a person's only one."""
        weights = self.instance.weights
        turn = self.of_people(lambda person: person.turn * sum(weights.turns[person.had :][:1]))
        return self.worth + weights.turn * turn[self.person]

    def places(self, choices: Iterable[Choice]) -> Numbers:
        """Where those of these choices stand that can be made."""
        return np.array(sorted(self.place[choice] for choice in choices if choice in self.place), dtype=np.int64)


def of(instance: Instance) -> Columns:
    """Raises ValueError for a person, a job or a pair that stands twice, KeyError for a pair of somebody unknown."""
    people = sorted(instance.people, key=lambda person: instance.lot(person.key))
    jobs = sorted(instance.jobs, key=lambda job: (job.start, instance.lot(job.key)))
    at_person = numbered("person", (person.key for person in people))
    at_job = numbered("job", (job.key for job in jobs))
    open_pairs = [pair for pair in instance.pairs if pair.choice not in instance.struck]
    rows = sorted((at_person[pair.person], at_job[pair.job], number) for number, pair in enumerate(open_pairs))
    numbered("pair", (row[:2] for row in rows))
    person, job, order = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Columns(instance, tuple(people), tuple(jobs), tuple(open_pairs[number] for number in order), person, job)


def numbered(what: str, keys: Iterable[Any]) -> dict[Any, int]:
    keys = list(keys)
    numbers = {key: number for number, key in enumerate(keys)}
    if len(numbers) < len(keys):
        raise ValueError(f"A {what} stands twice in the instance.")
    return numbers
