"""What waits for a social worker: of the people for whom she is responsible, the most urgent first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bookings.jobs.states import ABSENT, AGREED, DISPUTED, OPEN_HOURS, PASSED, PROPOSED, WORKING
from bookings.models import FollowUp, Incident, Proposal
from marketplace.casework.models import Paper, Permission, TeamMember
from marketplace.casework.models.participant import bodies_of
from services.models.opening import SOON

LONG, LATELY = timedelta(days=1), timedelta(days=7)
MOST = 100  # of each sort, on one page


@dataclass(frozen=True)
class ToDo:
    """All there is to do of one person, and since when."""

    incidents: list[Incident]
    disputed: list[Proposal]
    absent: list[Proposal]
    unsaid: list[Proposal]
    follow_ups: list[FollowUp]
    unanswered: list[Proposal]
    passed: list[Proposal]
    papers: list[Paper]  # that end soon
    permissions: list[Permission]

    @property
    def number(self) -> int:
        """Waiting for an answer is nothing to do yet."""
        todo = (self.incidents, self.disputed, self.absent, self.unsaid, self.follow_ups, self.passed)
        return sum(len(rows) for rows in (*todo, self.papers, self.permissions))


def of(user: Any) -> ToDo:
    mine = owned(user)
    incidents = Incident.objects.readable_by(user).open().select_related("proposal__job__organisation")
    follow_ups = FollowUp.objects.queue_of(user).due().select_related("participant__person", "proposal__job")
    return ToDo(
        list(incidents.select_related("participant__person")[:MOST]),
        found(mine.filter(status=DISPUTED)),
        found(mine.filter(status=ABSENT)),
        found(mine.filter(nobody_said())),
        list(follow_ups[:MOST]),
        found(mine.filter(status=PROPOSED)),
        found(
            mine.filter(status=PASSED, last_change__at__gt=timezone.now() - LATELY, job__starts_at__gt=timezone.now())
        ),
        ending(Paper.objects.standing().select_related("kind"), user, "valid_until"),
        ending(Permission.objects.now().select_related("body"), user, "until"),
    )


def owned(user: Any) -> QuerySet[Proposal]:
    """Put to people for whom she is responsible."""
    return Proposal.objects.filter(is_owner(user))


def is_owner(user: Any) -> Exists:
    owner = TeamMember.objects.now().filter(user=user, role=TeamMember.Role.OWNER, body__in=bodies_of(user))
    return Exists(owner.filter(participant=OuterRef("participant")))


def ending(rows: QuerySet, user: Any, day: str) -> list[Any]:
    """What ends within a month, of those for whom she is responsible, the soonest first."""
    today = timezone.localdate()
    soon = rows.filter(is_owner(user), **{f"{day}__range": (today, today + SOON)}, participant__person__isnull=False)
    return list(soon.select_related("participant__person").order_by(day, "pk")[:MOST])


def nobody_said() -> Q:
    """A day after the end nobody has said whether she was there, or for how long."""
    over = Q(job__ends_at__lt=timezone.now() - LONG)
    return over & Q(status__in=(AGREED, WORKING, *(status for status in OPEN_HOURS if status != DISPUTED)))


def found(rows: QuerySet[Proposal]) -> list[Proposal]:
    return list(rows.for_lists().order_by("job__starts_at", "pk")[:MOST])  # type: ignore[attr-defined]
