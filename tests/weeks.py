"""Invented weeks to plan: people who are mostly plentiful, and some jobs that few can do."""

import random
from itertools import combinations

from bookings.matching.instance import Ceiling, Instance, Job, Pair, Person

DAY, SLACK, REST = 24 * 60, 10, 11 * 60
TASKS, RARE, ZONES = 12, 2, 8  # sorts of work, of which so many are rare; parts of the city, in a ring
AWAY = 12  # minutes from one part to the next


def week(people: int, jobs: int, seed: int = 1) -> Instance:
    """So many people and jobs; the same for the same seed."""
    draw = random.Random(seed)
    known = [Human(draw, f"p{number}") for number in range(people)]
    asked = [Work(draw, f"j{number}") for number in range(jobs)]
    pairs = [human.pair(draw, work) for human in known for work in asked if human.can(work)]
    return Instance(
        people=tuple(Person(human.key, human.minutes, human.turn) for human in known),
        jobs=tuple(work.job for work in asked),
        pairs=tuple(pairs),
        ceilings=tuple(ceilings(draw, known, asked, pairs)),
        slack=SLACK,
        apart=frozenset(too_near(asked)),
        salt=f"week {seed}",
    )


class Work:
    """A job that asks one sort of task, somewhere."""

    def __init__(self, draw: random.Random, key: str) -> None:
        self.zone, self.cents = draw.randrange(ZONES), draw.choice([900, 1000, 1200])
        self.task = draw.randrange(RARE) if draw.random() < 0.1 else draw.randrange(RARE, TASKS)
        start = draw.randrange(6) * DAY + draw.randrange(8 * 4, 18 * 4) * 15
        places = draw.choices([1, 2, 3], [7, 2, 1])[0]
        end = start + draw.choice([90, 120, 180, 240])
        self.job = Job(key, start, end, places, places > 1 and draw.random() < 0.3, draw.random() < 0.15)


class Human:
    """Somebody with some tasks, some half days and a reach."""

    def __init__(self, draw: random.Random, key: str) -> None:
        self.key, self.zone, self.reach = key, draw.randrange(ZONES), draw.choice([1, 2, 2, 3])
        self.tasks = set(draw.sample(range(RARE, TASKS), draw.choice([2, 3, 4])))
        self.tasks |= {task for task in range(RARE) if draw.random() < 0.01}
        self.free = {(day, half) for day in range(6) for half in range(2) if draw.random() < 0.6}
        self.minutes, self.turn = draw.choice([4, 8, 12, 20, 30]) * 60, draw.betavariate(2, 2)
        self.beginner = {task for task in self.tasks if draw.random() < 0.3}

    def can(self, work: Work) -> bool:
        half = work.job.start // DAY, int(work.job.start % DAY >= 13 * 60)
        return work.task in self.tasks and away(self.zone, work.zone) <= self.reach and half in self.free

    def pair(self, draw: random.Random, work: Work) -> Pair:
        """The fit of a task, a family that asks for her again, a wish, a goal, and how near it is."""
        fit, again, goal = draw.choice([6, 8, 10, 12]), draw.random() < 0.05, draw.random() < 0.3
        near = 1 - away(self.zone, work.zone) / ZONES
        points = fit + 6 * again + 4 * draw.random() + 3 * goal + 3 * near
        return Pair(self.key, work.job.key, points, work.task in self.beginner)


def away(one: int, other: int) -> int:
    return min((one - other) % ZONES, (other - one) % ZONES)


def too_near(asked: list[Work]) -> list[tuple[str, str]]:
    """Jobs between which there is no time for the way, or none to rest over night."""
    ordered = sorted(asked, key=lambda work: work.job.start)
    return [(one.job.key, other.job.key) for one, other in combinations(ordered, 2) if no_time(one, other)]


def no_time(one: Work, other: Work) -> bool:
    gap = other.job.start - one.job.end
    over_night = one.job.start // DAY != other.job.start // DAY
    return gap < (REST if over_night else SLACK + AWAY * away(one.zone, other.zone))


def ceilings(draw: random.Random, known: list[Human], asked: list[Work], pairs: list[Pair]) -> list[Ceiling]:
    """One in ten people has little left of a ceiling, alone or with somebody of the same household."""
    cents = {work.job.key: work.cents * work.job.minutes // 60 for work in asked}
    of_person: dict[str, list[Pair]] = {}
    for pair in pairs:
        of_person.setdefault(pair.person, []).append(pair)
    tight = draw.sample(known, len(known) // 10)
    households = [tight[number : number + 2] for number in range(0, len(tight), 2)]
    return [
        Ceiling(
            f"household {number}",
            draw.choice([4000, 8000, 12000]),
            tuple((pair.choice, cents[pair.job]) for human in household for pair in of_person.get(human.key, [])),
        )
        for number, household in enumerate(households)
    ]
