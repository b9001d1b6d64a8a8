"""Pictures that belong to a booking: what has to be moved, and that a parcel arrived. Seen by who sees the booking."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models.booking import Booking


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, user: Any) -> "PhotoQuerySet":
        return self.filter(booking__in=Booking.objects.visible_to(user))


class Photo(models.Model):
    """Made new as WebP by `services.pictures`; served by a page that asks who looks, never as an open file."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(upload_to="bookings")
    at = models.DateTimeField(auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.file}"

    def get_absolute_url(self) -> str:
        return reverse("booking_photo", args=[self.booking_id, self.pk])
