"""Another body, which needs no account, refers a person by a link that runs out."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.casework.sealing import SealedField
from marketplace.organisations.models import Organisation


class ReferralQuerySet(models.QuerySet["Referral"]):
    def waiting(self) -> "ReferralQuerySet":
        return self.filter(answered_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


class Referral(models.Model):
    """An invitation to refer one person. `sender` is the body that is asked; its answer makes a file that waits.

    Where it stands is read off its dates."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sender = models.CharField(_("Which body refers"), max_length=120)
    email = models.EmailField(_("Its e-mail"))
    participant = models.OneToOneField(
        "casework.Participant", null=True, blank=True, on_delete=models.CASCADE, related_name="referral"
    )
    sealed = SealedField(null=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, participant=None)
                | Q(answered_at__isnull=False, participant__isnull=False, withdrawn_at=None),
                name="an_answer_makes_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d} {self.sender}"

    @property
    def waits(self) -> bool:
        return not self.answered_at and not self.withdrawn_at and self.expires_at > timezone.now()
