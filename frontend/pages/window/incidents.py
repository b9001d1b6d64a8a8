"""Something went wrong at a shift: she says at which, and what. Who is responsible for her reads it, nobody else."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from bookings.jobs import incidents
from frontend.pages.casework.forms import IncidentForm
from frontend.pages.window.doors import Inside, inside, show
from marketplace.refusals import refusals_on

ROWS = 20


@inside
def every(request: Inside) -> HttpResponse:
    """At which shift: those to come, those of today, and those that were."""
    page = Paginator(incidents.shifts_of(request.participant), ROWS).get_page(request.GET.get("page"))
    return show(request, "incidents", {"page": page})


@inside
def tell(request: Inside, pk: int) -> HttpResponse:
    """Raises Http404 for a shift that is not hers, or to which she has not said yes."""
    person: Any = request.participant.person
    proposal = get_object_or_404(incidents.shifts_of(request.participant), pk=pk)
    form = IncidentForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            incidents.tell(proposal, person, **form.cleaned_data)
            messages.success(request, _("Thank you. The social service reads it today."))
            return redirect("window")
    facts = {"proposal": proposal, "job": proposal.job, "form": form}
    return show(request, "incident", facts, 422 if form.errors else 200)
