"""Where a booking goes to, in order: a pick-up and a drop-off, each with its window, its floor and its lift."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking
from marketplace import wording
from marketplace.places.models import Place

HIGHEST = 30  # no house of the city has more floors


class Stop(models.Model):
    """One address on the way. It is shown as precisely as the booking's own place: `Booking.precision_for`."""

    class What(models.TextChoices):
        PICKUP = "pickup", _("Pick up")
        DROPOFF = "dropoff", _("Bring to")

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10, choices=What.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField(null=True)  # none: as long as the booking itself
    closes_at = models.DateTimeField(null=True)
    floor = models.PositiveSmallIntegerField(_("Floor"), default=0, validators=[MaxValueValidator(HIGHEST)])
    lift = models.BooleanField(_("There is a lift"), default=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["booking", "position"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "position"], name="one_stop_at_a_time"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="a_window_lasts"),
            models.CheckConstraint(condition=Q(floor__lte=HIGHEST), name="a_stop_is_in_a_house"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.what}"

    @property
    def carried(self) -> int:
        """Floors on which things are carried by hand."""
        return 0 if self.lift else self.floor

    @property
    def question(self) -> str:
        """Pick up, 9.00-10.00"""
        what = str(self.get_what_display())
        if not (self.opens_at and self.closes_at):
            return what
        return f"{what}, {wording.span(self.opens_at, self.closes_at, self.booking.tz)}"

    def answer(self, roles: frozenset[str]) -> str:
        """Address, floor and lift, as precisely as somebody with these roles needs them by now."""
        return f"{self.place.shown(self.booking.precision_for(roles))}, {self.climb}"

    @property
    def climb(self) -> str:
        if not self.floor:
            return gettext("ground floor")
        facts = {"floor": self.floor}
        return (
            gettext("floor %(floor)d with a lift") if self.lift else gettext("floor %(floor)d without a lift")
        ) % facts
