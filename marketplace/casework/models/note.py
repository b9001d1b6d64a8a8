"""What those who work with somebody write beside the questions, sealed: for the team, for her, or for few."""

from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.casework.models.participant import TeamMember
from marketplace.casework.sealing import SealedField


class NoteQuerySet(models.QuerySet["Note"]):
    def told(self) -> "NoteQuerySet":
        """What the person herself reads: all but those that protect somebody else."""
        return self.exclude(audience=Note.Audience.RESTRICTED)

    def readable_in_team(self, user: Any) -> "NoteQuerySet":
        """Of the restricted ones only whoever wrote it, and whoever is responsible for the file."""
        leads = TeamMember.objects.now().filter(user=user, role="owner", participant=OuterRef("participant"))
        return self.filter(~Q(audience=Note.Audience.RESTRICTED) | Q(by=user) | Exists(leads))


class Note(models.Model):
    """What happened, in words. Whoever wrote it may take it away, nobody changes it."""

    class Audience(models.TextChoices):
        TEAM = "team", pgettext_lazy("of a note", "the team; she or he can read it")
        PERSON = "person", pgettext_lazy("of a note", "her or him: it shows on the own page")
        RESTRICTED = "restricted", pgettext_lazy("of a note", "whoever is responsible, and me")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="notes")
    audience = models.CharField(pgettext_lazy("of a note", "For"), max_length=10, choices=Audience)
    sealed = SealedField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["participant", "-at"], name="notes_of_a_file")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.at:%Y-%m-%d}"
