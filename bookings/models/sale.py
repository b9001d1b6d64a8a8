"""A bundle that somebody has bought."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.ledger.models import Account
from marketplace.organisations.models import DESK, Membership
from services.models import Bundle, Offer


class SaleQuerySet(models.QuerySet["Sale"]):
    def visible_to(self, user: Any) -> "SaleQuerySet":
        """What she bought, and what the desks sold at which she works."""
        desks = Membership.objects.of(user, *DESK).values("organisation")
        return self.filter(Q(person=user.pk or 0) | Q(bundle__organisation__in=desks))

    def of(self, person: Any, offer: Offer) -> "SaleQuerySet":
        """What this person bought that is good for this offer; nobody has bought nothing."""
        return self.filter(person=person.pk, bundle__offers=offer) if person else self.none()

    def with_left(self) -> "SaleQuerySet":
        """Each with `left`: how many of its services are there to spend."""
        return self.annotate(left=Coalesce(Sum("account__postings__amount"), 0))

    def for_lists(self) -> "SaleQuerySet":
        whole = self.with_left().select_related("bundle__organisation", "person")
        return whole.prefetch_related("bundle__offers__texts").order_by("-pk")


class Sale(models.Model):
    """Sold at the desk and paid there, or bought by card: then nobody sold it. What is left of it says the book.

    Of a membership each sale is a year of its own: it is good from its first to its last day."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="sales")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bundles")
    sold_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sold_at = models.DateTimeField(auto_now_add=True)
    price_cents = models.PositiveIntegerField()
    key = models.CharField(max_length=80, null=True)
    account = models.ForeignKey(  # where its services are held: opened once the row has a number
        Account, null=True, on_delete=models.PROTECT, related_name="sales"
    )
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    returned_at = models.DateTimeField(null=True)  # the money went back, and the services were taken back

    objects: ClassVar = SaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sale of a bundle")
        verbose_name_plural = _("sales of bundles")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sold_by", "key"], name="a_key_sells_once"),
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None) | Q(first_day__isnull=False, last_day__gt=F("first_day")),
                name="a_membership_has_its_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle}, {self.person}"

    @property
    def topic(self) -> str:
        return f"sale:{self.pk}"

    @property
    def counted(self) -> bool:
        """Whether it has so many services, and not as many as are needed."""
        return self.bundle.services is not None

    @property
    def is_over(self) -> bool:
        """Its year has ended, on the clock of the place."""
        today = timezone.localdate(timezone=self.bundle.organisation.tz)
        return self.last_day is not None and self.last_day < today

    def covers(self, day: date) -> bool:
        return self.last_day is None or self.first_day <= day <= self.last_day  # type: ignore[operator]
