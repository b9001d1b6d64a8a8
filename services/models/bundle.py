"""Services that are bought before they are needed: six, twelve or twenty-four at one price."""

from typing import Any, ClassVar

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
    """So many services of an organisation's, each for one booking of these offers, whatever that booking costs."""

    class Size(models.IntegerChoices):
        SIX = 6, "6"
        TWELVE = 12, "12"
        TWENTY_FOUR = 24, "24"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bundles")
    services = models.PositiveSmallIntegerField(_("How many services"), choices=Size, default=Size.SIX)
    price_cents = models.PositiveIntegerField(_("Price, cents"))
    offers = models.ManyToManyField(Offer, verbose_name=_("For which offers"), related_name="bundles")
    on_sale = models.BooleanField(_("On sale"), default=True)  # what was sold stays good

    objects: ClassVar = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(services__in=(6, 12, 24)), name="a_bundle_has_6_12_or_24"),
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="a_bundle_has_a_price"),
        ]

    def __str__(self) -> str:
        return ngettext("%(number)s service", "%(number)s services", self.services) % {"number": self.services}

    @property
    def currency(self) -> str:
        """What the book counts it in."""
        return f"bundle:{self.pk}"
