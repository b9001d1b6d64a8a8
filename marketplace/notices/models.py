"""One entry for each thing that somebody is told, by mail or by a call from the desk."""

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from marketplace.lives.models import Life


class Notice(models.Model):
    """What one person is told, in her words. `cause` ("change:7") keeps a task that runs twice from telling twice."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("by mail")
        PHONE = "phone", _("by phone")

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    life = models.ForeignKey(Life, on_delete=models.CASCADE, related_name="notices")
    cause = models.CharField(max_length=60)
    role = models.CharField(max_length=20)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["reader", "cause"], name="tell_a_person_once")]
        indexes = [
            models.Index(fields=["life"], name="notices_to_phone", condition=Q(channel="phone", done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.reader}: {self.subject}"

    @staticmethod
    def to_phone(about: Q) -> QuerySet["Notice"]:
        """What somebody has still to say on the phone; `about`: of which lives, as a condition on notices.

        One by one from those that wait in the whole city: they are few, and what a desk answers for is much."""
        waiting = Notice.objects.filter(about, channel=Notice.Channel.PHONE, done_at=None)
        return waiting.select_related("reader", "life").order_by("pk")


class Letter(models.Model):
    """A mail that stayed in the house: where no mail server is set, the outbox page shows these."""

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
