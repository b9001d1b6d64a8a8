"""What somebody keeps to pay who cancels late, how late a time may still be moved, and how often. A row a rule."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import DESK, Organisation


class PolicyQuerySet(models.QuerySet["CancellationPolicy"]):
    def visible_to(self, user: Any) -> "PolicyQuerySet":
        """Those of the desks she works at; what an offer says of its own stands on the offer's page."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))


class CancellationPolicy(models.Model):
    """What a cancellation costs. Bookings keep it as it was when they were made: `bookings.cancellation.terms_of`."""

    class Spared(models.TextChoices):
        FIRST = "first", _("the first booking of this offer")
        ILLNESS = "illness", _("illness, with a word about it")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="policies")
    name = models.CharField(_("Name"), max_length=80)
    spared = ArrayField(
        models.CharField(max_length=10, choices=Spared.choices),
        verbose_name=_("Nothing is kept for"),
        default=list,
        blank=True,
    )
    move_hours = models.PositiveSmallIntegerField(_("Hours before the start until which it can be moved"), default=2)
    moves = models.PositiveSmallIntegerField(_("How often it can be moved"), default=3)

    objects: ClassVar = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cancellation policy")
        verbose_name_plural = _("cancellation policies")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="a_policy_has_its_own_name")]

    def __str__(self) -> str:
        return self.name


class Tier(models.Model):
    """Who cancels less than so many hours before the start keeps owing this part of the price."""

    policy = models.ForeignKey(CancellationPolicy, on_delete=models.CASCADE, related_name="tiers")
    hours = models.PositiveSmallIntegerField(_("Less than so many hours before the start"))
    percent = models.PositiveSmallIntegerField(_("Percent of the price"))

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["-hours"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "hours"], name="a_tier_an_hour"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=720), name="a_tier_begins_within_a_month"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="no_more_than_the_price"),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h: {self.percent} %"
