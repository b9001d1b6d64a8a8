"""What a growing plan leaves room for: one choice after the other, by the rules themselves, not by the solver's.

So it checks what the solver answers, names the lock that cannot be kept, says who is kept away by what, and what an
open gate would fill; the plans that stand beside ours are made with it."""

from collections import defaultdict
from collections.abc import Iterable

from bookings.matching.instance import MATES, Ceiling, Choice, Instance, Job, Pair, Rule


class Room:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.people = {person.key: person for person in instance.people}
        self.jobs = {job.key: job for job in instance.jobs}
        self.pairs = {pair.choice: pair for pair in instance.pairs}
        self.over = under_ceilings(instance.ceilings)
        self.of_person: dict[str, list[str]] = defaultdict(list)
        self.of_job: dict[str, list[str]] = defaultdict(list)
        self.used = [0] * len(instance.ceilings)

    @property
    def choices(self) -> list[Choice]:
        return [(person, job) for job, people in self.of_job.items() for person in people]

    # --- is there room ------------------------------------------------------------------------------------------------
    def refusal(self, choice: Choice) -> Rule | None:
        """The first rule that this choice would break beside the others; mates and all or none are asked at the end."""
        if choice in self.instance.struck:
            return Rule.STRUCK
        if choice not in self.pairs:
            return Rule.GATE
        return self.refusal_beside(*choice)

    def refusal_beside(self, person: str, job: str) -> Rule | None:
        """The same for somebody whom no gate keeps away, or would not any more."""
        if len(self.of_job[job]) >= self.jobs[job].places:
            return Rule.PLACES
        if any(self.clash(person, job, other) for other in self.of_person[person]):
            return Rule.CLASH
        if self.minutes(person) + self.jobs[job].minutes > self.people[person].minutes_left:
            return Rule.HOURS
        return Rule.CEILING if self.full_ceilings((person, job)) else None

    def clash(self, person: str, one: str, other: str) -> bool:
        week = self.instance
        first, second = sorted((self.jobs[one], self.jobs[other]), key=lambda job: job.start)
        return second.start < first.end + week.slack or any(
            couple in week.apart or (person, *couple) in week.clashes for couple in ((one, other), (other, one))
        )

    def minutes(self, person: str) -> int:
        return sum(self.jobs[job].minutes for job in self.of_person[person])

    def full_ceilings(self, choice: Choice) -> list[int]:
        """Which ceilings it would pass, by their numbers."""
        return [number for number, takes in self.over[choice] if takes > max(0, self.left_under(number))]

    def left_under(self, number: int) -> int:
        return self.instance.ceilings[number].room - self.used[number]

    def met(self, choice: Choice, rule: Rule) -> list[Choice]:
        """The choices that are there already and take the room that this one would need."""
        person, job = choice
        if rule is Rule.PLACES:
            return [(other, job) for other in self.of_job[job]]
        if rule is Rule.CEILING:
            full = set(self.full_ceilings(choice))
            return [other for other in self.choices if full & {number for number, _takes in self.over[other]}]
        hers = self.of_person[person]
        return [(person, other) for other in hers if rule is Rule.HOURS or self.clash(person, job, other)]

    # --- taking and giving back -----------------------------------------------------------------------------------
    def take(self, choice: Choice) -> None:
        person, job = choice
        self.of_person[person].append(job)
        self.of_job[job].append(person)
        self.use(choice, 1)

    def leave(self, choice: Choice) -> None:
        person, job = choice
        self.of_person[person].remove(job)
        self.of_job[job].remove(person)
        self.use(choice, -1)

    def use(self, choice: Choice, times: int) -> None:
        for number, takes in self.over[choice]:
            self.used[number] += takes * times

    # --- what can be said of a whole plan alone ---------------------------------------------------------------------
    def broken(self, job: Job) -> Rule | None:
        """What a job as a whole does not keep."""
        there = [self.pairs[person, job.key] for person in self.of_job[job.key]]
        if job.all_together and len(there) not in (0, job.places):
            return Rule.TOGETHER
        return Rule.MATE if too_many_beginners(job, there) else None

    def mate_is_missing(self, pair: Pair) -> bool:
        """Whether the job has room for this person, but only beside somebody more experienced."""
        job = self.jobs[pair.job]
        there = [self.pairs[person, job.key] for person in self.of_job[job.key]]
        return pair.beginner and too_many_beginners(job, [*there, pair])


def too_many_beginners(job: Job, there: list[Pair]) -> bool:
    """Of those who are chosen: whom it had before stays."""
    if not job.wants_mate:
        return False
    chosen = sum(1 if pair.beginner else -MATES for pair in there)
    return chosen > max(0, MATES * job.experienced - job.beginners)


def under_ceilings(ceilings: Iterable[Ceiling]) -> dict[Choice, list[tuple[int, int]]]:
    over: dict[Choice, list[tuple[int, int]]] = defaultdict(list)
    for number, ceiling in enumerate(ceilings):
        for choice, takes in ceiling.takes:
            over[choice].append((number, takes))
    return over
