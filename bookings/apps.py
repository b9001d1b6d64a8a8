"""The one core: bookings and the talk about them."""

from django.apps import AppConfig

from marketplace import live
from marketplace.lives import tables


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from bookings import feeds, kinds, waiting
        from bookings.models import Booking, Purchase
        from bookings.payments.tables import BY_SPECIES
        from marketplace.notices import telling
        from services.models import GO_OUT, KINDS
        from services.occasions import GROWN

        live.TOPICS["booking"] = Booking.objects.visible_to
        live.TOPICS["purchase"] = Purchase.objects.visible_to
        tables.register("bookings.booking", kinds.table_of)
        for species, table in BY_SPECIES.items():
            tables.register(species, lambda payment, table=table: table)  # type: ignore[misc]
        telling.ENCLOSE["bookings.booking"] = feeds.invitation
        GROWN.append(waiting.grown)
        KINDS.update({name: kind.label for name, kind in kinds.ALL.items()})
        GO_OUT.update({name: kind.goes_out for name, kind in kinds.ALL.items()})
