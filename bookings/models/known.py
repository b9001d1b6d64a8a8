"""Which bookings somebody may see, and in which lists they stand."""

from collections.abc import Collection
from typing import Any

from django.db import models

from marketplace.organisations.models import DESK, Membership
from marketplace.places.models import Place
from services.models import Offer, Resource

UNHAD = DECLINED, EXPIRED = "declined", "expired"  # a request that never became a booking
DISPUTED = COMPLAINED, ESCALATED = "complained", "escalated"  # a complaint nobody has settled yet

OF_A_LINE = (
    "customer",
    "partner",
    "client",
    "series",
    "organisation",
    models.Prefetch("worker", Resource.objects.select_related("user")),
    models.Prefetch("place", Place.objects.select_related("area")),
    models.Prefetch("offer", Offer.objects.select_related("category", "organisation")),
    "offer__texts",
    "crew__user",
)


class BookingQuerySet(models.QuerySet[Any]):
    @property
    def every(self) -> "BookingQuerySet":
        return self.model._default_manager

    def visible_to(self, user: Any) -> "BookingQuerySet":
        """Hers, those of the desks she works at, those she is sent to. The City sees none of them without a reason: its
        operators those with a complaint."""
        if not user.is_authenticated:
            return self.none()
        desks = Membership.objects.of(user, *DESK).values("organisation")
        hers, every = self.every.filter(customer=user), self.every.values("pk")
        asked = every.filter(partner=user)
        by_desk = every.filter(client__in=desks), every.filter(organisation__in=desks)
        with_reason = [every.filter(status__in=DISPUTED)] if operates(user) else []
        known = hers.values("pk").union(
            asked, *by_desk, self.sent_to(user), *with_reason
        )  # OR would read the whole table
        return self.filter(pk__in=known)

    def led_by(self, user: Any) -> "BookingQuerySet":
        """Those on which she may take a step for somebody: what she sees, and as an operator each. To lead on is not to
        read: the page of a step says no more than the operators' admin does."""
        return self.all() if operates(user) else self.visible_to(user)

    def of_customer(self, user: Any) -> "BookingQuerySet":
        """What she asked for herself, and what the desks she works at asked for."""
        ordered = self.every.filter(client__in=Membership.objects.of(user, *DESK).values("organisation"))
        return self.filter(pk__in=self.every.filter(customer=user).values("pk").union(ordered.values("pk")))

    def of_partner(self, user: Any) -> "BookingQuerySet":
        """What other residents asked of her."""
        return self.filter(partner=user)

    def of_resident(self, user: Any) -> "BookingQuerySet":
        """All that is hers: what she asked for, and what others asked of her."""
        ordered = self.every.filter(client__in=Membership.objects.of(user, *DESK).values("organisation"))
        asked = self.every.filter(partner=user).values("pk")
        hers = self.every.filter(customer=user).values("pk").union(ordered.values("pk"), asked)
        return self.filter(pk__in=hers)

    def of_desk(self, user: Any) -> "BookingQuerySet":
        return self.filter(organisation__in=Membership.objects.of(user, *DESK).values("organisation"))

    def of_worker(self, user: Any) -> "BookingQuerySet":
        return self.filter(pk__in=self.sent_to(user))

    def sent_to(self, user: Any) -> models.QuerySet:
        """The bookings that somebody is in the crew of; nobody who has left."""
        crews = self.model.crew.through.objects
        return crews.filter(resource__user=user, resource__active=True).values("booking")

    def one_a_series(self, statuses: Collection[str]) -> "BookingQuerySet":
        """Of each series the first date with such a status, and in `dates` how many dates have one."""
        mates = self.every.filter(series=models.OuterRef("series"), status__in=statuses)
        before = mates.filter(series_on__lt=models.OuterRef("series_on"))
        return self.exclude(models.Exists(before)).annotate(dates=how_many(mates))

    def for_lists(self) -> "BookingQuerySet":
        """With everything that a line in a list says, in a fixed number of queries. What it leads to is fetched apart:
        joined in, twenty tables took 270 ms to plan, and all bookings were read to find those of one person."""
        return self.select_related("last_change").prefetch_related(*OF_A_LINE)

    def with_doers(self) -> "BookingQuerySet":
        """With all who might go, for lists that show steps: one of them sends somebody else."""
        return self.prefetch_related("offer__resources")


def how_many(bookings: models.QuerySet) -> models.Subquery:
    return models.Subquery(bookings.order_by().values("series").annotate(number=models.Count("pk")).values("number"))


def operates(user: Any) -> bool:
    """Whether she is one of the City's operators."""
    return user.is_staff and user.has_perm("bookings.change_booking")
