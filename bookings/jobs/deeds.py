"""What the steps of a proposal do besides changing its status."""

from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.jobs import calendars, stopping, weighing
from bookings.jobs.states import PROPOSED
from bookings.matching.needs import client_of
from bookings.models import Job, Proposal
from marketplace import live
from marketplace.casework.models import Participant
from marketplace.casework.reasons import ACTIVE
from marketplace.lives.models import Life
from marketplace.refusals import Refused
from services import availability

Facts = dict[str, Any]


def must_still_hold(proposal: Proposal, facts: Facts) -> None:
    """The work is still to be done, and she still wants work: looked at with all of it locked, in one order (booking,
    job, person). Raises Refused."""
    if booking_id := proposal.job.booking_id:
        Life.objects.select_for_update().get(pk=booking_id)
    job = Job.objects.select_for_update(of=("self",)).get(pk=proposal.job_id)
    stir(proposal)
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=proposal.participant_id)
    must_be_open(job, participant)
    if any((at.starts_at, at.ends_at) != (proposal.starts_at, proposal.ends_at) for at in (job, job.booking or job)):
        raise Refused(_("This work has moved to another time."))


def must_be_open(job: Job, participant: Participant) -> None:
    if not job.is_to_come or (job.booking and not job.booking.state.holds):
        raise Refused(_("This work is called off."))
    if participant.status != ACTIVE:
        raise Refused(_("Nothing is proposed at the moment."))


def must_still_fit(proposal: Proposal, facts: Facts) -> None:
    wait_for_others(proposal.job)
    weighing.must_still_fit(proposal)


def wait_for_others(job: Job) -> None:
    """Two who say yes at once to the same employer, each to a job of its own: the second finds what the first used of
    the ceiling. After all locks on lives, and before those on calendars."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ceiling {client_of(job)}"])


def take_time(proposal: Proposal, facts: Facts) -> None:
    """In each of her calendars: the database lets nobody be in two places. Raises Refused."""
    calendars_of_hers = calendars.all_of(proposal.participant)
    if not availability.hold_all(proposal, calendars_of_hers, proposal.starts_at, proposal.ends_at, 1):
        raise Refused(_("At this time there is something else already."))


def tell_provider(proposal: Proposal, facts: Facts) -> None:
    """From the yes on the provider knows a first name and the skills that the work asks for, nothing else."""
    profile = getattr(proposal.participant, "profile", None)
    can = set(profile.skills or []) if profile else set()
    asked = [*proposal.job.terms["needed"], *proposal.job.terms["nice"]]
    proposal.told_at, proposal.told = timezone.now(), {"skills": [skill for skill in asked if skill in can]}
    stir(proposal)


def close_clashing(proposal: Proposal, facts: Facts) -> None:
    """What else was put to her for the same time, and waits for an answer, ends."""
    others = Proposal.objects.filter(participant=proposal.participant_id, live=True, status=PROPOSED)
    there = {"starts_at__lt": proposal.ends_at, "ends_at__gt": proposal.starts_at}
    stopping.close_soon(others.filter(**there).exclude(pk=proposal.pk), "clash")


def let_go(proposal: Proposal, facts: Facts) -> None:
    """The place is free for somebody else, and her time as well."""
    proposal.live = False
    availability.release(proposal)
    stir(proposal)


def stir(proposal: Proposal) -> None:
    """Open pages of its job look again; those of the desk only where it knows of the proposal."""
    live.publish(proposal.job.shared_topic)
    if proposal.told_at:
        live.publish(proposal.job.desk_topic)
