"""Hours that were worked: when, how long each side says, what both agreed, and the month in which they were listed."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.job import Job
from bookings.models.proposal import Proposal
from marketplace import wording
from marketplace.casework.models import Participant
from marketplace.organisations.models import DESK, Organisation
from services.models import Opening
from services.models.hold import Point


class MonthEnd(models.Model):
    """The list of one month of one organisation, closed by somebody: its rows stay as they are. What is agreed later
    stands in a later list."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="month_ends")
    month = models.DateField()  # its first day
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="a_month_is_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_month_begins_on_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month:%Y-%m}"


class WorkedHoursQuerySet(models.QuerySet["WorkedHours"]):
    def agreed(self) -> "WorkedHoursQuerySet":
        return self.filter(agreed_at__isnull=False)

    def of_desk(self, user: Any) -> "WorkedHoursQuerySet":
        return self.filter(job__organisation__in=Organisation.objects.of(user, *DESK).values("pk"))

    def for_lists(self) -> "WorkedHoursQuerySet":
        return self.select_related("job__organisation", "participant__person").order_by("came_at", "id")


class WorkedHours(models.Model):
    """What one proposal came to. `came_at` and `left_at` by the clock, or as somebody corrected them; minutes without
    the breaks, first as each side says, in the end as both agreed. What was paid an hour stands here as it was then."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="worked")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="worked")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="worked")
    form = models.CharField(_("Form of contract"), max_length=12, choices=Opening.Form)
    hourly_cents = models.PositiveIntegerField(default=0)
    came_at = models.DateTimeField(_("From"))
    left_at = models.DateTimeField(_("Until"), null=True)
    person_minutes = models.PositiveIntegerField(null=True)
    desk_minutes = models.PositiveIntegerField(null=True)
    said_at = models.DateTimeField(null=True)  # when the first of both said it
    minutes = models.PositiveIntegerField(null=True)
    cents = models.PositiveIntegerField(null=True)
    agreed_at = models.DateTimeField(null=True)
    month_end = models.ForeignKey(MonthEnd, null=True, on_delete=models.PROTECT, related_name="rows")

    objects: ClassVar = WorkedHoursQuerySet.as_manager()

    class Meta:
        verbose_name = _("worked hours")
        verbose_name_plural = _("worked hours")
        constraints = [
            ExclusionConstraint(
                name="nobody_works_twice_at_once",
                expressions=[
                    (Point(F("participant"), F("participant"), function="int8range"), "&&"),
                    (Func("came_at", "left_at", function="tstzrange", output_field=DateTimeRangeField()), "&&"),
                ],
                condition=Q(left_at__isnull=False),
            ),
            models.CheckConstraint(condition=Q(left_at=None) | Q(left_at__gt=F("came_at")), name="work_lasts"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, minutes=None, cents=None, month_end=None)
                | Q(agreed_at__isnull=False, minutes__isnull=False, cents__isnull=False, left_at__isnull=False),
                name="agreed_hours_are_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "came_at"], name="hours_of_a_person"),
            models.Index(fields=["job"], name="hours_not_listed", condition=Q(month_end=None, agreed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}"

    @property
    def elapsed(self) -> int:
        """Minutes from coming to leaving, as they passed: in the night in which clocks change, too."""
        return elapsed(self.came_at, self.left_at) if self.left_at else 0

    @property
    def said(self) -> int | None:
        """Minutes: what is agreed, or what one side has said so far."""
        known = (self.minutes, self.person_minutes, self.desk_minutes)
        return next((minutes for minutes in known if minutes is not None), None)

    @property
    def first_name(self) -> str:
        """Of somebody who is forgotten nothing is left but the hours."""
        person = self.participant.person
        return person.given_name if person else "-"

    @property
    def when(self) -> str:
        tz = self.job.tz
        return f"{wording.day(self.came_at, tz)}, {wording.span(self.came_at, self.left_at or self.came_at, tz)}"


def elapsed(start: datetime, end: datetime) -> int:
    """Two times of one zone would be subtracted by their hands on the clock."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60)


ABSENCES = {
    "ill": _("ill"),
    "transport": _("the way there"),
    "family": _("family"),
    "misunderstanding": _("a misunderstanding"),
    "other": _("something else"),
}
SETTLINGS = {
    "asked": _("both were asked"),
    "clock": _("by the times written down"),
    "break": _("the break was counted"),
    "travel": _("the way was counted"),
    "not_there": _("nobody was there"),
}
