"""Secret addresses under which people's calendar programs read what they booked, what they do, what a desk has."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import Organisation


class CalendarKey(models.Model):
    """One secret address. Only its hash is kept: who reads the database reads nobody's calendar; it is shown once.

    It shows what its owner may see at the moment of reading, never more: an owner who has left a desk reads nothing of
    it any longer.
    """

    class Shows(models.TextChoices):
        BOOKED = "booked", _("What you booked")
        JOBS = "jobs", _("Your jobs")
        DESK = "desk", _("The bookings of a desk")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_keys")
    shows = models.CharField(_("What it shows"), max_length=10, choices=Shows.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_keys"
    )
    discreet = models.BooleanField(_("Only when, not what"), default=False)
    hashed = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shows="desk", organisation__isnull=False) | (~Q(shows="desk") & Q(organisation=None)),
                name="a_desk_s_calendar_names_the_desk",
            )
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.shows}"

    @property
    def role(self) -> str:
        """The hat in which its owner reads."""
        return {"booked": "customer", "jobs": "worker", "desk": "provider"}[self.shows]

    @property
    def label(self) -> str:
        """What it shows, as its owner calls it."""
        return self.organisation.name if self.organisation else str(self.Shows(self.shows).label)
