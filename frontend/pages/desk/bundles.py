"""Bundles of an organisation: written, sold at the desk, and taken off the shelf."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.models import Sale
from bookings.payments import bundles
from frontend.forms.bundles import BundleForm, SaleForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.refusals import refusals_on
from services.models import Bundle


@login_required
def every(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    sold = Sale.objects.with_left().select_related("person", "bundle__organisation").prefetch_related("receipts")
    rows = organisation.bundles.prefetch_related("offers__texts", Prefetch("sales", sold.order_by("-pk")))
    rows = rows.order_by("-on_sale", "pk")
    return where.show(request, "bundles", organisation, {"bundles": rows})


@login_required
def new(request: SignedIn) -> HttpResponse:
    organisation = where.my_desk(request)
    form = BundleForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        with refusals_on(form):
            offers = form.cleaned_data["offers"]
            bundles.write(organisation, request.user, form.number, form.cents, offers, form.yearly)
            return redirect("desk_bundles")
    return where.show(request, "bundle", organisation, {"form": form}, where.answer(form))


@login_required
def sell(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    bundle = get_object_or_404(Bundle, organisation=organisation, on_sale=True, pk=pk)
    form = SaleForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        with refusals_on(form):
            sale = bundles.sell(bundle, form.cleaned_data["person"], request.user, form.cleaned_data["key"])
            messages.success(request, _("%(name)s has a bundle now.") % {"name": sale.person.given_name})
            return redirect("desk_bundles")
    return where.show(request, "bundle_sell", organisation, {"form": form, "bundle": bundle}, where.answer(form))


@login_required
@require_POST
def end(request: SignedIn, pk: int) -> HttpResponse:
    """What was sold stays good."""
    bundles.end(get_object_or_404(Bundle, organisation=where.my_desk(request), pk=pk), request.user)
    return redirect("desk_bundles")
