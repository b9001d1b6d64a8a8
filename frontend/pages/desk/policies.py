"""What a cancellation costs, at the desk: the rules that offers go by."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookings import cancellation
from frontend.forms.policies import PolicyForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.refusals import refusals_on
from services import policies
from services.models import CancellationPolicy


@login_required
def every(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    rows = organisation.policies.prefetch_related("tiers", "offers__texts")
    shown = [(policy, cancellation.lines(cancellation.terms_by(policy)), policy.offers.all()) for policy in rows]
    return where.show(request, "policies", organisation, {"policies": shown})


@login_required
def new(request: SignedIn) -> HttpResponse:
    return edit(request, None)


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    return edit(request, get_object_or_404(CancellationPolicy, organisation=where.my_desk(request), pk=pk))


def edit(request: SignedIn, policy: CancellationPolicy | None) -> HttpResponse:
    organisation = where.my_desk(request)
    form = PolicyForm(request.POST or None, policy=policy)
    if form.is_valid():
        with refusals_on(form):
            policies.write(policy, organisation, request.user, form.told_fields, form.told_tiers)
            return redirect("desk_policies")
    facts = {"form": form, "policy": policy}
    return where.show(request, "policy", organisation, facts, status=where.answer(form))


@login_required
@require_POST
def remove(request: SignedIn, pk: int) -> HttpResponse:
    policies.remove(get_object_or_404(CancellationPolicy, organisation=where.my_desk(request), pk=pk), request.user)
    return redirect("desk_policies")
