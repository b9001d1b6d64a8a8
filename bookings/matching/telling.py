"""What a plan is worth, whether it keeps every rule, and why places in it stay empty."""

from collections import Counter
from collections.abc import Iterable

from bookings.matching.instance import Choice, Instance, Job, LockRefused, Pair, Person, Plan, Rule, Unfilled
from bookings.matching.room import Room


class Broken(Exception):
    """A plan that breaks a rule. The solver's own must not: this is a fault of ours, and no plan is shown."""


def worth(instance: Instance, choices: Iterable[Choice]) -> float:
    """Points of a plan: its places, its fit, the turns that it gives, and what is another than people have seen."""
    chosen, weights = set(choices), instance.weights
    points = sum(weights.place + pair.points for pair in instance.pairs if pair.choice in chosen)
    return points + given(instance, turns_of(chosen)) - weights.change * changed(instance, chosen)


def given(instance: Instance, turns: dict[str, int]) -> float:
    return sum(turns_worth(instance, person, turns.get(person.key, 0)) for person in instance.people)


def turns_worth(instance: Instance, person: Person, number: int) -> float:
    weights = instance.weights
    return weights.turn * person.turn * sum(weights.turns[person.had :][:number])


def turns_of(choices: Iterable[Choice]) -> dict[str, int]:
    return dict(Counter(person for person, _job in choices))


def changed(instance: Instance, chosen: set[Choice]) -> int:
    """Choices that came and choices that went; those that cannot be any more are no doing of the plan's."""
    if instance.shown is None:
        return 0
    possible = {pair.choice for pair in instance.pairs} - instance.struck
    return len(chosen ^ (instance.shown & possible))


def locks_in(instance: Instance) -> Room:
    """The room that locked choices leave. Raises LockRefused for the first that breaks a rule, by itself or beside
    those before it."""
    room = Room(instance)
    for choice in sorted(instance.locked):
        if rule := room.refusal(choice):
            others = () if rule in (Rule.GATE, Rule.STRUCK) else room.met(choice, rule)
            raise LockRefused(choice, rule, others)
        room.take(choice)
    return room


def kept(instance: Instance, choices: Iterable[Choice]) -> Room:
    """The room beside a whole plan. Raises Broken for one that does not keep every rule and every lock."""
    room = Room(instance)
    for choice in sorted(choices):
        if rule := room.refusal(choice):
            raise Broken(rule)
        room.take(choice)
    for job in instance.jobs:
        if rule := room.broken(job):
            raise Broken(rule)
    if not instance.locked <= set(room.choices):
        raise Broken("lock")
    return room


def unfilled(room: Room) -> tuple[Unfilled, ...]:
    """What stays empty, and what keeps those away whom no gate does."""
    by_job: dict[str, list[Pair]] = {job.key: [] for job in room.instance.jobs}
    for pair in room.instance.pairs:
        by_job[pair.job].append(pair)
    return tuple(empty(room, job, by_job[job.key]) for job in room.instance.jobs if left(room, job))


def left(room: Room, job: Job) -> int:
    return max(0, job.places - len(room.of_job[job.key]))


def empty(room: Room, job: Job, fitting: list[Pair]) -> Unfilled:
    chosen = set(room.of_job[job.key])
    away = Counter(why_not(room, pair) for pair in fitting if pair.person not in chosen)
    return Unfilled(job.key, left(room, job), len(fitting), dict(sorted(away.items())))


def why_not(room: Room, pair: Pair) -> Rule:
    """The rule that keeps this person out of a job that has room. Where none does by itself, they are too few for a job
    of all or none."""
    if rule := room.refusal(pair.choice):
        return rule
    return Rule.MATE if room.mate_is_missing(pair) else Rule.TOGETHER


def filled_by(instance: Instance, plan: Plan, opened: Iterable[Pair]) -> list[Choice]:
    """Which of these, each kept away by a gate that somebody could open, would alone fill a place that is empty."""
    room = Room(instance)
    for choice in plan.choices:
        room.take(choice)
    return [pair.choice for pair in opened if fits(room, pair)]


def fits(room: Room, pair: Pair) -> bool:
    """Whether there is room for this person, today and without any other."""
    job = room.jobs[pair.job]
    alone = not job.all_together or left(room, job) == 1
    return alone and room.refusal_beside(*pair.choice) is None and not room.mate_is_missing(pair)
