"""The one core: bookings and the talk about them."""

from django.apps import AppConfig

from marketplace import live
from marketplace.lives import tables


class BookingsConfig(AppConfig):
    name = "bookings"

    def ready(self) -> None:
        from bookings import feeds, indicators, jobs, kinds, waiting
        from bookings.kinds.eligible import eligible
        from bookings.models import Booking, Job, Proposal, Purchase, Series
        from bookings.payments import bank
        from bookings.payments.tables import BY_SPECIES
        from bookings.telling import hushed, hushed_work
        from marketplace.notices import telling
        from marketplace.programme.indicators import register
        from services.models import COUNTED, DATED, GO_OUT, IN_WARDROBES, KINDS, PICKED, SHARED
        from services.occasions import GROWN
        from services.search.eligible import RULES

        live.TOPICS["booking"] = Booking.objects.visible_to
        live.TOPICS["purchase"] = Purchase.objects.visible_to
        live.TOPICS["series"] = Series.objects.visible_to
        tables.register("bookings.booking", kinds.table_of)
        for species, table in BY_SPECIES.items():
            tables.register(species, lambda payment, table=table: table)  # type: ignore[misc]
        tables.register("bookings.proposal", lambda proposal: jobs.PROPOSAL)
        tables.CLOSED.add("bookings.proposal")
        live.TOPICS["proposal"] = Proposal.objects.visible_to
        live.TOPICS["job"] = Job.objects.of_workers
        live.TOPICS["coming"] = Job.objects.of_desk
        jobs.hang_in()
        telling.ENCLOSE["bookings.booking"] = feeds.invitation
        telling.AFTERWORD["bookings.booking"] = bank.afterword
        telling.HUSHED["bookings.booking"] = hushed
        telling.HUSHED["bookings.proposal"] = hushed_work
        GROWN.append(waiting.grown)
        RULES.append(eligible)
        register(*indicators.ALL)
        KINDS.update({name: kind.label for name, kind in kinds.ALL.items()})
        IN_WARDROBES.update({name: kind.in_wardrobe for name, kind in kinds.ALL.items()})
        PICKED.update({name: kind.picks_time for name, kind in kinds.ALL.items()})
        COUNTED.update({name: kind.counted for name, kind in kinds.ALL.items()})
        SHARED.update({name: kind.shared for name, kind in kinds.ALL.items()})
        DATED.update({name: kind.dated for name, kind in kinds.ALL.items()})
        GO_OUT.update({name: kind.goes_out for name, kind in kinds.ALL.items()})
