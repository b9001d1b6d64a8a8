"""Whoever or whatever is taken while a booking lasts: people, vans, rooms, benches, the seats of a date."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen
from marketplace.organisations.models import DESK, Organisation


class Skill(models.Model):
    """What a resource can do or is for: to carry, to speak Arabic, to be a van. An offer needs some of each."""

    slug = models.SlugField(unique=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["slug"]

    def __str__(self) -> str:
        return chosen(self.name)


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, user: Any) -> "ResourceQuerySet":
        """Her own calendar, and those of the desks she works at. The seats of a date are no calendar."""
        if not user.is_authenticated:
            return self.none()
        hers = Q(user=user) | Q(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))
        return self.filter(hers, occasion=None)


class Resource(models.Model):
    """Something with a calendar of its own. `lanes` is how many holds it carries at the same time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="resources")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    name = models.CharField(_("Name"), max_length=80)
    lanes = models.PositiveSmallIntegerField(_("How many at the same time"), default=1)
    skills = models.ManyToManyField(Skill, verbose_name=_("What for"), blank=True, related_name="resources")
    active = models.BooleanField(_("In use"), default=True)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_calendar_a_worker"),
            models.CheckConstraint(condition=models.Q(lanes__gte=1), name="a_resource_carries_something"),
        ]

    def __str__(self) -> str:
        return self.name
