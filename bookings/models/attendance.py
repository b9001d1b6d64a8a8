"""Who has a seat on which date, and how many of them came on each of its days."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from services.models import Occasion, Session


class Enrolment(models.Model):
    """The date that a booking is about, whether it has seats there or waits for them."""

    booking = models.OneToOneField(Booking, primary_key=True, on_delete=models.CASCADE, related_name="enrolment")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="enrolments")

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")

    def __str__(self) -> str:
        return f"{self.booking}: {self.occasion_id}"


class Attendance(models.Model):
    """How many of a booking's people came to a session: 0 is nobody. No row: nobody has looked yet."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendance")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendance")
    came = models.PositiveSmallIntegerField(_("How many came"))
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["booking", "session"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.booking}, {self.session}: {self.came}"
