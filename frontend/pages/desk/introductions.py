"""Bodies that send households to a wardrobe: links to them, what they answered, and what comes of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bookings.payments import bundles
from frontend.forms.introductions import IntroducedForm, IntroductionForm, SendForm
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, page
from frontend.signed import SignedIn
from marketplace.organisations.models import DESK
from marketplace.refusals import refusals_on
from services.models import Introduction
from services.wardrobe import introductions

ROWS = 50


@never_cache
@login_required
def every(request: SignedIn) -> HttpResponse:
    """What was answered and waits, the links that are out, and a form for one more."""
    wardrobe, form = here(request, *DESK), SendForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            introductions.invite(wardrobe, request.user, form.cleaned_data["sender"], form.cleaned_data["email"])
            messages.success(request, _("The link is on its way by mail. It can be used once, for three weeks."))
            return redirect("desk_introductions")
    facts = {"rows": wardrobe.introductions.all()[:ROWS], "form": form}
    return page(request, "introductions", wardrobe, facts, where.answer(form))


@never_cache
@sensitive_post_parameters()
@login_required
def show(request: SignedIn, pk: Any) -> HttpResponse:
    """What a body wrote, and the card that may come of it."""
    row = found_for(request, pk)
    if not row.to_decide:
        raise Http404
    people = bundles.buyers(row.wardrobe.organisation)
    form = IntroducedForm(request.POST or None, people=people, row=row)
    if form.is_valid():
        with refusals_on(form):
            return redirect("desk_household", introductions.admit(row, request.user, **form.told).pk)
    return page(request, "introduction", row.wardrobe, {"row": row, "form": form}, where.answer(form))


def found_for(request: SignedIn, pk: Any) -> Introduction:
    found = Introduction.objects.at_desk(request.user).select_related("wardrobe__organisation")
    return get_object_or_404(found, pk=pk)


@login_required
@require_POST
def set_aside(request: SignedIn, pk: Any) -> HttpResponse:
    introductions.set_aside(found_for(request, pk), request.user)
    messages.success(request, _("What they wrote is gone."))
    return redirect("desk_introductions")


@login_required
@require_POST
def withdraw(request: SignedIn, pk: Any) -> HttpResponse:
    introductions.withdraw(found_for(request, pk), request.user)
    return redirect("desk_introductions")


@never_cache
@sensitive_post_parameters()
def introduce(request: HttpRequest, token: str) -> HttpResponse:
    """For a body without an account. Opening the link changes nothing; it is answered once, and read by nobody here."""
    row = introductions.behind(token)
    if not row.waits:
        return render(request, "wardrobes/introduced.html", {"row": row})
    form = IntroductionForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            introductions.answer(row, form.cleaned_data)
            return redirect("introduce", token)
    return render(request, "wardrobes/introduce.html", {"row": row, "form": form}, status=where.answer(form))
