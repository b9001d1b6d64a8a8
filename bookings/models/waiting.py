"""Somebody waits for so many places of a resource in a period; where in the line is the order of the rows."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from services.models import Resource


class Waiting(models.Model):
    """What a booking waits for. Whether it still does is its status; whoever `passed` is asked when more is free."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="waiting")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="waiting")
    period = DateTimeRangeField()
    until = models.DateTimeField(_("Ask me until"))
    passed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("waiting")
        verbose_name_plural = _("waiting")
        ordering = ["pk"]
        indexes = [models.Index(fields=["resource", "id"], name="waiting_in_line")]

    def __str__(self) -> str:
        return f"{self.booking}: {self.resource}"
