"""The card by which somebody without e-mail opens her own page. Nothing on it can be read back from here."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_TRIES = 5  # wrong PINs in a row: then the card is locked until somebody at the desk opens it again


class WindowKeyQuerySet(models.QuerySet["WindowKey"]):
    def valid(self) -> "WindowKeyQuerySet":
        """Not taken back, and there is somebody whose page it opens. It may be locked."""
        return self.filter(revoked_at=None, participant__person__is_active=True)


class WindowKey(models.Model):
    """A code, printed once, and a PIN that the person chose. One card a person; a new one ends the one before."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="window_keys")
    code_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar = WindowKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("card of a person")
        verbose_name_plural = _("cards of people")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["participant"], condition=Q(revoked_at=None), name="one_card_a_person"),
            models.CheckConstraint(
                condition=Q(tries__lt=MOST_TRIES) | Q(locked_at__isnull=False), name="many_wrong_pins_lock_a_card"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
