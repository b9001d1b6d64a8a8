"""What the stand-in keeps: objects, the answers it gave, webhooks on their way, and the dials of its faults."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kept(models.Model):
    """An object as Stripe would hold it."""

    number = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)  # what lists of it are asked by: an intent, a transfer group
    data = models.JSONField()

    class Meta:
        verbose_name = _("kept object")
        verbose_name_plural = _("kept objects")
        indexes = [models.Index(fields=["kind", "about"], name="standin_lists")]

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What was answered under an idempotency key: the same again, whatever it was."""

    key = models.CharField(max_length=255, unique=True)
    asked = models.TextField()
    status = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return self.key


class Post(models.Model):
    """A webhook on its way."""

    event = models.JSONField()
    due_at = models.DateTimeField()
    arrived = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("webhook on its way")
        verbose_name_plural = _("webhooks on their way")

    def __str__(self) -> str:
        return f"{self.event['type']} {self.event['id']}"


def percent(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(100)])


class Dials(models.Model):
    """What goes wrong, in percent of the cases: one row, turned in the admin of a demo or by a test."""

    away = percent(_("not reached: nothing happens"))
    slow = percent(_("too slow: it happens, and the answer does not come"))
    broken = percent(_("answers 500 after having done it"))
    lost = percent(_("webhooks that never come"))
    duplicated = percent(_("webhooks that come twice"))
    delay = models.PositiveSmallIntegerField(
        _("webhooks come within so many seconds, in any order"), default=0, validators=[MaxValueValidator(3600)]
    )

    class Meta:
        verbose_name = _("dials")
        verbose_name_plural = _("dials")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
