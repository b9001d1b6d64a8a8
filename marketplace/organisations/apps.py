"""Who offers, refers and funds."""

from django.apps import AppConfig

from marketplace import live
from marketplace.lives import tables


class OrganisationsConfig(AppConfig):
    name = "marketplace.organisations"

    def ready(self) -> None:
        from marketplace.organisations.lives import VERIFICATION
        from marketplace.organisations.models import Organisation

        live.TOPICS["organisation"] = Organisation.objects.visible_to
        tables.register("organisations.organisation", lambda organisation: VERIFICATION)
