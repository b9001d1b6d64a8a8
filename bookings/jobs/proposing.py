"""Putting a job to a person: decided by a named social worker, explained, and open to a no."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.jobs import deeds, weighing
from bookings.jobs.weighing import Weighed
from bookings.models import Considered, Job, Proposal, RuleSet, quiet
from marketplace.accounts.models import User
from marketplace.casework import sealing
from marketplace.casework.models import Participant
from marketplace.lives.engine import Actor, take, untied
from marketplace.lives.models import Life
from marketplace.refusals import Refused


def people_of(user: Any) -> Any:
    """To whom she may put a job: those with whom she works."""
    return Participant.objects.worked_with_by(user)


@untied
def propose(job: Job, participant: Participant, by: User, told: dict[str, Any] | None = None) -> Proposal:
    """One place of this job for her. Asked twice while the first waits, it is the same proposal.

    `told`: `why`, a code of `Proposal.Why`, where something is still to be mended or somebody stood before her in the
    list; `ranked`, whether there was an order. Raises ValidationError, Refused."""
    job, told = locked(job), told or {}
    Life.objects.select_for_update().get(pk=participant.pk)  # a pause holds it
    participant = Participant.objects.get(pk=participant.pk)
    if known := Proposal.objects.filter(job=job, participant=participant, live=True).first():
        return known
    lane = free_lane(job)
    deeds.must_be_open(job, participant)
    proposal = Proposal(job=job, participant=participant, lane=lane, chosen_by=by, body_id=body_of(participant, by))
    proposal.why = told.get("why", "")
    proposal.starts_at, proposal.ends_at = job.starts_at, job.ends_at
    proposal.expires_at = quiet.runs_out(timezone.now(), job.starts_at, job.tz)
    proposal.clean_fields(exclude={field.name for field in Proposal._meta.fields} - {"why"})
    weighed = weighing.weigh(job, participant, by, told.get("ranked", True))
    weighing.must_say_why(weighed, proposal.why)
    proposal.rank, proposal.rule_set = weighed.rank, approved(weighed)
    proposal.save()
    keep(proposal, weighed.considered())
    return take(proposal, "propose", Actor(by))


def locked(job: Job) -> Job:
    Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    return Job.objects.select_related("organisation", "booking").get(pk=job.pk)


def free_lane(job: Job) -> int:
    """Raises Refused where somebody was asked for the last place a moment ago."""
    taken = set(job.proposals.filter(live=True).values_list("lane", flat=True))
    lane = next((lane for lane in range(job.places) if lane not in taken), None)
    if lane is None:
        raise Refused(_("All places of this job are taken."))
    return lane


def body_of(participant: Participant, by: User) -> int:
    """The body for which she works with her. Raises Refused."""
    if "team" not in participant.roles_of(by):
        raise Refused(_("This is not for you to do."))
    return participant.team.now().get(user=by).body_id


def approved(weighed: Weighed) -> RuleSet:
    """The rules that it was weighed by. Raises Refused where the City has approved none."""
    if weighed.rule_set is None:
        raise Refused(_("The City has not said yet by which rules work is proposed."))
    return weighed.rule_set


@transaction.atomic
def keep(proposal: Proposal, considered: dict[str, Any]) -> None:
    """What was known, and why: sealed."""
    sealing.seal(Considered(proposal=proposal, participant=proposal.participant), considered).save()
