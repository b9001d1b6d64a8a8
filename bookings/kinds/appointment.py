"""Somebody comes, receives or calls at an agreed time: babysitting, paperwork, help with a phone."""

from django.utils.translation import gettext_lazy as _

from bookings.kinds.base import Kind


class Appointment(Kind):
    name = "appointment"
    label = _("An appointment")
