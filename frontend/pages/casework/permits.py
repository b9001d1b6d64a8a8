"""What a person permits to whom, and the overrides of those whom nobody permitted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.pages.casework.doors import file_to_lead, my_bodies, room, show
from frontend.pages.casework.forms import OverrideForm, PermissionForm
from frontend.signed import SignedIn, surely
from marketplace.casework import overrides, permissions
from marketplace.casework.models import LegalBase, Override, Participant
from marketplace.organisations.models import Organisation
from marketplace.refusals import refusals_on


@room
def every(request: SignedIn, number: str) -> HttpResponse:
    """What is permitted now and was before, by which text; whoever works with the person enters a new one."""
    participant = file_to_lead(request, number)
    works = "team" in participant.roles_of(request.user)
    form = PermissionForm(request.POST or None, bodies=bodies()) if works else None
    if form and form.is_valid():
        with refusals_on(form):
            permissions.grant(participant, request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("casework_permissions", number)
    return permissions_page(request, participant, form)


def permissions_page(request: SignedIn, participant: Participant, form: Any) -> HttpResponse:
    rows = participant.permissions.select_related("body", "base", "entered_by", "withdrawn_by")
    bases = LegalBase.objects.on(timezone.localdate())
    facts = {"participant": participant, "form": form, "rows": rows, "bases": bases}
    return show(request, "permissions", facts, 422 if form and form.errors else 200)


def bodies() -> Any:
    return Organisation.objects.published().filter(kind=Organisation.Kind.PROVIDER).order_by("name")


@room
@require_POST
def withdraw(request: SignedIn, number: str, pk: int) -> HttpResponse:
    participant = file_to_lead(request, number)
    permissions.withdraw(get_object_or_404(participant.permissions, pk=pk), request.user)
    messages.success(request, _("From now on it opens nothing."))
    return redirect("casework_permissions", number)


@room
@surely
def force(request: SignedIn) -> HttpResponse:
    """Open what nobody permitted to open: the officer for data protection is told at once."""
    my_bodies(request)
    form = OverrideForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            row = overrides.force(told["number"], request.user, told["reason"], told["words"])
            return redirect("casework_file", row.participant.number)
    return show(request, "override", {"form": form}, 422 if form.errors else 200)


@room
def judged(request: SignedIn) -> HttpResponse:
    """All overrides, for the officer alone."""
    if not overrides.oversees(request.user):
        raise Http404
    return show(request, "overrides", {"rows": overrides.to_judge(request.user)[:100]})


@room
@require_POST
def judge(request: SignedIn, pk: Any) -> HttpResponse:
    row = get_object_or_404(overrides.to_judge(request.user), pk=pk)
    verdict = request.POST.get("verdict", "")
    if verdict in Override.Verdict.values:
        overrides.judge(row, request.user, verdict)
    return redirect("casework_overrides")
