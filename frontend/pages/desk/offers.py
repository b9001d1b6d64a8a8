"""The desk's offers: what is shown, what waits for the City, and the editor."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frontend.forms import drafts, keys
from frontend.forms.hours import WhyForm
from frontend.forms.offers import OfferForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.lives import engine
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Organisation
from marketplace.refusals import refusals_on
from services import publishing
from services.availability.why import why
from services.models import Offer
from services.readiness import lacks


@login_required
def every(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    return where.show(request, "offers", organisation, {"offers": list(offers_of(organisation))})


def offers_of(organisation: Organisation) -> QuerySet[Offer]:
    return organisation.offers.for_cards().select_related("last_change").prefetch_related("resources").order_by("pk")


@drafts.kept
def new(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    return edit(request, organisation, None)


@drafts.kept
def show(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    offer = get_object_or_404(offers_of(organisation), pk=pk)
    return edit(request, organisation, offer)


def edit(request: SignedIn, organisation: Organisation, offer: Offer | None) -> HttpResponse:
    """The editor of an offer, or of a new one."""
    form = OfferForm(request.POST or None, request.FILES or None, organisation=organisation, offer=offer)
    drafts.fill(form, request)
    if form.is_valid():
        with refusals_on(form):
            saved = publishing.write(offer, organisation, Actor(request.user), **form.parts())
            messages.success(request, said_after(offer, saved))
            return redirect("desk_offer", saved.pk)
    context = {"form": form, "offer": offer} | (standing(request, offer) if offer else {})
    return where.show(request, "offer", organisation, context, where.answer(form))


def said_after(before: Offer | None, saved: Offer) -> str:
    if before and before.status != saved.status:
        return _("Saved. The City reads it again before it is shown.")
    return _("Saved.")


def standing(request: SignedIn, offer: Offer) -> dict[str, Any]:
    """Where the offer stands: its sentence, the reason if the City sent it back, what one may do, and its history."""
    changes = list(offer.changes.select_related("actor", "acting_for").order_by("-pk")[:20])
    return {
        "sentence": offer.sentence("provider"),
        "reason": offer.last_change.facts.get("reason", "") if offer.last_change else "",
        "steps": publishing.steps(offer, Actor(request.user)).items(),
        "is_read": offer.status in publishing.EDITS,
        "lacks": lacks(offer) if offer.state.turn == "provider" else [],
        "history": [(change.at, offer.line(change, "provider")) for change in changes],
    }


@login_required
@require_POST
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    offer = get_object_or_404(where.my_desk(request).offers, pk=pk)
    publishing_only(name)
    offer = engine.take(offer, name, Actor(request.user), request.POST.dict(), seen=keys.seen(request.POST))
    messages.success(request, offer.sentence("provider"))
    return redirect("desk_offer", pk)


@login_required
def why_not(request: SignedIn, pk: int) -> HttpResponse:
    """Every rule that closes a time, named."""
    organisation = where.my_desk(request)
    offer = get_object_or_404(offers_of(organisation), pk=pk)
    form = WhyForm(request.GET if "day" in request.GET else None, offer=offer)
    context = {"offer": offer, "form": form}
    if form.is_valid():
        told = form.cleaned_data
        answer = why(offer, form.start, told["minutes"], told["seats"] or 1, request.user)
        context |= {"answer": answer, "start": form.start}
    return where.show(request, "why", organisation, context, where.answer(form))


def publishing_only(name: str) -> None:
    """An edit takes its step by itself; without an edit there is nothing to take."""
    if name in publishing.EDITS.values():
        raise Http404
