"""Plans that stand beside ours: what one gets by taking the best first, and by letting those work who answer first."""

import heapq
from collections.abc import Iterable

from bookings.matching import telling
from bookings.matching.instance import Choice, Instance, Pair
from bookings.matching.room import Room

FINE = 1e-9  # points within which two pairs are worth the same


def greedy(instance: Instance) -> list[Choice]:
    """One choice after the other, each time the one that is worth most now. Who waits for all or none in vain is free
    for others."""
    return filled(instance, filled(instance, instance.locked, together=True))


def first_come(instance: Instance) -> list[Choice]:
    """Jobs are told in the order in which they start, and whoever answers first has a place."""
    starts = {job.key: job.start for job in instance.jobs}
    told = sorted(instance.pairs, key=lambda pair: (starts[pair.job], instance.lot(repr(pair.choice))))
    room = Room(instance)
    for pair in told:
        take_if_free(room, pair)
    return swept(room)


def filled(instance: Instance, begun: Iterable[Choice], *, together: bool = False) -> list[Choice]:
    """These choices, and the best that still have room beside them. `together`: in jobs of all or none as well."""
    room = Room(instance)
    for choice in sorted(begun):
        room.take(choice)
    queue = [entry(room, pair) for pair in open_pairs(room) if together or not room.jobs[pair.job].all_together]
    heapq.heapify(queue)
    while queue:
        told, _lot, pair = heapq.heappop(queue)
        if -told > worth_now(room, pair) + FINE:  # she has had a turn meanwhile
            heapq.heappush(queue, entry(room, pair))
        else:
            take_if_free(room, pair)
    return swept(room)


def open_pairs(room: Room) -> list[Pair]:
    free = {job.key for job in room.instance.jobs if telling.left(room, job)}
    there = set(room.choices)
    return [pair for pair in room.instance.pairs if pair.job in free and pair.choice not in there]


def entry(room: Room, pair: Pair) -> tuple[float, bytes, Pair]:
    return -worth_now(room, pair), room.instance.lot(repr(pair.choice)), pair


def worth_now(room: Room, pair: Pair) -> float:
    instance, person = room.instance, room.people[pair.person]
    turns = len(room.of_person[pair.person])
    turn = telling.turns_worth(instance, person, turns + 1) - telling.turns_worth(instance, person, turns)
    seen = 0 if instance.shown is None else 1 if pair.choice in instance.shown else -1
    return instance.weights.place + pair.points + turn + seen * instance.weights.change


def take_if_free(room: Room, pair: Pair) -> None:
    if room.refusal(pair.choice) is None and not room.mate_is_missing(pair):
        room.take(pair.choice)


def swept(room: Room) -> list[Choice]:
    """Without those who have no mate, and without jobs of all or none that did not come together."""
    for job in room.instance.jobs:
        if room.broken(job):
            for person in list(room.of_job[job.key]):
                room.leave((person, job.key))
    return sorted(room.choices)
