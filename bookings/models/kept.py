"""That a desk keeps a booking or a date although its time is not open any more for somebody who is taken for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from services.models import Occasion, Resource


class Looked(models.Model):
    """Said of one of the crew, for the time that was looked at: another time has to be looked at again."""

    class Why(models.TextChoices):
        LEFT = "left", _("not here any more, or out of use")
        CLOSED = "closed", _("does not work at this time")
        PAPER = "paper", _("lacks a valid paper")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    why = models.CharField(max_length=10, choices=Why.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Kept(Looked):
    """A booking that stays as it is."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="kept")

    class Meta:
        verbose_name = _("kept booking")
        verbose_name_plural = _("kept bookings")
        constraints = [
            models.UniqueConstraint(fields=["booking", "resource", "starts_at", "why"], name="a_booking_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.booking}: {self.why}"


class KeptDate(Looked):
    """A date that stays as it is, whoever leads it: the desk finds somebody, or knows that she comes."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="kept")

    class Meta:
        verbose_name = _("kept date")
        verbose_name_plural = _("kept dates")
        constraints = [
            models.UniqueConstraint(fields=["occasion", "resource", "starts_at", "why"], name="a_date_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.occasion}: {self.why}"
