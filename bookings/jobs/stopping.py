"""Proposals that end because something else did: a pause, a permission, a paper, the work itself."""

from collections.abc import Iterable
from typing import Any

from procrastinate.contrib.django import app as tasks

from bookings.jobs import again, followups, incidents
from bookings.models import Considered, Proposal
from marketplace.casework import stopping
from marketplace.casework.models import Participant
from marketplace.lives.engine import CLOCK, is_open, take
from marketplace.organisations.models import CredentialKind
from services.models import Resource


def close_all(proposals: Any, code: str) -> None:
    """Each by a step of its own, in the order of their keys; what has begun goes on: its hours are still to be said."""
    for proposal in proposals.order_by("pk"):
        if is_open(proposal, "close", CLOCK):
            take(proposal, "close", CLOCK, {"code": code})


def close_soon(proposals: Any, code: str) -> None:
    """The same once this is committed: whoever holds a job, or a person, waits for no proposal."""
    if numbers := sorted(proposals.values_list("pk", flat=True)):
        tasks.configure_task("jobs.close").defer(proposal_ids=numbers, code=code)


def close(proposal_ids: Iterable[int], code: str) -> None:
    """Safe to run twice."""
    for number in proposal_ids:
        close_all(Proposal.objects.filter(pk=number, live=True), code)


def stop(participant: Participant, why: str) -> None:
    """Nothing may be proposed to her any more: what waits and what is agreed ends. Forgotten, she has no calendar."""
    live = Proposal.objects.filter(participant=participant, live=True)
    close_all(live, "paused" if why == stopping.FORGOTTEN else why)
    if why == stopping.FORGOTTEN:
        forget(participant)


def miss(participant: Participant, kind: CredentialKind) -> None:
    """What needs a paper that she has no more."""
    live = Proposal.objects.filter(participant=participant, live=True, job__terms__credentials__contains=kind.pk)
    close_all(live, "credential")


def forget(participant: Participant) -> None:
    Considered.objects.filter(participant=participant).update(sealed=None)
    again.forget(participant)
    followups.forget(participant)
    incidents.forget(participant)
    if participant.person_id:
        here = participant.team.values("body")
        calendars = Resource.objects.filter(user=participant.person_id, organisation__in=here)
        calendars.update(active=False, name="-")
