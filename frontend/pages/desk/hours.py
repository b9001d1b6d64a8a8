"""Who and what can be taken, and when: the weekly plan, exceptions by date, and the free times that come of it."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bookings import stranded
from frontend.forms.hours import ExceptionForm, InUseForm, SkillsForm, ThingForm, WeeklyForm
from frontend.pages.desk import where
from frontend.pages.desk.stranded import lines
from frontend.signed import SignedIn
from marketplace.accounts.language import chosen
from marketplace.organisations.models import Organisation
from marketplace.refusals import refusals_on
from marketplace.wording import language
from services import availability, hours, things
from services.models import ClosedDay, Resource
from services.models.hours import WEEKDAYS

DAYS_SHOWN = 7


@login_required
def every(request: SignedIn) -> HttpResponse:
    """People, then things; what is out of use stands below."""
    organisation = where.my_desk(request)
    rows = things.of(organisation).prefetch_related("weekly_hours", "skills").order_by("name", "pk")
    lines = [(resource, together(plan(resource))) for resource in rows if resource.active or not resource.user_id]
    context = {
        "resources": [line for line in lines if line[0].user_id],
        "things": [line for line in lines if not line[0].user_id and line[0].active],
        "unused": [resource for resource, _plan in lines if not resource.active],
        "closed_days": [(day.date, chosen(day.name)) for day in closed_days(organisation)],
        "stranded": stranded.number_at_desk(organisation),
    }
    return where.show(request, "hours", organisation, context)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """A van, a room, a bench; its hours are written on its own page."""
    organisation = where.my_desk(request)
    form = ThingForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            thing = things.enter(organisation, request.user, form.cleaned_data)
            messages.success(request, _("%(name)s is entered. Now write when it can be taken.") % {"name": thing.name})
            return redirect("desk_resource", thing.pk)
    return where.show(request, "thing", organisation, {"form": form}, where.answer(form))


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    """One calendar; its forms are told apart by the button that was pressed."""
    organisation = where.my_desk(request)
    resource = get_object_or_404(things.of(organisation).select_related("organisation"), pk=pk)
    pressed, posted = request.POST.get("add", ""), request.POST
    weekly = WeeklyForm(posted if pressed == "weekly" else None, prefix="w")
    dated = ExceptionForm(posted if pressed == "exception" else None, prefix="x")
    about = about_form(resource, posted if pressed == "about" else None)
    if add_weekly(request, resource, weekly) or add_exception(request, resource, dated) or change(request, about):
        messages.success(request, said_after(resource))
        return redirect("desk_resource", pk)
    context = {"resource": resource, "weekly": weekly, "dated": dated, "about": about} | standing(resource)
    status = max(where.answer(form) for form in (weekly, dated, about))
    return where.show(request, "resource", organisation, context, status)


def said_after(resource: Resource) -> str:
    """What an edit has done, with the bookings that it stranded."""
    number = len(stranded.at_desk(resource.organisation, resource))
    saved = _("Saved. The free times have changed with it.")
    if not number:
        return saved
    text = ngettext(
        "%(number)d booking does not fit any more: see below.",
        "%(number)d bookings do not fit any more: see below.",
        number,
    )
    return f"{saved} {text % {'number': number}}"


def about_form(resource: Resource, posted: Any) -> ThingForm:
    """Of a person only what she can do: the rest comes with her role."""
    return (SkillsForm if resource.user_id else InUseForm)(posted, instance=resource, prefix="t")


def change(request: SignedIn, form: ThingForm) -> bool:
    if not form.is_valid():
        return False
    with refusals_on(form):
        things.change(form.instance, request.user, form.cleaned_data)
        return True
    return False


def add_weekly(request: SignedIn, resource: Resource, form: WeeklyForm) -> bool:
    if not form.is_valid():
        return False
    with refusals_on(form):
        hours.add_weekly(resource, request.user, **form.cleaned_data)
        return True
    return False


def add_exception(request: SignedIn, resource: Resource, form: ExceptionForm) -> bool:
    if not form.is_valid():
        return False
    with refusals_on(form):
        hours.add_exception(resource, request.user, **form.cleaned_data)
        return True
    return False


@login_required
@require_POST
def remove(request: SignedIn, pk: int, what: str, row: int) -> HttpResponse:
    resource = get_object_or_404(things.of(where.my_desk(request)).select_related("organisation"), pk=pk)
    {"weekly": hours.remove_weekly, "exception": hours.remove_exception}[what](resource, request.user, row)
    messages.success(request, said_after(resource))
    return redirect("desk_resource", pk)


def today(organisation: Organisation) -> date:
    return timezone.localdate(timezone=organisation.tz)


def closed_days(organisation: Organisation) -> list[ClosedDay]:
    return list(ClosedDay.objects.filter(date__gte=today(organisation))[:12])


def plan(resource: Resource) -> list[tuple[Any, list[Any]]]:
    """The week as (day's name, its hours)."""
    rows = list(resource.weekly_hours.all())
    return [(name, [hours for hours in rows if hours.weekday == day]) for day, name in WEEKDAYS]


def together(week: list[tuple[Any, list[Any]]]) -> list[tuple[str, list[Any]]]:
    """The same week in few lines, without free days: Monday-Friday, then the hours that these days share."""
    runs = groupby(enumerate(week), lambda row: [(span.opens, span.closes) for span in row[1][1]])
    lines = [list(run) for same, run in runs if same]
    return [(from_to(run[0][0], run[-1][0]), run[0][1][1]) for run in lines]


def from_to(first: int, last: int) -> str:
    """Monday-Friday, Saturday; as each language writes them at the start of a line."""
    names = get_day_names("wide", locale=language())
    return capfirst(names[first] if first == last else f"{names[first]}-{names[last]}")


def standing(resource: Resource) -> dict[str, Any]:
    now = today(resource.organisation)
    return {
        "plan": plan(resource),
        "exceptions": list(resource.exceptions.filter(date__gte=now)),
        "free": free_days(resource, now) if resource.active else [],
        "lines": lines(stranded.at_desk(resource.organisation, resource)),
        "dates": stranded.dates_at_desk(resource.organisation, resource),
    }


def free_days(resource: Resource, first: date) -> list[tuple[date, str, list[availability.Span]]]:
    """The next days as (day, name of the city's holiday, free spans from now on)."""
    zone, days = resource.organisation.tz, [first + timedelta(days=n) for n in range(DAYS_SHOWN)]
    begin, end = timezone.now(), availability.midnight(days[-1] + timedelta(days=1), zone)
    spans = availability.free_spans([resource.pk], begin, end)[resource.pk]
    rest = {day.date: chosen(day.name) for day in ClosedDay.objects.filter(date__range=(days[0], days[-1]))}
    by_day = {day: [span for span in spans if span[0].astimezone(zone).date() == day] for day in days}
    return [(day, rest.get(day, ""), by_day[day]) for day in days]
