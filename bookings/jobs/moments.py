"""When the steps of the day of a job may be taken, and when the clock takes or reminds of them."""

from datetime import datetime, timedelta

from django.utils import timezone

from bookings.models import Proposal
from bookings.models.quiet import morning_after

EARLY, LATE = timedelta(minutes=30), timedelta(hours=2)
NUDGE, CALL = timedelta(minutes=15), timedelta(minutes=30)
AGAIN, FIRST = timedelta(days=4), timedelta(days=2)
EXPLAIN = timedelta(hours=72)


def is_time(proposal: Proposal) -> bool:
    return proposal.job.starts_at - EARLY <= timezone.now() < proposal.job.ends_at


def can_stop(proposal: Proposal) -> bool:
    """Whoever forgot to say so does not work until somebody remembers: then the times are written down."""
    return timezone.now() < proposal.job.ends_at + LATE


def has_begun(proposal: Proposal) -> bool:
    return proposal.job.starts_at <= timezone.now()


def is_late(proposal: Proposal) -> bool:
    return proposal.job.starts_at + NUDGE <= timezone.now()


def not_there_yet(proposal: Proposal) -> datetime:
    return morning_after(proposal.job.starts_at + NUDGE, proposal.job.tz)


def still_not_there(proposal: Proposal) -> datetime:
    return morning_after(proposal.job.starts_at + CALL, proposal.job.tz)


def not_gone_yet(proposal: Proposal) -> datetime:
    return morning_after(proposal.job.ends_at + CALL, proposal.job.tz)


def since(proposal: Proposal, wait: timedelta) -> datetime | None:
    """So long after its last change, but not in the evening or at night."""
    return morning_after(proposal.last_change.at + wait, proposal.job.tz) if proposal.last_change else None


def nobody_said(proposal: Proposal) -> datetime | None:
    return since(proposal, FIRST)


def half_silent(proposal: Proposal) -> datetime | None:
    return since(proposal, AGAIN)


def silent(proposal: Proposal) -> datetime | None:
    """A reminder is a change, too: what counts is when the one side said it."""
    return proposal.counts_at


def unexplained(proposal: Proposal) -> datetime | None:
    return since(proposal, EXPLAIN)
