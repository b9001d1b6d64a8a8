"""A till of a wardrobe, and the slips it writes while it has no line."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from services.models import Wardrobe


def new_secret() -> str:
    return secrets.token_hex(32)


class TillQuerySet(models.QuerySet["Till"]):
    def of(self, user: Any, *roles: str) -> "TillQuerySet":
        """Those of the wardrobes in which this person works, in one of these roles."""
        return self.filter(wardrobe__in=Wardrobe.objects.of(user, *roles).values("pk"))

    def open(self) -> "TillQuerySet":
        return self.filter(closed_at=None)


class Till(models.Model):
    """A browser that somebody of the wardrobe made a till. With its secret it signs what it takes without a line."""

    wardrobe = models.ForeignKey(Wardrobe, on_delete=models.PROTECT, related_name="tills")
    secret = models.CharField(max_length=64, default=new_secret, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = TillQuerySet.as_manager()

    class Meta:
        verbose_name = _("till")
        verbose_name_plural = _("tills")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.wardrobe_id} {self.pk}"


class Slip(models.Model):
    """What a till took without a line, as it signed it. `troubles`: what a person has to look at, as [code, label]."""

    class State(models.TextChoices):
        ARRIVED = "arrived", _("arrived")
        SETTLED = "settled", _("settled")
        LOOK = "look", _("to look at")
        DECIDED = "decided", _("decided")

    class Trouble(models.TextChoices):
        NO_CARD = "no_card", _("The card is none of this wardrobe.")
        LOST = "lost", _("The card had been lost.")
        CLOSED = "closed", _("The card is not good any more.")
        UNKNOWN = "unknown", _("There is no such label.")
        TAKEN = "taken", _("It was taken already: its points were counted once.")
        ASIDE = "aside", _("It is put aside for somebody else.")
        RULES = "rules", _("It is more than the rules allow.")
        OWED = "owed", _("The card did not hold enough points: the next ones settle it.")

    till = models.ForeignKey(Till, on_delete=models.PROTECT, related_name="slips")
    nonce = models.UUIDField()
    card = models.CharField(max_length=40)
    labels = ArrayField(models.CharField(max_length=20))
    taken_at = models.DateTimeField()
    arrived_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.ARRIVED)
    troubles = models.JSONField(default=list)
    booking = models.ForeignKey(Booking, null=True, on_delete=models.PROTECT, related_name="slips")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("What was decided?"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("slip of a till")
        verbose_name_plural = _("slips of tills")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["till", "nonce"], name="a_slip_arrives_once")]
        indexes = [models.Index(fields=["state", "till"], name="slips_to_look_at")]

    def __str__(self) -> str:
        return f"{self.till_id} {self.nonce}"

    @property
    def said(self) -> list[tuple[str, Any]]:
        """What a person has to look at: (label, words)."""
        return [(label, self.Trouble(code).label) for code, label in self.troubles]
