"""Calendars that people keep elsewhere, and the times in them that are taken."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from services.models.resource import Resource


class OutsideCalendarQuerySet(models.QuerySet["OutsideCalendar"]):
    def visible_to(self, user: Any) -> "OutsideCalendarQuerySet":
        """Those of her own calendar, and of the desks she works at."""
        return self.filter(resource__in=Resource.objects.visible_to(user))


class OutsideCalendar(models.Model):
    """An iCalendar address whose events count as busy time of a resource.

    The address is a secret of whoever entered it: it stands in no page, log, mail or answer again.
    """

    class Error(models.TextChoices):
        INSIDE = "inside", _("This address leads to no public place.")
        UNREACHABLE = "unreachable", _("Nobody answers at this address.")
        REFUSED = "refused", _("The address is not known there, or not any more.")
        REDIRECTS = "redirects", _("The address sends on to too many others, or to one that is not allowed.")
        TOO_LARGE = "too_large", _("The calendar is too large: it may have two megabytes.")
        TOO_SLOW = "too_slow", _("The answer took too long.")
        TOO_MUCH = "too_much", _("The calendar has too many events, or repeats that take too long to work out.")
        NO_CALENDAR = "no_calendar", _("There is no calendar at this address.")

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="outside_calendars")
    url = models.CharField(max_length=1000, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField(default=timezone.now, editable=False)  # when it is read again
    tried_at = models.DateTimeField(null=True, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)  # when that last went well
    failures = models.PositiveSmallIntegerField(default=0, editable=False)  # since then
    error = models.CharField(max_length=12, choices=Error.choices, blank=True, editable=False)

    objects = OutsideCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("outside calendar")
        verbose_name_plural = _("outside calendars")
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_at"], name="outside_calendars_to_read")]
        constraints = [models.UniqueConstraint(fields=["resource", "url"], name="an_outside_calendar_once")]

    def __str__(self) -> str:
        return self.host

    @property
    def host(self) -> str:
        """All that is ever shown of the address."""
        return urlsplit(self.url).hostname or ""


class BusySpan(models.Model):
    """A time that an outside calendar says is taken, some weeks ahead. Made, never edited.

    Only when, never what: nobody here has to know of a doctor's appointment. None is longer than a day, so that a look
    at one day need not look far back."""

    calendar = models.ForeignKey(OutsideCalendar, on_delete=models.CASCADE, related_name="spans")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="busy_spans", db_index=False)
    period = DateTimeRangeField()

    class Meta:
        verbose_name = _("busy span")
        verbose_name_plural = _("busy spans")
        constraints = [models.CheckConstraint(condition=Q(period__isempty=False), name="busy_time_lasts")]
        indexes = [
            models.Index(
                F("resource"), Func("period", function="lower"), name="busy_spans_by_resource", include=["period"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.period}"
