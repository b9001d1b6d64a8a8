"""To-dos that a day brings: somebody is to be called after her first job, after she began at a lasting place, after she
left. State is read off the dates; what nobody did stays in the list."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.models.proposal import Proposal
from marketplace.casework.models import Participant, TeamMember
from marketplace.casework.models.participant import bodies_of
from marketplace.casework.sealing import SealedField

NOT_REACHED, CAME_BACK, FORGOTTEN = "not_reached", "came_back", "forgotten"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: Any) -> "FollowUpQuerySet":
        """To those who work with her."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(participant__in=Participant.objects.worked_with_by(user).values("pk"))

    def queue_of(self, user: Any) -> "FollowUpQuerySet":
        """Hers: handed to her, or of a person for whom she is responsible and handed to nobody who still works with
        that person. So whoever takes over a file takes over what is to be done."""
        bodies = bodies_of(user)
        team = TeamMember.objects.now().filter(participant=OuterRef("participant"))
        owned = team.filter(user=user, body__in=bodies, role=TeamMember.Role.OWNER)
        kept = team.filter(user=OuterRef("keeper"))
        mine = Q(keeper=user) & Exists(team.filter(user=user, body__in=bodies))
        return self.open().filter(mine | (Exists(owned) & ~Exists(kept)))

    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)

    def due(self, day: date | None = None) -> "FollowUpQuerySet":
        return self.open().filter(opens_on__lte=day or timezone.localdate())


class FollowUp(models.Model):
    """`about_on`: of which day is asked, whenever one asks. `tries`: the days on which she was not reached."""

    class Kind(models.TextChoices):
        FIRST_JOB = "first_job", _("call after the first job")
        MONTH = "after_30", _("30 days at the new place")
        QUARTER = "after_90", _("90 days at the new place")
        HALF = "after_180", _("180 days at the new place")
        LEAVING = "leaving", _("how it stands on leaving")
        SIX_MONTHS = "six_month", _("how it stands six months later")

    class Outcome(models.TextChoices):
        WELL = "well", _("it goes well")
        HELP = "help", _("she or he needs help")
        OVER = "over", _("it is over")
        WORKS = "works", _("has work")
        BETTER = "better", _("has better work than before")
        LEARNS = "learns", _("goes to school or on a course")
        SEEKS = "seeks", _("looks for work")
        NEITHER = "neither", _("neither works nor looks for work")
        UNSAID = "unsaid", _("does not want to say")
        NOT_REACHED = NOT_REACHED, _("not reached")
        CAME_BACK = CAME_BACK, _("came back before")
        FORGOTTEN = FORGOTTEN, _("the file is gone")

    PLACED = (Kind.MONTH, Kind.QUARTER, Kind.HALF)
    LEFT = (Kind.LEAVING, Kind.SIX_MONTHS)
    AT_WORK = (Outcome.WELL, Outcome.HELP, Outcome.OVER, Outcome.UNSAID)
    AFTERWARDS = (
        Outcome.WORKS, Outcome.BETTER, Outcome.LEARNS, Outcome.SEEKS, Outcome.NEITHER, Outcome.UNSAID,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="follow_ups")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    about_on = models.DateField()
    opens_on = models.DateField()
    due_on = models.DateField()
    closes_on = models.DateField(null=True)
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    tries = ArrayField(models.DateField(), default=list)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed = SealedField(null=True)

    objects: ClassVar = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind", "about_on"], name="one_follow_up_of_a_day"),
            models.UniqueConstraint(fields=["participant"], condition=Q(kind="first_job"), name="the_first_job_is_one"),
            models.CheckConstraint(
                condition=Q(done_at=None, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
                name="a_follow_up_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")) & (Q(closes_on=None) | Q(closes_on__gte=F("due_on"))),
                name="a_follow_up_opens_before_it_closes",
            ),
        ]
        indexes = [models.Index(fields=["participant"], condition=Q(done_at=None), name="open_follow_ups")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}"

    @property
    def outcomes(self) -> tuple[Any, ...]:
        """Only what is asked of a certain day has a last one."""
        return self.AFTERWARDS if self.closes_on else self.AT_WORK

    @property
    def is_late(self) -> bool:
        return self.done_at is None and self.due_on < timezone.localdate()

    @property
    def counts(self) -> bool:
        """Whether an answer of today still counts in reports: until its last day."""
        return self.closes_on is None or timezone.localdate() <= self.closes_on
