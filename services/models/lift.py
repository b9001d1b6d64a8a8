"""Who stands a little higher in search, and why: by a dated rule, told on the page about the order."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.organisations.models import Organisation
from services.models.category import Category
from services.models.wardrobe import Dated, DatedQuerySet, in_order, one_at_a_time

DAYS = [MinValueValidator(1), MaxValueValidator(366)]


class LiftRuleQuerySet(DatedQuerySet):
    def today(self) -> "LiftRule | None":
        """None: nobody is lifted."""
        return self.on(timezone.localdate()).first()


class LiftRule(Dated):
    """Who is new, who is little asked, and by how much both are lifted on their page."""

    new_days = models.PositiveSmallIntegerField(
        _("New for so many days after the first offer"), default=30, validators=DAYS
    )
    asked_days = models.PositiveSmallIntegerField(
        _("Requests are counted over so many days"), default=60, validators=DAYS
    )
    asked_percent = models.PositiveSmallIntegerField(
        _("Little asked: under so many per cent of what is usual in the category"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Requests for each offer are compared. 0: nobody is lifted for being little asked."),
    )
    nearer_percent = models.PositiveSmallIntegerField(
        _("Near a place they count as nearer by so many per cent"), default=20, validators=[MaxValueValidator(50)]
    )
    sooner_minutes = models.PositiveSmallIntegerField(
        _("On a day they count as free so many minutes sooner"), default=60, validators=[MaxValueValidator(240)]
    )
    places_up = models.PositiveSmallIntegerField(
        _("In the other lists they move up by so many places"), default=3, validators=[MaxValueValidator(6)]
    )

    objects: ClassVar = LiftRuleQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("rule for new and little asked organisations")
        verbose_name_plural = _("rules for new and little asked organisations")
        constraints = [in_order("a_lift_rule_ends_after_it_begins"), one_at_a_time("one_lift_rule_at_a_time")]

    def __str__(self) -> str:
        return f"{self.valid_from}"


class Lift(models.Model):
    """An organisation whose offers of a category stand a little higher. Worked out each night, never edited."""

    class Why(models.TextChoices):
        NEW = "new", _("New here")
        LITTLE_ASKED = "little_asked", _("To get to know")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lifts")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=12, choices=Why)

    class Meta:
        verbose_name = _("lift")
        verbose_name_plural = _("lifts")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "category"], name="lifted_once_in_a_category"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.category_id} {self.why}"
