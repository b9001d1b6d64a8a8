"""The month's list of what supported people worked here, by form of contract: to look at, to download, to close."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bookings.jobs import earned, monthly
from bookings.matching.words import BY_UNIT
from bookings.models import WorkedHours
from frontend import tables
from frontend.days import named_month
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace import wording
from marketplace.organisations.models import Organisation

MOST = 30  # of what is not agreed yet: the rest follows once these are


@never_cache
@login_required
def show(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    month = month_of(request.GET, organisation)
    groups = monthly.by_form(monthly.rows(organisation, month))
    facts = {"month": month, "groups": groups, "end": monthly.ended(organisation, month)}
    facts |= {"before": monthly.before(month), "after": monthly.after(month)}
    waiting = monthly.not_agreed(organisation, month)
    facts |= {"waiting": waiting.count(), "to_agree": waiting[:MOST], "over": is_over(organisation, month)}
    return where.show(request, "worked", organisation, facts | ceilings(organisation))


def ceilings(organisation: Organisation) -> dict[str, Any]:
    """What is used of its own ceilings this year or month, and with whom one is nearly reached."""
    own, pairs = earned.of_body(organisation)
    told = [(str(room.rule), *spoken(room)) for room in own if room.used]
    return {"own": told, "pairs": [(name, str(one.rule), *spoken(one)) for name, one in pairs]}


def spoken(room: earned.Room) -> tuple[str, str]:
    """What is used, and what is left."""
    said = BY_UNIT[room.rule.unit]
    return said(room.used), said(room.left)


@login_required
def table(request: SignedIn) -> HttpResponse:
    """The same list as a file, under the month's name alone."""
    organisation = where.my_desk(request)
    month = month_of(request.GET, organisation)
    rows = monthly.rows(organisation, month).order_by("form", "came_at", "id")
    return tables.answer(f"{month:%Y-%m}.csv", headings(), (line(row) for row in rows))


@login_required
@require_POST
def close(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    month = month_of(request.POST, organisation)
    monthly.close(organisation, month, request.user)
    messages.success(request, _("Closed: this list stays as it is."))
    return redirect(f"{reverse('desk_worked')}?month={month:%Y-%m}")


def month_of(told: Any, organisation: Organisation) -> date:
    """The month that is named; else this one."""
    today = timezone.localdate(timezone=organisation.tz)
    return named_month(told.get("month", ""), today) or monthly.first_of(today)


def is_over(organisation: Organisation, month: date) -> bool:
    return monthly.after(month) <= timezone.localdate(timezone=organisation.tz)


def headings() -> list[str]:
    return [
        _("Form of contract"), _("First name"), _("What"), _("Day"), _("From"), _("Until"), _("Minutes"),
        _("Cents an hour"), _("Cents"),
    ]  # fmt: skip


def line(row: WorkedHours) -> list[Any]:
    tz = row.job.tz
    came, left = row.came_at.astimezone(tz), (row.left_at or row.came_at).astimezone(tz)
    times = [f"{came:%Y-%m-%d}", wording.clock(came, tz), wording.clock(left, tz)]
    who = [row.get_form_display(), row.first_name, row.job.title]
    return [*who, *times, row.minutes, row.hourly_cents, row.cents]
