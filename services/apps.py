"""What can be booked."""

from django.apps import AppConfig

from marketplace import live
from marketplace.lives import tables


class ServicesConfig(AppConfig):
    name = "services"

    def ready(self) -> None:
        from marketplace.programme.indicators import register
        from services import indicators
        from services.lives import GARMENT, HOUSEHOLD, OCCASION, OWN_GARMENT, PUBLICATION
        from services.models import GarmentList, Household, Offer, OwnGarment

        live.TOPICS["offer"] = Offer.objects.visible_to
        live.TOPICS["garments"] = GarmentList.objects.at_work
        live.TOPICS["household"] = Household.objects.visible_to
        live.TOPICS["own_garment"] = OwnGarment.objects.visible_to
        tables.register("services.offer", lambda offer: PUBLICATION)
        tables.register("services.occasion", lambda occasion: OCCASION)
        tables.register("services.garment", lambda garment: GARMENT)
        tables.register("services.owngarment", lambda garment: OWN_GARMENT)
        tables.register("services.household", lambda household: HOUSEHOLD)
        register(*indicators.ALL)
