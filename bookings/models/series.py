"""A series: the same again every week or two, "every Tuesday 16-18 until June": its plan, and what was left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bookings.models.known import operates
from marketplace import wording
from marketplace.organisations.models import DESK, Membership, Organisation
from services import availability
from services.models import Offer

MOST_DATES, MOST_WEEKS = 52, 4  # of one series; between two of its dates
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Rule:
    """Every so many weeks, on these weekdays (0 is Monday), at this hour of the place's clock, first to last date.

    `days_later`: since its weekday was changed it takes place so many days after each of its dates, or before (< 0).
    """

    first: date
    last: date
    at: time
    minutes: int
    every: int = 1
    weekdays: tuple[int, ...] = ()
    days_later: int = 0

    @property
    def days(self) -> tuple[int, ...]:
        """The weekdays; where none is named, that of the first date."""
        return tuple(sorted(set(self.weekdays))) or (self.first.weekday(),)

    def dates(self) -> Iterator[date]:
        """In order. Weeks begin on Monday: of every second one all of its weekdays count."""
        monday = self.first - self.first.weekday() * DAY
        while monday <= self.last:
            for weekday in self.days:
                if self.first <= monday + weekday * DAY <= self.last:
                    yield monday + weekday * DAY
            monday += self.every * WEEK


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: Any) -> "SeriesQuerySet":
        """Hers, and those of the desks at which she works. Whoever is sent sees each booking, not the plan."""
        if not user.is_authenticated:
            return self.none()
        desks = Membership.objects.of(user, *DESK).values("organisation")
        return self.filter(Q(customer=user) | Q(client__in=desks) | Q(offer__organisation__in=desks))

    def led_by(self, user: Any) -> "SeriesQuerySet":
        """Those in which she may act for somebody: what she sees, and as an operator each, as of bookings."""
        return self.all() if operates(user) else self.visible_to(user)

    def for_pages(self) -> "SeriesQuerySet":
        whole = self.select_related("offer__organisation", "offer__category", "customer")
        return whole.prefetch_related("offer__texts", "gaps", "shifts")


class Series(models.Model):
    """What was planned, and with which wishes each of its dates is asked for. Its bookings live each for itself."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="series")
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="series")
    client = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField())
    every = models.PositiveSmallIntegerField(_("Every how many weeks"), default=1)
    first = models.DateField(_("First date"))
    last = models.DateField(_("Last date"))
    at = models.TimeField(_("Starts"))  # on the place's clock: daylight saving does not move it
    minutes = models.PositiveSmallIntegerField(_("Minutes"))
    days_later = models.SmallIntegerField(_("Days later"), default=0)  # than each date of the plan; below zero: before
    wishes = models.JSONField(default=dict)  # as they were told, for the dates that are asked for later
    by_card = models.BooleanField(default=False)  # a card that is saved once pays each date
    stopped_from = models.DateField(null=True)  # from this date on nothing more is asked for
    key = models.CharField(max_length=80, null=True)
    born_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], name="a_key_makes_one_series"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="a_series_has_an_order"),
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=MOST_WEEKS), name="a_series_comes_again"),
        ]
        indexes = [models.Index(fields=["last"], name="series_by_end")]

    def __str__(self) -> str:
        return f"{self.offer.title}, {self.said}"

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.pk])

    @property
    def topic(self) -> str:
        return f"series:{self.pk}"

    @property
    def rule(self) -> Rule:
        return Rule(self.first, self.last, self.at, self.minutes, self.every, tuple(self.weekdays), self.days_later)

    def stand_in(self, side: str) -> Any:
        """Who is meant when somebody acts for this side: of a desk its first account. None: nobody works there now."""
        if side == "customer":
            return self.customer
        return min(
            (reader for reader, _role in self.offer.readers(("provider",))), key=lambda one: one.pk, default=None
        )

    @property
    def end(self) -> date:
        """The last day on which it may take place, as it stands now."""
        return self.stopped_from - DAY if self.stopped_from else self.last

    @property
    def said(self) -> str:
        """every Tuesday, 16-18, until 9 June"""
        return wording_of(self.rule)

    @property
    def comes_once_a_week(self) -> bool:
        """Else nobody knows which of its days is meant."""
        return len(self.weekdays) == 1

    @property
    def then_said(self) -> list[str]:
        """What changes on its way: from 5 May on Wednesday, 17-19."""
        return [shift.said for shift in self.shifts.all()]

    def shift_on(self, on: date) -> "Shift":
        """By which weekday, hour and length this date takes place."""
        begun = Shift(series=self, since=self.first, at=self.at, minutes=self.minutes, days_later=self.days_later)
        return max((one for one in self.shifts.all() if one.since <= on), key=lambda one: one.since, default=begun)

    def span_on(self, on: date) -> tuple[datetime, datetime]:
        """Start and end of this date's stay: by what holds from then on, on the place's clock."""
        shift = self.shift_on(on)
        start = availability.moment(on + shift.days_later * DAY, shift.at, self.offer.tz)
        return start, start + timedelta(minutes=shift.minutes)

    def planned(self) -> list[date]:
        """Its dates without those that were left out, and without those after it was stopped."""
        gaps = {gap.on for gap in self.gaps.all()}
        return [
            on for on in self.rule.dates() if on not in gaps and not (self.stopped_from and on >= self.stopped_from)
        ]


class Gap(models.Model):
    """A date of the plan without a booking: left out by whoever asked, or not free when its time came."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="gaps")
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)  # empty: it was left out

    class Meta:
        verbose_name = _("date left out")
        verbose_name_plural = _("dates left out")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["series", "on"], name="a_date_is_left_out_once")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.on}"


class Shift(models.Model):
    """From this date on, another weekday, hour or length."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="shifts")
    since = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    days_later = models.SmallIntegerField(default=0)  # than each date of the plan; below zero: before it

    class Meta:
        verbose_name = _("change of hour")
        verbose_name_plural = _("changes of hour")
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["series", "since"], name="a_date_has_one_hour")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.since} {self.at}"

    @property
    def said(self) -> str:
        rule = replace(self.series.rule, at=self.at, minutes=self.minutes, days_later=self.days_later)
        facts = hours_of(rule) | {"day": wording.day(self.since)}
        return _("from %(day)s on: %(days)s, %(hours)s") % facts


def hours_of(rule: Rule) -> dict[str, str]:
    """On which weekdays and at what hours it takes place."""
    end = (datetime.combine(rule.first, rule.at) + timedelta(minutes=rule.minutes)).time()
    days = sorted((day + rule.days_later) % 7 for day in rule.days)
    return {"days": wording.weekdays(days), "hours": wording.span(rule.at, end)}


def wording_of(rule: Rule) -> str:
    facts: dict[str, Any] = hours_of(rule) | {
        "last": wording.day(rule.last),
        "every": rule.every,
    }
    if rule.every == 1:
        return _("every week: %(days)s, %(hours)s, until %(last)s") % facts
    return _("every %(every)s weeks: %(days)s, %(hours)s, until %(last)s") % facts
