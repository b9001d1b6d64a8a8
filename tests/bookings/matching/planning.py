"""A few people and jobs, and the plan of those of them that fit."""

from bookings.matching import solver
from bookings.matching.instance import Instance, Job, Pair, Person

MORNING, NOON, EVENING = Job("morning", 480, 720), Job("noon", 720, 840), Job("evening", 1080, 1200)
AMINA, BRUNO, CARLA = Person("amina", 2400), Person("bruno", 2400), Person("carla", 2400)


def planned(people, jobs, pairs, **more):
    """A plan of pairs that are told as (person, job) or with their points."""
    told = tuple(pair if isinstance(pair, Pair) else Pair(*(*pair, 10)[:3]) for pair in pairs)
    return solver.solve(Instance(tuple(people), tuple(jobs), told, **more))


def everybody(people, jobs):
    return [(person.key, job.key) for person in people for job in jobs]
