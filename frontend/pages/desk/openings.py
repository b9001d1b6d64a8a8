"""The desk's work for supported people: openings, the jobs to come, days that it names, and helpers for a booking."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.jobs import coming, making
from bookings.models import Booking, Job
from frontend.forms import drafts, keys
from frontend.forms.openings import DayForm, OpeningForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.organisations.models import Organisation
from marketplace.refusals import refusals_on
from services import openings
from services.models import Opening

JOBS = 30  # to come, on a page


@login_required
def every(request: SignedIn) -> HttpResponse:
    """What is open, and which jobs come with whom."""
    organisation = where.my_desk(request)
    jobs = Job.objects.filter(organisation=organisation).to_come().select_related("organisation").with_coming()
    page = Paginator(jobs.order_by("starts_at", "pk"), JOBS).get_page(request.GET.get("page"))
    context = {"openings": list(openings_of(organisation)), "page": page, "comers": coming.to(page)}
    return where.show(request, "openings", organisation, context)


def openings_of(organisation: Organisation) -> QuerySet[Opening]:
    return organisation.openings.select_related("organisation__place", "place", "offer").order_by("-active", "pk")


@drafts.kept
def new(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    return edit(request, Opening(organisation=organisation))


@drafts.kept
def show(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    return edit(request, get_object_or_404(openings_of(organisation), pk=pk))


def edit(request: SignedIn, opening: Opening) -> HttpResponse:
    form = drafts.fill(OpeningForm(request.POST or None, opening=opening), request)
    title = opening.title
    if form.is_valid():
        with refusals_on(form):
            saved = openings.write(opening, request.user, form.told(), key=form.cleaned_data["key"])
            messages.success(request, _("Saved. Jobs that are announced stay as they were."))
            return redirect("desk_opening", saved.pk)
    context = {"form": form, "opening": opening, "title": title}
    return where.show(request, "opening", opening.organisation, context, where.answer(form))


@drafts.kept
def day(request: SignedIn, pk: int) -> HttpResponse:
    """A day of its own, for an opening that is in use."""
    organisation = where.my_desk(request)
    opening = get_object_or_404(openings_of(organisation).filter(active=True, offer=None), pk=pk)
    form = drafts.fill(DayForm(request.POST or None), request)
    if form.is_valid():
        with refusals_on(form):
            return redirect(making.on_day(opening, request.user, **form.cleaned_data))
    return where.show(request, "opening_day", organisation, {"form": form, "opening": opening}, where.answer(form))


@login_required
def call_off(request: SignedIn, pk: int) -> HttpResponse:
    """Asks first: whoever comes learns it at once."""
    job = get_object_or_404(Job.objects.of_desk(request.user).select_related("organisation").with_coming(), pk=pk)
    if request.method == "POST":
        making.call_off(job, request.user)
        messages.success(request, _("Called off. Everybody who would have come is told now."))
        return redirect("desk_openings")
    return where.show(request, "job_call_off", job.organisation, {"job": job})


@login_required
@require_POST
def helpers(request: SignedIn, pk: int) -> HttpResponse:
    """Ask for helpers for a booking."""
    booking = get_object_or_404(Booking.objects.of_desk(request.user).select_related("organisation"), pk=pk)
    number = keys.number(request.POST.get("opening", "")) or 0
    opening = get_object_or_404(Opening.objects.of_desk(request.user), pk=number)
    return redirect(asked(request, booking, opening))


def asked(request: SignedIn, booking: Booking, opening: Opening) -> Any:
    making.for_booking(booking, opening, request.user)
    messages.success(request, _("Asked. The social services see the job now, and propose it to people."))
    return booking
