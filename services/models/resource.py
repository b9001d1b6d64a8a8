"""Whoever or whatever is taken while a booking lasts: people, vans, rooms, benches, the seats of a date."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen
from marketplace.organisations.models import DESK, Membership, Organisation


class SkillQuerySet(models.QuerySet["Skill"]):
    def of_people(self) -> "SkillQuerySet":
        """What people can do: not what a thing is for."""
        things = Resource.objects.filter(user=None, occasion=None, skills=OuterRef("pk"))
        return self.exclude(Exists(things))


class SkillGroup(models.Model):
    """Skills that lie near each other: who can do one of them has done work like the others'.

    `code` and `broader` are as ESCO's tree has them (a code, the group around it); `uri` is ESCO's name for it, empty
    while the group is ours alone."""

    code = models.CharField(max_length=40, unique=True)
    uri = models.CharField("URI", max_length=200, blank=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    broader = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="narrower")

    class Meta:
        verbose_name = _("group of skills")
        verbose_name_plural = _("groups of skills")
        ordering = ["code"]

    def __str__(self) -> str:
        return chosen(self.name)


class Skill(models.Model):
    """What a resource can do or is for: to carry, to speak Arabic, to be a van. An offer needs some of each."""

    slug = models.SlugField(unique=True)
    uri = models.CharField("URI", max_length=200, blank=True)  # ESCO's name for it, where there is one
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    group = models.ForeignKey(
        SkillGroup,
        verbose_name=_("group of skills"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="skills",
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["slug"]

    def __str__(self) -> str:
        return chosen(self.name)


def of_staff() -> Q:
    """Things, and whoever works there or once did. A supported person's calendar is in nobody's list."""
    works = Membership.objects.filter(organisation=OuterRef("organisation"), user=OuterRef("user"))
    return Q(Q(user=None), Exists(works), _connector=Q.OR)


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, user: Any) -> "ResourceQuerySet":
        """Her own calendar, and those of the desks she works at. The seats of a date are no calendar."""
        if not user.is_authenticated:
            return self.none()
        desks = Q(organisation__in=Organisation.objects.of(user, *DESK).values("pk"))
        return self.filter(Q(user=user) | (desks & of_staff()), occasion=None)

    def of_staff(self) -> "ResourceQuerySet":
        return self.filter(of_staff())


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
        # Few carry several: search looks for them alone where somebody asks for several places.
        indexes = [models.Index(fields=["id"], name="resources_for_several", condition=models.Q(lanes__gt=1))]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_calendar_a_worker"),
            models.CheckConstraint(condition=models.Q(lanes__gte=1), name="a_resource_carries_something"),
        ]

    def __str__(self) -> str:
        return self.name
