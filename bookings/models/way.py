"""How somebody pays what nobody else carries. A share's source has the same names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """As it is chosen when somebody asks or agrees. An organisation that asks gets an invoice instead of `ON_SITE`."""

    ON_SITE = "on_site", _("on site")
    CARD = "card", _("by card")
    BANK = "bank", _("by bank transfer")
