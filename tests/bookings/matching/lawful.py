"""A second opinion: the rules of a plan written once more, as plainly as can be, and all plans tried one by one."""

from collections.abc import Iterator
from itertools import combinations, permutations

from hypothesis import strategies as st

from bookings.matching.instance import Ceiling, Instance, Job, Pair, Person, Weights


def keeps_all(instance, choices):
    """Whether these choices keep every rule."""
    chosen = set(choices)
    pairs = {pair.choice: pair for pair in instance.pairs}
    if not chosen <= pairs.keys() - instance.struck or not instance.locked <= chosen:
        return False
    return (
        all(person_keeps(instance, person, chosen) for person in instance.people)
        and all(job_keeps(job, [pairs[choice] for choice in chosen if choice[1] == job.key]) for job in instance.jobs)
        and all(taken(ceiling, chosen) <= ceiling.room for ceiling in instance.ceilings)
    )


def taken(ceiling, chosen):
    return sum(takes for choice, takes in ceiling.takes if choice in chosen)


def person_keeps(instance, person, chosen):
    jobs = [job for job in instance.jobs if (person.key, job.key) in chosen]
    if sum(job.minutes for job in jobs) > person.minutes_left:
        return False
    return not any(meet(instance, person, one, other) for one, other in permutations(jobs, 2))


def meet(instance, person, one, other):
    overlap = one.start <= other.start < one.end + instance.slack
    apart = (one.key, other.key) in instance.apart or (person.key, one.key, other.key) in instance.clashes
    return overlap or apart


def job_keeps(job, there):
    beginners = sum(pair.beginner for pair in there)
    led = max(0, 2 * job.experienced - job.beginners) + 2 * (len(there) - beginners)
    if len(there) > job.places or (job.wants_mate and beginners > led):
        return False
    return not job.all_together or len(there) in (0, job.places)


def points(instance, choices):
    chosen, total = set(choices), 0.0
    total += sum(instance.weights.place + pair.points for pair in instance.pairs if pair.choice in chosen)
    for person in instance.people:
        number = sum(who == person.key for who, _job in chosen)
        for turn in instance.weights.turns[person.had : person.had + number]:
            total += instance.weights.turn * person.turn * turn
    if instance.shown is not None:
        possible = {pair.choice for pair in instance.pairs} - instance.struck
        total -= instance.weights.change * len(chosen ^ (instance.shown & possible))
    return total


def all_plans(instance) -> Iterator[tuple]:
    choices = [pair.choice for pair in instance.pairs]
    for number in range(len(choices) + 1):
        yield from (some for some in combinations(choices, number) if keeps_all(instance, some))


def best(instance):
    """The value of the best plan, or None where the locks allow none."""
    return max((points(instance, choices) for choices in all_plans(instance)), default=None)


@st.composite
def instances(draw, most_pairs=9):
    """Small weeks, with every rule, in which much is in the way of much."""
    people = [person(draw, f"p{number}") for number in range(draw(st.integers(0, 4)))]
    jobs = [job(draw, f"j{number}") for number in range(draw(st.integers(0, 4)))]
    possible = [(one.key, other.key) for one in people for other in jobs]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True, max_size=most_pairs)) if possible else []
    some = st.frozensets(st.sampled_from(chosen), max_size=2) if chosen else st.just(frozenset())
    couples = st.frozensets(st.tuples(*[st.sampled_from([one.key for one in jobs])] * 2).filter(differ), max_size=2)
    apart = draw(couples) if len(jobs) > 1 else frozenset()
    own = {(who, one, other) for who, _job in draw(some) for one, other in (draw(couples) if len(jobs) > 1 else ())}
    return Instance(
        people=tuple(people),
        jobs=tuple(jobs),
        pairs=tuple(Pair(*choice, draw(st.integers(0, 28)), draw(st.booleans())) for choice in chosen),
        ceilings=tuple(ceiling(draw, chosen) for _number in range(draw(st.integers(0, 2)))),
        slack=draw(st.sampled_from([0, 10])),
        apart=both_ways(apart),
        clashes=frozenset(own | {(who, other, one) for who, one, other in own}),
        struck=draw(some),
        shown=draw(st.none() | some),
        weights=Weights(turn=draw(st.sampled_from([0, 1, 3]))),
    )


def both_ways(couples):
    return frozenset(couples | {(other, one) for one, other in couples})


def differ(couple):
    return couple[0] != couple[1]


def person(draw, key):
    left, turn = draw(st.sampled_from([0, 60, 120, 300, 600])), draw(st.sampled_from([0, 0.25, 0.5, 1]))
    return Person(key, left, turn, draw(st.integers(0, 3)))


def job(draw, key):
    start, length = draw(st.integers(0, 6)) * 60, draw(st.sampled_from([60, 90, 180]))
    more = {"all_together": draw(st.booleans()), "wants_mate": draw(st.booleans())}
    here = {"experienced": draw(st.integers(0, 1)), "beginners": draw(st.integers(0, 3))}
    return Job(key, start, start + length, draw(st.integers(1, 3)), **more, **here)


def ceiling(draw, chosen):
    over = draw(st.lists(st.sampled_from(chosen), unique=True)) if chosen else []
    takes = tuple((choice, draw(st.integers(0, 50))) for choice in over)
    return Ceiling("some", draw(st.integers(0, 100)), takes)
