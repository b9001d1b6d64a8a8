"""A bundle that somebody has bought."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from services.models import Bundle


class Sale(models.Model):
    """Entered at the desk, paid there. How many of its services are left says the book."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="sales")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bundles")
    sold_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sold_at = models.DateTimeField(auto_now_add=True)
    price_cents = models.PositiveIntegerField()
    key = models.CharField(max_length=80, null=True)

    class Meta:
        verbose_name = _("sale of a bundle")
        verbose_name_plural = _("sales of bundles")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["sold_by", "key"], name="a_key_sells_once")]

    def __str__(self) -> str:
        return f"{self.bundle}, {self.person}"

    @property
    def topic(self) -> str:
        return f"sale:{self.pk}"
