"""Who opened a file, when and why: only added to. And overrides, which open for some hours what nobody permitted."""

from datetime import timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.casework.sealing import SealedField
from marketplace.organisations.models import Organisation

LONGEST = timedelta(hours=8)


class Reading(models.Model):
    """One opening, or one that was refused. `number` is what somebody asked for, which may never have existed."""

    class Door(models.TextChoices):
        PAGE = "page", pgettext_lazy("of a reading", "page")
        API = "api", pgettext_lazy("of a reading", "program")
        EXPORT = "export", pgettext_lazy("of a reading", "copy")
        COUNT = "count", pgettext_lazy("of a reading", "count")

    class Ground(models.TextChoices):
        TEAM = "team", _("works with you")
        PERMITTED = "permitted", _("you permitted it")
        OVERRIDE = "override", _("an override")
        PERSON = "person", _("you")
        NONE = "none", _("none")

    class Outcome(models.TextChoices):
        OPENED = "opened", pgettext_lazy("of a reading", "opened")
        REFUSED = "refused", pgettext_lazy("of a reading", "refused")

    participant = models.ForeignKey(
        "casework.Participant", null=True, on_delete=models.PROTECT, related_name="readings"
    )
    number = models.CharField(max_length=7)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=8, choices=Door)
    ground = models.CharField(max_length=10, choices=Ground)
    outcome = models.CharField(max_length=8, choices=Outcome)
    parts = ArrayField(models.CharField(max_length=20), default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["participant", "-id"], name="readings_of_a_file"),
            models.Index(fields=["reader", "at"], condition=Q(outcome="refused"), name="readings_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class OverrideQuerySet(models.QuerySet["Override"]):
    def now(self) -> "OverrideQuerySet":
        now = timezone.now()
        return self.filter(since__lte=now, until__gt=now)


class Override(models.Model):
    """Somebody opens a file that is not hers, with a reason, for some hours. The officer for data protection looks."""

    class Reason(models.TextChoices):
        DANGER = "danger", _("somebody is in danger")
        AWAY = "away", _("the responsible person cannot be reached, and it cannot wait")
        ORDER = "order", _("a court or an authority asks")
        ERROR = "error", _("a mistake has to be found")

    class Verdict(models.TextChoices):
        RIGHT = "right", _("was right")
        WRONG = "wrong", _("was not right")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.PROTECT, related_name="overrides")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("Why"), max_length=10, choices=Reason)
    sealed = SealedField(null=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)
    verdict = models.CharField(_("Verdict"), max_length=10, choices=Verdict, blank=True)

    objects: ClassVar = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since"), until__lte=F("since") + LONGEST), name="an_override_is_short"
            ),
            models.CheckConstraint(
                condition=Q(seen_by=None) | ~Q(seen_by=F("by")), name="nobody_confirms_an_own_override"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} {self.reason}"
