"""What a file says, part by part, sealed; what is being typed; and what was said on the first day."""

from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.casework.sealing import SealedField

STARTING = "entry"


class Written(models.Model):
    """One part of a file: its answers, as one sealed text. Of two who write at once the second is told."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="written")
    part = models.CharField(max_length=20)
    sealed = SealedField()
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("part of a file")
        verbose_name_plural = _("parts of files")
        constraints = [models.UniqueConstraint(fields=["participant", "part"], name="one_text_a_part")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.part}"


class Draft(models.Model):
    """What somebody has typed and not saved yet: hers alone, kept for some days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="drafts")
    part = models.CharField(max_length=20)
    sealed = SealedField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["participant", "part", "by"], name="one_draft_a_part")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.part}"


class Snapshot(models.Model):
    """What was said on one day, never changed: reports count from it. `asked` are the questions that were put."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="snapshots")
    kind = models.CharField(max_length=10, default=STARTING)
    sealed = SealedField()
    asked = ArrayField(models.CharField(max_length=20), default=list)
    form_version = models.PositiveSmallIntegerField(default=1)
    taken_on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [models.UniqueConstraint(fields=["participant", "kind"], name="one_snapshot_a_kind")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.kind}"
