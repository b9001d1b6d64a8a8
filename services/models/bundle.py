"""Services that are bought before they are needed: six, twelve or twenty-four at one price, or those of a year."""

from datetime import date
from typing import Any, ClassVar

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.organisations.models import DESK, Organisation
from services.models.offer import Offer


class BundleQuerySet(models.QuerySet["Bundle"]):
    def visible_to(self, user: Any) -> "BundleQuerySet":
        """Those of the desks she works at; what somebody has of one stands among her money."""
        return self.filter(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))


class Bundle(models.Model):
    """So many services of an organisation's, each for one booking of these offers, whatever that booking costs.

    A membership is a bundle that lasts a year: at most so many services, or as many as are needed."""

    class Size(models.IntegerChoices):
        SIX = 6, "6"
        TWELVE = 12, "12"
        TWENTY_FOUR = 24, "24"

    MOST = 366  # services of a membership that are counted

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bundles")
    yearly = models.BooleanField(_("A membership for a year"), default=False)
    services = models.PositiveSmallIntegerField(_("How many services"), null=True, blank=True)  # none: as needed
    price_cents = models.PositiveIntegerField(_("Price, cents"))
    offers = models.ManyToManyField(Offer, verbose_name=_("For which offers"), related_name="bundles")
    on_sale = models.BooleanField(_("On sale"), default=True)  # what was sold stays good

    objects: ClassVar = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(yearly=False, services__isnull=False, services__in=(6, 12, 24))
                | Q(yearly=True) & (Q(services=None) | Q(services__range=(1, 366))),
                name="a_bundle_has_6_12_or_24_or_lasts_a_year",
            ),
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="a_bundle_has_a_price"),
        ]

    def __str__(self) -> str:
        if not self.services:
            return str(_("Membership for a year"))
        number = {"number": self.services}
        if not self.yearly:
            return ngettext("%(number)s service", "%(number)s services", self.services) % number
        text = ngettext(
            "Membership for a year, one service",
            "Membership for a year, at most %(number)s services",
            self.services,
        )
        return text % number

    def clean(self) -> None:
        """Raises ValidationError ("services")."""
        if self.yearly:
            if self.services is not None and not 1 <= self.services <= self.MOST:
                raise ValidationError({"services": _("Write a number from 1 to 366, or nothing.")})
        elif self.services not in self.Size.values:
            raise ValidationError({"services": _("A bundle has 6, 12 or 24 services.")})

    @property
    def currency(self) -> str:
        """What the book counts it in."""
        return f"bundle:{self.pk}"

    def last_day(self, first: date) -> date | None:
        """Until when it is good if it is bought on that day: the same day of the next year, or without an end.

        After a 29th of February it is the 28th, as the law counts years (art. 2963 of the Civil Code)."""
        return first + relativedelta(years=1) if self.yearly else None
