"""What a provider offers to do a job for, round by round. The last one counts; the earlier ones stay readable."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from marketplace import wording

MOST_CREW, MOST_HOURS = 8, 12


class Quote(models.Model):
    """So much, for so many hours of so many people, perhaps with a van, from this moment on."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="quotes")
    number = models.PositiveSmallIntegerField()
    price_cents = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    minutes = models.PositiveSmallIntegerField()
    crew = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1), MaxValueValidator(MOST_CREW)])
    van = models.BooleanField(default=True)
    starts_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    words = models.TextField(max_length=1000, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["booking", "number"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "number"], name="a_round_has_one_quote"),
            models.CheckConstraint(condition=Q(price_cents__gte=1), name="a_quote_names_a_price"),
            models.CheckConstraint(condition=Q(crew__gte=1, crew__lte=MOST_CREW), name="a_quote_has_a_crew"),
            models.CheckConstraint(condition=Q(minutes__gte=30, minutes__lte=MOST_HOURS * 60), name="a_quote_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.number}"

    @property
    def said(self) -> str:
        """All that is accepted with it: price, hours, people, van, day and hour."""
        zone = self.booking.tz
        facts = {
            "price": wording.euro(self.price_cents),
            "hours": wording.minutes(self.minutes),
            "crew": self.crew,
            "day": wording.day(self.starts_at, zone),
            "start": wording.clock(self.starts_at, zone),
        }
        if self.crew == 1 and not self.van:
            return gettext("%(price)s for %(hours)s, %(day)s at %(start)s") % facts
        if self.van:
            return gettext("%(price)s for %(hours)s: %(crew)d people with a van, %(day)s at %(start)s") % facts
        return gettext("%(price)s for %(hours)s: %(crew)d people without a van, %(day)s at %(start)s") % facts

    @property
    def whole(self) -> str:
        """With the provider's words, and how long it stands or stood."""
        until = wording.day(self.valid_until - timedelta(minutes=1), self.booking.tz)  # midnight is the day before
        said = gettext("%(quote)s. It stands until %(day)s.") % {"quote": self.said, "day": until}
        return f"{said} {self.words}".strip()
