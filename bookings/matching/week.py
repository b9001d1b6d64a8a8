"""A week of open jobs and somebody's people, as an instance for the solver: who fits what, by the rules of the day.

Only those whom no gate keeps away; where somebody wants it so, also those of whom something has to be asked first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from bookings.matching import instance, judging
from bookings.matching.facts import Need, elapsed
from bookings.matching.filling import person_for
from bookings.matching.gates import MINUTES_OF, UNITS
from bookings.matching.instance import Choice, Instance
from bookings.matching.judging import Verdict
from bookings.matching.people import Known, ceiling_key
from bookings.matching.reason import FITS, FITS_IF
from bookings.matching.reasons import TURN
from bookings.matching.rules import Rules
from bookings.matching.times import same_day
from bookings.matching.way import minutes_on_the_way
from bookings.models import Job


@dataclass
class Week:
    """The jobs with places left, what each asks, what is known of everybody, and the rules."""

    jobs: Sequence[Job]
    needs: Sequence[Need]
    known: Known
    rules: Rules
    asking: bool = False  # also those of whom something has to be asked first
    asked: frozenset[Choice] = frozenset()  # who has been asked for what, and has not answered
    verdicts: list[Verdict] = field(default_factory=list)  # those who fit

    def judge(self) -> None:
        for row in self.known.plain:
            for need in self.needs:
                if (verdict := self.fits(need, row)) and choice_of(verdict) not in self.asked:
                    self.verdicts.append(verdict)

    def fits(self, need: Need, row: tuple) -> Verdict | None:
        verdict = judging.judge(need, person_for(need, row, self.known, self.rules), self.rules)
        return verdict if verdict.column == FITS or (self.asking and verdict.column == FITS_IF) else None

    @property
    def to_ask(self) -> set[Choice]:
        return {choice_of(verdict) for verdict in self.verdicts if verdict.column == FITS_IF}

    def posed(self, locked: Iterable[Choice], struck: Iterable[Choice], shown: Iterable[Choice] | None) -> Instance:
        """Moments are minutes since the first job of the week."""
        plan = self.rules.plan
        return Instance(
            people=tuple(self.people()),
            jobs=tuple(self.plain_jobs()),
            pairs=tuple(self.pair(verdict) for verdict in self.verdicts),
            ceilings=tuple(self.ceilings()),
            slack=int(self.rules.gates["free"].slack_min),
            clashes=frozenset(self.clashes()),
            locked=frozenset(locked),
            struck=frozenset(struck),
            shown=None if shown is None else frozenset(shown),
            salt=self.needs[0].today.isoformat() if self.needs else "",
            weights=instance.Weights(plan["place"], tuple(plan["turns"]), plan["turn_weight"], plan["change"]),
        )

    def of_person(self) -> dict[Any, list[Verdict]]:
        found: dict[Any, list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault(verdict.person.key, []).append(verdict)
        return found

    def people(self) -> Iterable[instance.Person]:
        weight = next((one.weight for one in self.rules.reasons if one.code == TURN), 0) or 1
        for key, verdicts in self.of_person().items():
            left = min(self.minutes_left(verdict) for verdict in verdicts)
            turn = max(verdict.turn for verdict in verdicts) / weight
            yield instance.Person(str(key), max(0, left), min(1.0, max(0.0, turn)))

    def minutes_left(self, verdict: Verdict) -> int:
        """Of the wish, of the most that she named, and of what the law allows, the least; less what is agreed."""
        person, most = verdict.person, self.rules.gates["weekly_hours"].most
        hours = min(one for one in (person.hours, person.most_hours, most) if one is not None)
        return int(hours * 60) - max(person.agreed.get(week, 0) for week in verdict.need.weeks)

    def plain_jobs(self) -> Iterable[instance.Job]:
        begin = min((job.starts_at for job in self.jobs), default=None)
        for job, need in zip(self.jobs, self.needs, strict=True):
            assert begin is not None
            yield instance.Job(
                str(job.pk),
                elapsed(begin, job.starts_at),
                elapsed(begin, job.ends_at),
                job.left,
                all_together=bool(job.terms.get("all_together")),
                wants_mate=need.with_mate,
                experienced=int(need.mate_agreed),
            )

    def pair(self, verdict: Verdict) -> instance.Pair:
        enough = self.rules.gates["mate"].beginner_below
        beginner = verdict.need.with_mate and verdict.person.done_alike < enough
        return instance.Pair(*choice_of(verdict), verdict.without_turn, beginner)

    def clashes(self) -> Iterable[tuple[str, str, str]]:
        """Of two jobs that do not overlap: the way between them is too long, or the night between them too short."""
        for verdicts in self.of_person().values():
            inorder = sorted(verdicts, key=lambda one: (one.need.starts_at, one.need.key))
            for first, second in combinations(inorder, 2):
                if self.too_close(first, second):
                    yield str(first.person.key), str(first.need.key), str(second.need.key)

    def too_close(self, first: Verdict, second: Verdict) -> bool:
        gap, numbers = elapsed(first.need.ends_at, second.need.starts_at), self.rules.gates["free"]
        way = minutes_on_the_way(first.need.point, second.need.point, first.person.mode, self.rules) or 0
        night = not same_day(first.need.starts_at, second.need.starts_at, first.need.zone)
        return gap < way + numbers.slack_min or (night and gap < numbers.rest_h * 60)

    def ceilings(self) -> Iterable[instance.Ceiling]:
        """What is left of each that forbids, whoever it counts, and how much of it each choice takes."""
        room: dict[Any, int] = {}
        takes: dict[Any, list[tuple[Choice, int]]] = {}
        for verdict in self.verdicts:
            for one in (one for one in verdict.need.ceilings if one.forbids):
                use = verdict.person.uses[one.code, one.since]
                key = (ceiling_key(one, verdict.need), "" if one.scope == "client" else str(verdict.person.key))
                room[key] = one.amount * MINUTES_OF.get(one.unit, 1) - used(use.here, use.elsewhere)
                takes.setdefault(key, []).append((choice_of(verdict), UNITS[one.unit](verdict.need, one)))
        for number, (key, told) in enumerate(takes.items()):
            yield instance.Ceiling(f"{key[0][0]} {number}", max(0, room[key]), tuple(told))


def used(here: int, elsewhere: int | None) -> int:
    return here + (elsewhere or 0)


def choice_of(verdict: Verdict) -> Choice:
    return str(verdict.person.key), str(verdict.need.key)
