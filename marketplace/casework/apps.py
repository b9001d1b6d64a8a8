"""The file of a supported person, kept apart."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from marketplace.lives import tables


class CaseworkConfig(AppConfig):
    name = "marketplace.casework"
    verbose_name = _("Casework")

    def ready(self) -> None:
        from marketplace.casework.lives import FILE

        tables.register("casework.participant", lambda participant: FILE)
        tables.CLOSED.add("casework.participant")
