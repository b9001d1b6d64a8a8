"""Who fits a job, and which jobs fit a person: three columns each, by the rules of the day. Whoever looks is written
down, in the transaction that reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from bookings.matching import judging, people, rules
from bookings.matching.facts import Need
from bookings.matching.filling import person_for
from bookings.matching.judging import COLUMNS, Verdict
from bookings.matching.needs import needs_of
from bookings.matching.people import Known
from bookings.matching.rules import Rules
from bookings.models import Job, Proposal, RuleSet
from marketplace.casework.models import Participant, ReadBatch
from marketplace.casework.models.participant import bodies_of

MOST_JOBS = 500  # the next ones, of one person


@dataclass(frozen=True)
class Fitting:
    """The next jobs for one person, in the same three columns."""

    rules: Rules
    ranked: bool
    columns: dict[str, list[tuple[Job, Verdict]]]


@dataclass(frozen=True)
class Candidates:
    """Everybody in three columns. `rule_set` is None where the City has approved none yet."""

    job: Job
    need: Need
    rules: Rules
    rule_set: RuleSet | None
    ranked: bool
    columns: dict[str, list[Verdict]]

    def rank_of(self, participant: Any) -> int | None:
        """Where she stands in her column; None without an order."""
        for column in self.columns.values() if self.ranked else ():
            if participant in (keys := [one.person.key for one in column]):
                return keys.index(participant) + 1
        return None


def rules_on(day: Any = None) -> tuple[RuleSet | None, Rules]:
    """Those that were approved for this day, else those that come with the code."""
    rule_set = RuleSet.objects.on(day or timezone.localdate()).first()
    return rule_set, rules.read(rule_set.rules) if rule_set and rule_set.rules else rules.first()


def columns(job: Job, user: Any, ranked: bool = True) -> Candidates:
    """Those whom this social worker supports, for a job that she may see."""
    rule_set, by = rules_on()
    needs = needs_of([job], by)
    known = looked_through(people.worked_with(user), needs, by, user)
    everybody = (person_for(needs[0], row, known, by) for row in known.plain)
    found = judging.in_columns(needs[0], everybody, by, ranked)
    return Candidates(job, needs[0], by, rule_set, ranked, found)


def judged(job: Job, participant: Participant, user: Any) -> Verdict | None:
    """One person for one job, as it is now: asked again at her yes, by whoever works with her; nobody else reads it, so
    none but herself stands in the log. None: she is in no list."""
    _rule_set, by = rules_on()
    needs = needs_of([job], by)
    known = looked_through(people.worked_with(user).filter(pk=participant.pk), needs, by, participant.person)
    return next((judging.judge(needs[0], person_for(needs[0], row, known, by), by) for row in known.plain), None)


def jobs_for(participant: Participant, user: Any, ranked: bool = True) -> Fitting:
    """The next jobs with a place left, but those that were put to her: best first, or as they come."""
    _rule_set, by = rules_on()
    put = set(Proposal.objects.filter(participant=participant, live=True).values_list("job", flat=True))
    jobs = [job for job in jobs_to_come(user) if job.left and job.pk not in put]
    needs = needs_of(jobs, by)
    known = looked_through(people.worked_with(user).filter(pk=participant.pk), needs, by, user)
    pairs = [pair for row in known.plain for pair in zip(jobs, verdicts(needs, row, known, by), strict=True)]
    if ranked:
        pairs.sort(key=lambda pair: -pair[1].points)
    return Fitting(by, ranked, {name: [pair for pair in pairs if pair[1].column == name] for name in COLUMNS})


def jobs_to_come(user: Any) -> Iterable[Job]:
    jobs = Job.objects.visible_to(user).to_come().with_taken().order_by("starts_at", "pk")
    return jobs.select_related("organisation", "booking", "place__area")[:MOST_JOBS]


def verdicts(needs: Sequence[Need], row: tuple, known: Known, by: Rules) -> list[Verdict]:
    return [judging.judge(need, person_for(need, row, known, by), by) for need in needs]


@transaction.atomic
def looked_through(
    found: Any, needs: Sequence[Need], by: Rules, reader: Any, purpose: str = ReadBatch.Purpose.JOB
) -> Known:
    """Read them, and write down who did: each of them sees it on her own page."""
    known = people.read(found, needs, by)
    if known.plain and needs:
        body = bodies_of(reader).values_list("pk", flat=True).first()
        parts = people.parts_read(needs)
        ReadBatch.objects.create(reader=reader, body_id=body, purpose=purpose, parts=parts, participants=known.people)
    return known
