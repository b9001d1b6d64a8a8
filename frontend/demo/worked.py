"""The day of a job: whoever said yes comes and goes, says how long it took, and the desk says that it is right."""

from datetime import timedelta
from functools import partial

from bookings.models import Proposal
from frontend.demo import offers
from frontend.demo.past import Past
from marketplace.lives.engine import Actor, take

TOLD_AFTER, CONFIRMED_AFTER = timedelta(hours=2), timedelta(days=2)
BEFORE_THE_END = timedelta(minutes=1)


def plan(past: Past, proposal: Proposal, confirmed: bool) -> None:
    """What was to happen later than now has not happened yet."""
    job, her = proposal.job, Actor(proposal.participant.person)
    hours, minutes = divmod(job.minutes, 60)
    past.then(job.starts_at, partial(take, proposal, "check_in", her))
    past.then(job.ends_at - BEFORE_THE_END, partial(take, proposal, "check_out", her))
    told = partial(take, proposal, "tell_hours", her, {"hours": hours, "minutes": minutes})
    past.then(job.ends_at + TOLD_AFTER, told)
    if confirmed:
        right = partial(take, proposal, "confirm_hours", Actor(offers.desk(job.organisation)))
        past.then(job.ends_at + CONFIRMED_AFTER, right)
