"""Who carries a part of what is done, and for whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "marketplace.programme"
    verbose_name = _("Programmes")
