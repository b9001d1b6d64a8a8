"""Projects, and what is told of them: each edition as it was told, in rows. Nobody stands in it."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen
from marketplace.organisations.models import Organisation, is_city
from marketplace.programme.models.funds import Programme


class Project(models.Model):
    """What a programme gives a grant to. Bodies and projects are many to many."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="projects")
    slug = models.SlugField(unique=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    grant_cents = models.PositiveBigIntegerField(_("Grant, cents"))
    bodies = models.ManyToManyField(Organisation, through="Involved", related_name="projects")

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["slug"]

    def __str__(self) -> str:
        return chosen(self.name)


class Involved(models.Model):
    """A body takes part in a project. What it does from then on counts for at most one of its projects, so that nothing
    is counted twice."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="involved")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="involved")
    counts = models.BooleanField(_("What it does is counted here"), default=True)
    since = models.DateTimeField(auto_now_add=True)  # what lies before was counted without it

    class Meta:
        verbose_name = _("body of a project")
        verbose_name_plural = _("bodies of projects")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "organisation"], name="involved_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(counts=True),
                name="counted_for_one_project",
                violation_error_message=_("What this body does is counted for another project already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.organisation_id}"


class EditionQuerySet(models.QuerySet["Edition"]):
    def published(self) -> "EditionQuerySet":
        return self.exclude(published_at=None)

    def visible_to(self, user: Any) -> "EditionQuerySet":
        """Those that are published; to those who work for the City the one that is prepared, too."""
        return self.all() if is_city(user) else self.published()


class Edition(models.Model):
    """What was told at one time. It counts what happened before the day `until`; once published it never changes."""

    until = models.DateTimeField()
    prepared_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    held = models.BooleanField(default=False)  # an officer wants to look longer: no night publishes it

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Case(models.When(published_at=None, then=True)), name="one_edition_is_prepared"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None) | models.Q(held=False), name="what_is_held_is_not_published"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def day(self) -> date:
        """It counts what happened before this day."""
        return timezone.localdate(self.until)

    @property
    def tag(self) -> str:
        """For whoever asks whether there is something new; its words are in the language of the request."""
        return f'"results-{self.pk}-{get_language()}"'


class Told(models.Model):
    """One number of an edition: of an indicator as a whole, of a project, or of a neighbourhood. `until`: it counts
    what happened before; a line that was not moved in this edition stands as it was told before."""

    class By(models.TextChoices):
        WHOLE = "whole", _("as a whole")
        PROJECT = "project", _("by project")
        AREA = "area", _("by neighbourhood")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="told")
    indicator = models.SlugField()
    by = models.CharField(max_length=10, choices=By)
    line = models.PositiveBigIntegerField(default=0)  # the key of a project or of an area; 0: the whole
    amount = models.PositiveBigIntegerField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("told number")
        verbose_name_plural = _("told numbers")
        constraints = [models.UniqueConstraint("edition", "indicator", "by", "line", name="told_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.indicator} {self.by} {self.line}: {self.amount}"
