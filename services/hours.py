"""Editing when somebody works. Each edit writes the free times out anew before it is over."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace import wording
from marketplace.accounts.models import User
from marketplace.organisations.membership import must_have
from services import availability
from services.models import HoursException, Resource, WeeklyHours

LONGEST_ABSENCE = 92  # days that one exception may span
MIDNIGHT = time(0)


@transaction.atomic
def add_weekly(resource: Resource, by: User, weekdays: Iterable[int], opens: time, closes: time) -> None:
    """Work from `opens` to `closes` on each of these days (0 is Monday), every week. Midnight as the end is the day's.

    Raises ValidationError by field, Refused."""
    resource = lock(resource, by)
    in_order(opens, closes)
    days = sorted(set(weekdays))
    if not days:
        raise ValidationError({"weekdays": _("Choose at least one day.")})
    for hours in resource.weekly_hours.filter(weekday__in=days):
        apart(hours, opens, closes, hours.get_weekday_display())
    WeeklyHours.objects.bulk_create(
        WeeklyHours(resource=resource, weekday=day, opens=opens, closes=closes) for day in days
    )
    availability.write_out(resource)


@transaction.atomic
def remove_weekly(resource: Resource, by: User, pk: int) -> None:
    resource = lock(resource, by)
    resource.weekly_hours.filter(pk=pk).delete()
    availability.write_out(resource)


@transaction.atomic
def add_exception(
    resource: Resource,
    by: User,
    first: date,
    last: date | None = None,
    opens: time | None = None,
    closes: time | None = None,
    reason: str = "",
) -> None:
    """From `first` to `last` the weekly plan does not count: these hours instead, or none when both are missing.
    Midnight as the end is the day's.

    Raises ValidationError by field, Refused."""
    resource = lock(resource, by)
    days = days_between(first, last or first, resource)
    both_or_none(opens, closes)
    for exception in resource.exceptions.filter(date__in=days):
        fits(exception, opens, closes)
    reason = reason.replace("\0", "").strip()[:120]
    HoursException.objects.bulk_create(
        HoursException(resource=resource, date=day, opens=opens, closes=closes, reason=reason) for day in days
    )
    availability.write_out(resource)


@transaction.atomic
def remove_exception(resource: Resource, by: User, pk: int) -> None:
    resource = lock(resource, by)
    resource.exceptions.filter(pk=pk).delete()
    availability.write_out(resource)


def lock(resource: Resource, by: User) -> Resource:
    """The row as it is now: two edits at once would not see each other's hours."""
    must_have(resource.organisation, by)
    return Resource.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=resource.pk)


def in_order(opens: time, closes: time) -> None:
    if closes != MIDNIGHT and closes <= opens:
        raise ValidationError({"closes": _("The end must come after the start.")})


def both_or_none(opens: time | None, closes: time | None) -> None:
    if (opens is None) != (closes is None):
        name = "opens" if opens is None else "closes"
        raise ValidationError({name: _("Give both hours, or neither: then it is closed.")})
    if opens is not None and closes is not None:
        in_order(opens, closes)


def days_between(first: date, last: date, resource: Resource) -> list[date]:
    if first < timezone.localdate(timezone=resource.organisation.tz):
        raise ValidationError({"first": _("This day is past.")})
    if last < first:
        raise ValidationError({"last": _("The last day must not come before the first.")})
    if last - first >= timedelta(days=LONGEST_ABSENCE):
        raise ValidationError({"last": _("Up to three months fit into one entry.")})
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def fits(exception: HoursException, opens: time | None, closes: time | None) -> None:
    """A day is either closed or has hours of its own; these stand side by side, like the weekly ones."""
    day = wording.day(exception.date)
    if exception.closed or opens is None or closes is None:
        text = _("%(day)s has an exception already: take it away first.")
        raise ValidationError({"first": text % {"day": day}})
    apart(exception, opens, closes, day)


def apart(hours: Any, opens: time, closes: time, day: str) -> None:
    if opens < end_of_day(hours.closes) and hours.opens < end_of_day(closes):
        text = _("%(day)s: this overlaps the hours from %(opens)s to %(closes)s that are there already.")
        there = {"day": day, "opens": wording.clock(hours.opens), "closes": wording.clock(hours.closes)}
        raise ValidationError({"opens": text % there})


def end_of_day(closes: time) -> time:
    """Midnight as the end comes after every other hour."""
    return closes if closes != MIDNIGHT else time.max
