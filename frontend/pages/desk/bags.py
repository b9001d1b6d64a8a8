"""Bags that came in: from a drop-off or without, what is in them, and what of it has no label."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings import giving
from bookings.models import Booking
from frontend.forms import keys
from frontend.forms.bags import BagForm, BulkForm
from frontend.pages.desk import where
from frontend.pages.desk.wardrobe import here, page
from frontend.signed import SignedIn
from marketplace.refusals import refusals_on
from services.models import Bag, Garment, Wardrobe
from services.wardrobe import bags

ROWS = 30


@login_required
def every(request: SignedIn) -> HttpResponse:
    """Drop-offs that have come and wait, and the bags that are in."""
    wardrobe = here(request)
    came = wardrobe.bags.select_related("life").order_by("-pk")
    facts = {
        "waiting": list(giving.waiting(wardrobe).select_related("organisation")[:ROWS]),
        "page": Paginator(came, ROWS).get_page(request.GET.get("page")),
        "to_label": Garment.objects.to_label().filter(wardrobe=wardrobe).count(),
    }
    return page(request, "bags", wardrobe, facts)


@login_required
def new(request: SignedIn) -> HttpResponse:
    """A bag on the counter, with the booking that the address names or without."""
    wardrobe = here(request)
    booking = brought_by(request, wardrobe)
    form = BagForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            return redirect(received(wardrobe, request.user, form.cleaned_data, booking))
    return page(request, "bag_new", wardrobe, {"form": form, "booking": booking}, where.answer(form))


def received(wardrobe: Wardrobe, user: Any, told: dict[str, Any], booking: Booking | None) -> Bag:
    if booking:
        return giving.take_in(booking, user, told, told["key"])
    return bags.receive(wardrobe, user, told, told["key"])


def brought_by(request: SignedIn, wardrobe: Wardrobe) -> Booking | None:
    """Raises Http404 for a booking that brings nothing here."""
    number = request.GET.get("booking", "")
    drop_offs = giving.drop_offs(wardrobe).select_related("organisation", "offer")
    return get_object_or_404(drop_offs, pk=keys.number(number) or 0) if number else None


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    """What is in it; its figures can be corrected."""
    bag = found_for(request, pk)
    form = BagForm(request.POST or None, initial={name: getattr(bag, name) for name in bags.TOLD})
    if form.is_valid():
        with refusals_on(form):
            bags.correct(bag, request.user, form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(bag)
    return bag_page(request, bag, form=form)


def found_for(request: SignedIn, pk: int) -> Bag:
    found = Bag.objects.at_work(request.user).select_related("wardrobe__organisation", "life")
    return get_object_or_404(found, pk=pk)


def bag_page(request: SignedIn, bag: Bag, **forms: BaseForm) -> HttpResponse:
    """With the forms that were sent and cannot be taken."""
    garments = bag.garments.select_related("type").order_by("-pk")
    told = {name: getattr(bag, name) for name in bags.TOLD}
    facts: dict[str, Any] = {
        "bag": bag,
        "page": Paginator(garments, ROWS).get_page(request.GET.get("page")),
        "bulk": bag.bulk.select_related("type"),
        "lists": bag.lists.all(),
        "form": BagForm(initial=told),
        "adding": BulkForm(),
    }
    wrong = any(form.errors for form in forms.values())
    return page(request, "bag", bag.wardrobe, facts | forms, 422 if wrong else 200)


@login_required
@require_POST
def add_bulk(request: SignedIn, pk: int) -> HttpResponse:
    bag, form = found_for(request, pk), BulkForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            bags.add_bulk(bag, request.user, form.cleaned_data, form.cleaned_data["key"])
            return redirect(bag)
    return bag_page(request, bag, adding=form)


@login_required
@require_POST
def drop_bulk(request: SignedIn, pk: int, bulk: int) -> HttpResponse:
    bag = found_for(request, pk)
    bags.drop_bulk(bag, request.user, bulk)
    return redirect(bag)
