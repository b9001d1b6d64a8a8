"""What a desk gave back by hand of what a fund or a bundle had carried."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.share import Share

LONGEST = 500  # reason


class GivenBack(models.Model):
    """So much of a share, to where it came from, with a reason. Its share keeps as much less from then on.

    How the money moved says the book: "given:7:back"."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="given_back")
    cents = models.PositiveIntegerField(_("amount, cents"))
    reason = models.TextField(_("reason"), max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("given back on"), auto_now_add=True)
    key = models.CharField(max_length=80, null=True)

    class Meta:
        verbose_name = _("amount given back by hand")
        verbose_name_plural = _("amounts given back by hand")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["share", "key"], name="a_key_gives_back_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="what_is_given_back_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.share_id} {self.cents}"

    @property
    def topic(self) -> str:
        return f"given:{self.pk}"
