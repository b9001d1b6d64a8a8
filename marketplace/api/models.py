"""What was answered to a request with a key of its own, so that a repeat hears the same; and who called how often."""

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


class Call(models.Model):
    """How often somebody called in one window of time."""

    pk = models.CompositePrimaryKey("who", "span")
    who = models.CharField(max_length=64)  # SHA-256 of the caller with our secret
    span = models.BigIntegerField()  # the number of the window since 1970
    number = models.PositiveIntegerField()
    since = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of calls")
        verbose_name_plural = _("counts of calls")

    def __str__(self) -> str:
        return f"{self.who[:8]} {self.number}"
