"""Programmes, the money put aside for them, what it carries, and who may have it. How much is left says the book."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.language import chosen
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.organisations.models import CITY, DESK, Membership, Organisation
from marketplace.places.models import Area

FUNDERS = (*DESK, *CITY)  # who, of an organisation that funds, sees what becomes of its money


def valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


class Programme(models.Model):
    """What an organisation funds, as people know it."""

    slug = models.SlugField(unique=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text
    funder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["slug"]

    def __str__(self) -> str:
        return chosen(self.name)


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, user: Any) -> "FundQuerySet":
        """Those of the organisations that she works for: at their desk, or as an officer or auditor of the City."""
        return self.filter(programme__funder__in=Membership.objects.of(user, *FUNDERS).values("organisation"))


class Fund(models.Model):
    """Money that a funder has put aside. Its account in the book never falls below zero."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="funds")
    name = models.JSONField(_("Name"), default=dict)  # language -> text

    objects: ClassVar = FundQuerySet.as_manager()

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["pk"]

    def __str__(self) -> str:
        return chosen(self.name)

    @property
    def topic(self) -> str:
        return f"fund:{self.pk}"

    @cached_property
    def account(self) -> Account:
        return book.account(self.topic, Account.Kind.HELD)

    @property
    def funder(self) -> Organisation:
        return self.programme.funder


class Subsidy(models.Model):
    """What a fund carries of a price: a percentage or an amount, while it is valid and there is money.

    Where areas or categories are named, only there. `most_cents`: for one person in one period."""

    class Period(models.TextChoices):
        MONTH = "month", _("a month")
        YEAR = "year", _("a year")

        def of(self, day: date) -> tuple[date, date]:
            """The first day of the period in which this day lies, and the first of the next."""
            if self is Subsidy.Period.YEAR:
                return date(day.year, 1, 1), date(day.year + 1, 1, 1)
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1)

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="subsidies")
    percent = models.PositiveSmallIntegerField(_("Percent of the price"), null=True, blank=True)
    cents = models.PositiveIntegerField(_("or so many cents"), null=True, blank=True)
    areas = models.ManyToManyField(Area, verbose_name=_("Areas"), blank=True, related_name="+")
    categories = ArrayField(
        models.SlugField(), verbose_name=_("Categories"), default=list, blank=True, help_text=_("None: all of them.")
    )  # by their slugs: what can be booked is known to the room above
    needs_eligibility = models.BooleanField(_("Only for those who were admitted"), default=False)
    most_cents = models.PositiveIntegerField(_("At most, cents for each person"), null=True, blank=True)
    period = models.CharField(_("in"), max_length=10, choices=Period, default=Period.MONTH)
    valid_from = models.DateField(_("Valid from"), default=timezone.localdate)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("subsidy")
        verbose_name_plural = _("subsidies")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent=None, cents__isnull=False, cents__gt=0)
                | Q(cents=None, percent__isnull=False, percent__gte=1, percent__lte=100),
                name="a_subsidy_is_a_percentage_or_an_amount",
                violation_error_message=_("Write a percentage from 1 to 100, or an amount, and not both."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_subsidy_is_valid_for_a_while",
                violation_error_message=_("The end must not come before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund}: {self.pk}"

    def carries(self, price: int) -> int:
        """What it would carry of this price, in cents, if there is enough. Half a cent goes to whoever asked."""
        return min(self.cents, price) if self.cents else -(-price * (self.percent or 0) // 100)


class EligibilityQuerySet(models.QuerySet["Eligibility"]):
    def on(self, day: date) -> "EligibilityQuerySet":
        return self.filter(seen_on__lte=day, valid_until__gte=day)


class Eligibility(models.Model):
    """Somebody may have what a programme carries, until that day. An officer saw the paper; no copy and no figure of
    it is kept."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="eligible")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="eligibilities")
    seen_on = models.DateField(_("Seen on"), default=timezone.localdate)
    valid_until = models.DateField(_("Valid until"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = EligibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("eligibility")
        verbose_name_plural = _("eligibilities")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("seen_on")),
                name="an_eligibility_is_valid_for_a_while",
                violation_error_message=_("The end must not come before the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme}, {self.valid_until}"
