"""The dials, to be turned by whoever runs a demo."""

from django.conf import settings
from django.contrib import admin

from bookings.payments.standin.models import Dials

if settings.STRIPE.standin:
    admin.site.register(Dials)
