"""An e-mail by which somebody who has a card wants to sign in from now on: until she has shown that it is hers."""

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.casework.models.window import WindowKey


class Claim(models.Model):
    """The code that was sent there is made out of the number of this row: it stands nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.ForeignKey(WindowKey, on_delete=models.CASCADE, related_name="claims")
    email = models.EmailField()
    at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("claim of an account")
        verbose_name_plural = _("claims of accounts")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
