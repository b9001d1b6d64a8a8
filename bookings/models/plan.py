"""The plan of a week that was worked out for somebody's people: what it chose, and what it could not."""

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.models.job import Job
from bookings.models.proposal import RuleSet
from marketplace.casework.models import Participant
from marketplace.casework.models.participant import bodies_of
from marketplace.organisations.models import Organisation


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> "PlanQuerySet":
        """Her own, as long as she is a social worker of that body: a plan names people."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(by=user, body__in=bodies_of(user))

    def running(self) -> "PlanQuerySet":
        return self.filter(ended_at=None)

    def done(self) -> "PlanQuerySet":
        return self.filter(ended_at__isnull=False, cancelled_at=None, trouble="")


class Plan(models.Model):
    """It only suggests: a person presses *propose*, and the gates are asked again.

    `told`: what the solver says of it {"value", "bound", "gap", "seconds", "places", "filled", "people", "gini",
    "rivals"}; `gaps`: jobs with places that stay empty, and how many people each rule keeps away. Neither has names."""

    class Trouble(models.TextChoices):
        LOCK = "lock", _("A choice that you keep cannot be kept.")
        FAILED = "failed", _("It could not be worked out.")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    rule_set = models.ForeignKey(RuleSet, null=True, on_delete=models.PROTECT, related_name="+")
    asking = models.BooleanField(default=False)  # also those of whom something has to be asked or mended first
    stage = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True)
    told = models.JSONField(default=dict)
    gaps = models.JSONField(default=list)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of a week")
        verbose_name_plural = _("plans of a week")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "monday"], condition=Q(ended_at=None), name="one_plan_is_worked_out_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["by", "monday", "-asked_at"], name="plans_of_a_week")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.monday}"

    def get_absolute_url(self) -> str:
        return reverse("casework_plan", args=[self.monday.isoformat()])

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


class PlanChoice(models.Model):
    """One person for one job. `locked`: she keeps it in the next plan as well; `struck`: not this one again."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="choices")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    points = models.FloatField(default=0)
    to_ask = models.BooleanField(default=False)  # something has to be asked or mended first
    locked = models.BooleanField(default=False)
    struck = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("choice of a plan")
        verbose_name_plural = _("choices of a plan")
        ordering = ["job__starts_at", "job", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "job", "participant"], name="a_plan_chooses_once"),
            models.CheckConstraint(condition=Q(locked=False) | Q(struck=False), name="kept_or_struck"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.job_id}"
