"""Capacity in use. The database refuses two holds in one lane at the same time, whatever the door."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from marketplace.lives.models import Life
from services.models.resource import Resource


class Point(Func):
    """A whole number as a range of its own, so that GiST can compare it without an extension."""

    template = "%(function)s(%(expressions)s, '[]')"
    arity = 2


class Lasts(Func):
    """Whether a period is longer than 50 days or has no end."""

    template = (
        "(upper(%(expressions)s) IS NULL OR upper(%(expressions)s) - lower(%(expressions)s) > interval '50 days')"
    )
    output_field = models.BooleanField()


class Hold(models.Model):
    """A resource is taken for a life, buffers included, from `lower(period)` until before `upper(period)`."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="holds")
    life = models.ForeignKey(Life, on_delete=models.PROTECT, related_name="holds")
    lane = models.PositiveSmallIntegerField(default=0)
    period = DateTimeRangeField()
    active = models.BooleanField(default=True)
    lasting = models.GeneratedField(expression=Lasts("period"), output_field=models.BooleanField(), db_persist=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            ExclusionConstraint(
                name="nobody_is_in_two_places",
                expressions=[
                    (Point(F("resource"), F("resource"), function="int8range"), "&&"),
                    (Point(F("lane"), F("lane"), function="int4range"), "&&"),
                    ("period", "&&"),
                ],
                condition=Q(active=True),
            ),
            models.CheckConstraint(condition=Q(period__isempty=False), name="a_hold_lasts"),
        ]
        indexes = [
            models.Index(
                F("resource"),
                Func("period", function="lower"),
                name="holds_by_resource",
                include=["lane", "period"],
                condition=Q(active=True),
            ),
            # What lasts longer than others look back for: a coat on loan, a bicycle for the summer.
            models.Index(F("resource"), name="holds_that_last", condition=Q(active=True, lasting=True)),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.period}"

    @property
    def hours(self) -> float:
        """How long it lasts; what has no end yet counts as a day."""
        if self.period.upper is None:
            return 24.0
        return (self.period.upper - self.period.lower).total_seconds() / 3600
