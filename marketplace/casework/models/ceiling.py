"""How much may be earned or worked in a period, by dated rules; and what somebody used of it elsewhere, as she says."""

from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.accounts.language import chosen

DAY = timedelta(days=1)


class CeilingRuleQuerySet(models.QuerySet["CeilingRule"]):
    def within(self, first: date, last: date) -> "CeilingRuleQuerySet":
        """Those that hold on some day of these."""
        lasting = Q(valid_until=None) | Q(valid_until__gte=first)
        return self.filter(lasting, valid_from__lte=last).order_by("code", "valid_from")


class CeilingRule(models.Model):
    """One ceiling while it is valid. What the law sets anew is a new row; the old one keeps its days."""

    class Scope(models.TextChoices):
        PERSON = "person", _("of each person, wherever she works")
        PAIR = "pair", _("of each person with one employer")
        CLIENT = "client", _("of one employer, whoever works")

    class Unit(models.TextChoices):
        CENT = "cent", _("cents")
        HOUR = "hour", pgettext_lazy("a unit", "hours")
        DAY = "day", pgettext_lazy("a unit", "days")

    class Period(models.TextChoices):
        YEAR = "year", _("calendar year")
        MONTH = "month", _("month")
        DAY = "day", pgettext_lazy("a period", "day")

    code = models.SlugField(max_length=30)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    forms = ArrayField(models.CharField(max_length=12), verbose_name=_("Forms of contract"))
    scope = models.CharField(_("Counts the work"), max_length=8, choices=Scope)
    unit = models.CharField(_("Unit"), max_length=6, choices=Unit)
    amount = models.PositiveIntegerField(_("At most"))
    period = models.CharField(_("In a"), max_length=6, choices=Period)
    forbids = models.BooleanField(
        _("Forbids more"), default=True, help_text=_("Without it, more only reduces something else, a benefit.")
    )
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=200)

    objects: ClassVar = CeilingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("ceiling")
        verbose_name_plural = _("ceilings")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_ceiling_from_a_day_on"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_ceiling_is_valid_for_a_while",
                violation_error_message=_("The end must not come before the start."),
            ),
        ]

    def __str__(self) -> str:
        return chosen(self.name)

    def around(self, day: date) -> tuple[date, date]:
        """Its period in which this day lies, both days included."""
        if self.period == self.Period.DAY:
            return day, day
        first = day.replace(day=1) if self.period == self.Period.MONTH else day.replace(month=1, day=1)
        longest = 31 if self.period == self.Period.MONTH else 366
        after = (first + timedelta(days=longest)).replace(day=1)
        return first, after.replace(month=after.month if longest == 31 else 1) - DAY


class CeilingUse(models.Model):
    """What a person used of a ceiling elsewhere, as she told it: so much on that day; in a period the days are added
    up. Nothing is also an answer: 0 says that somebody has asked."""

    participant = models.ForeignKey("casework.Participant", on_delete=models.CASCADE, related_name="uses")
    code = models.SlugField(max_length=30)
    on = models.DateField(default=timezone.localdate)
    amount = models.PositiveIntegerField(_("Used elsewhere"))  # in the unit of the ceiling; hours in minutes
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("use of a ceiling")
        verbose_name_plural = _("uses of ceilings")
        constraints = [
            models.UniqueConstraint(fields=["participant", "code", "on"], name="one_use_of_a_ceiling_on_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.code}"
