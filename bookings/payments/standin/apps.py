"""Stripe's stand-in: its tables are everywhere, and used in the demo and the tests alone."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StandinConfig(AppConfig):
    name = "bookings.payments.standin"
    verbose_name = _("Stripe's stand-in")
