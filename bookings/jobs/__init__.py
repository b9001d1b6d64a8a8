"""Work for people who are supported into work: jobs, and how they are put to somebody."""

from bookings.jobs import calendars, stopping
from bookings.jobs.lives import PROPOSAL
from bookings.models import Considered, FollowUp, Incident
from marketplace.casework import profiles, questions, rotating
from marketplace.casework import stopping as stopped
from services.models import Skill

__all__ = ["PROPOSAL", "hang_in"]


def hang_in() -> None:
    """What files ask of this room, and what they set going here."""
    questions.TASKS.append(lambda: [(skill.slug, str(skill)) for skill in Skill.objects.of_people()])
    profiles.FOLLOW["times"] = [calendars.follow]
    stopped.STOP.append(stopping.stop)
    stopped.MISS.append(stopping.miss)
    rotating.SEALED.extend([Considered, FollowUp, Incident])
