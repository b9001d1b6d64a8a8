"""What matching asks of everybody at once, in the clear: where from, how far, how much, which languages and tasks. And
who looked through many people at once."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import Organisation
from marketplace.places.models import Area


class Profile(models.Model):
    """Written with the parts of the file it is read from, in the same transaction. Empty: not asked, or not said.

    `levels`: 0 not at all, 1 a little, 2 well, 3 own language. `skills`, `wishes`, `goals`: slugs of tasks. What she
    must not be asked is not here: that stays sealed."""

    participant = models.OneToOneField(
        "casework.Participant", primary_key=True, on_delete=models.CASCADE, related_name="profile"
    )
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=10, blank=True)
    hours = models.PositiveSmallIntegerField(null=True)  # wished, a week
    most_hours = models.PositiveSmallIntegerField(null=True)
    levels = models.JSONField(default=dict)
    skills = ArrayField(models.CharField(max_length=50), null=True)
    wishes = ArrayField(models.CharField(max_length=50), default=list)
    goals = ArrayField(models.CharField(max_length=50), default=list)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return f"{self.participant_id}"


class ReadBatch(models.Model):
    """Somebody looked through many people for one purpose: each of them sees it, folded. Only added to."""

    class Purpose(models.TextChoices):
        JOB = "job", _("considered for a job")
        PLAN = "plan", _("considered for the plan of a week")
        COUNT = "count", _("counted")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose)
    parts = ArrayField(models.CharField(max_length=20), default=list)
    participants = ArrayField(models.BigIntegerField())
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading of many files")
        verbose_name_plural = _("readings of many files")
        ordering = ["-at"]
        indexes: ClassVar = [
            GinIndex(fields=["participants"], name="readings_of_many"),
            models.Index(fields=["at"], name="readings_of_many_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.purpose}"
