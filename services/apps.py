"""What can be booked."""

from django.apps import AppConfig

from marketplace import live
from marketplace.lives import tables


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from services.lives import OCCASION, PUBLICATION
        from services.models import Offer

        live.TOPICS["offer"] = Offer.objects.visible_to
        tables.register("services.offer", lambda offer: PUBLICATION)
        tables.register("services.occasion", lambda occasion: OCCASION)
