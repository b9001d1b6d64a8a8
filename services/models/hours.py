"""When somebody works: a weekly plan, dated exceptions, the City's closed days, and the spans they add up to."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from services.models.resource import Resource

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class WeeklyHours(models.Model):
    """Open every week on this day, in the place's own time. `closes` of 0.00 is midnight at the day's end."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=WEEKDAYS)
    opens = models.TimeField(_("From"))
    closes = models.TimeField(_("Until"))

    class Meta:
        verbose_name = _("weekly hours")
        verbose_name_plural = _("weekly hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="hours_end_after_they_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.UniqueConstraint(fields=["resource", "weekday", "opens"], name="hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class HoursException(models.Model):
    """On this date the weekly plan does not count: these hours instead, or none (closed) when they are empty."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("Date"))
    opens = models.TimeField(_("From"), null=True, blank=True)
    closes = models.TimeField(_("Until"), null=True, blank=True)
    reason = models.CharField(_("Why"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["date", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False) & (Q(closes__gt=F("opens")) | Q(closes="00:00")),
                name="exception_is_closed_or_has_hours",
                violation_error_message=_("Give both hours, the end after the start, or neither: then it is closed."),
            ),
            models.UniqueConstraint(fields=["resource", "date", "opens"], name="exception_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.opens:%H:%M}-{self.closes:%H:%M}" if self.opens else f"{self.date}: closed"

    @property
    def closed(self) -> bool:
        return self.opens is None


class ClosedDay(models.Model):
    """A day on which the whole city rests, unless somebody has an exception with hours of his own."""

    date = models.DateField(_("Date"), unique=True)
    name = models.JSONField(_("Name"), default=dict)  # language -> text

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["date"]

    def __str__(self) -> str:
        return str(self.date)


class OpenSpan(models.Model):
    """The hours above, written out as moments some weeks ahead, so that search can join them. Made, never edited."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="open_spans")
    period = DateTimeRangeField()

    class Meta:
        verbose_name = _("open span")
        verbose_name_plural = _("open spans")
        indexes = [
            models.Index(
                F("resource"), Func("period", function="lower"), name="open_spans_by_resource", include=["period"]
            ),
            GistIndex("period", name="open_spans_by_time"),  # on a day of rest few work: search begins with those
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.period}"
