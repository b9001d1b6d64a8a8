"""Something went wrong at work: a page to tell it, for everybody of the job, and one to read it, for one alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from bookings.jobs import incidents
from bookings.models import Incident, Proposal
from frontend.pages.casework.doors import room, show
from frontend.pages.casework.forms import DeedsForm, IncidentForm
from frontend.signed import SignedIn
from marketplace.refusals import refusals_on


@room
def tell(request: SignedIn, pk: int) -> HttpResponse:
    """For the person, the desk and the social worker, of a job to which she has said yes."""
    seen = Proposal.objects.visible_to(request.user).exclude(told_at=None)
    proposal = get_object_or_404(seen.for_lists(), pk=pk)
    form = IncidentForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            incidents.tell(proposal, request.user, **form.cleaned_data)
            messages.success(request, _("Thank you. The social service reads it today."))
            return redirect("incident", pk)
    facts = {"proposal": proposal, "form": form, "open": incidents.is_open(proposal), "layout": "base.html"}
    return show(request, "incident_new", facts, 422 if form.errors else 200)


@room
def one(request: SignedIn, pk: Any) -> HttpResponse:
    """Each time it is read stands in the list that the person reads."""
    rows = Incident.objects.readable_by(request.user)
    row = get_object_or_404(rows.select_related("proposal__job__organisation", "participant__person"), pk=pk)
    form = DeedsForm(request.POST or None, initial={"deeds": row.deeds})
    if form.is_valid():
        with refusals_on(form):
            incidents.go_on(row, request.user, form.cleaned_data["deeds"], form.cleaned_data["close"])
            messages.success(request, _("Saved."))
            return redirect("casework_todos")
    facts = {"row": row, "form": form, "words": incidents.read(row, request.user)}
    return show(request, "incident", facts, 422 if form.errors else 200)
