"""Papers that a supported person has shown: which, until when, and who saw it. No number and no copy is kept."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import CredentialKind


class PaperQuerySet(models.QuerySet["Paper"]):
    def now(self) -> "PaperQuerySet":
        """What counts today."""
        return self.standing().filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))

    def standing(self) -> "PaperQuerySet":
        """Nobody took it back; it may have ended."""
        return self.filter(withdrawn_at=None)


class Paper(models.Model):
    """Somebody of the team had it in her hands. Without a last day it does not end. Of a kind one stands; what was
    renewed or taken back stays known for a year."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="papers")
    kind = models.ForeignKey(CredentialKind, verbose_name=_("What"), on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_on = models.DateField(default=timezone.localdate)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["kind__slug", "-seen_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "kind"], condition=Q(withdrawn_at=None), name="one_paper_of_a_kind_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.seen_on:%Y-%m-%d}"

    @property
    def has_ended(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()
