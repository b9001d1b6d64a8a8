"""What was answered to a request that carried a key of its own, so that a repeat hears the same."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.utils.encoders import JSONEncoder


class Answer(models.Model):
    """One answer, kept for some days. Without a status the request is still under way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # SHA-256 of what the client sent
    fingerprint = models.CharField(max_length=64)  # SHA-256 of method, path, credentials and body
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True, encoder=JSONEncoder)
    claimed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("stored answer")
        verbose_name_plural = _("stored answers")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.status or '...'}"
