"""What is to be moved: lines of a list of usual things, room by room."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking

MOST = 99  # of one thing in one room


class Room(models.TextChoices):
    LIVING = "living", _("Living room")
    KITCHEN = "kitchen", _("Kitchen")
    BEDROOM = "bedroom", _("Bedroom")
    CHILDREN = "children", _("Children's room")
    STUDY = "study", _("Study")
    BATHROOM = "bathroom", _("Bathroom")
    HALL = "hall", _("Hall")
    CELLAR = "cellar", _("Cellar or attic")
    OUTSIDE = "outside", _("Balcony or garden")


class InventoryLine(models.Model):
    """So many of a thing. `litres` of one, as the list had it on the day it was asked; `words` say what else it is."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="inventory")
    room = models.CharField(_("Room"), max_length=10, choices=Room.choices)
    thing = models.CharField(_("What"), max_length=30)
    words = models.CharField(_("What it is"), max_length=120, blank=True)
    number = models.PositiveSmallIntegerField(_("How many"), default=1)
    litres = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("line of the inventory")
        verbose_name_plural = _("lines of the inventory")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=MOST), name="things_can_be_counted"),
            models.CheckConstraint(condition=Q(litres__gte=1), name="a_thing_takes_room"),
        ]

    def __str__(self) -> str:
        return f"{self.number} x {self.thing}"
