"""Buying a bundle by card: what it is, the way to the page where one pays and back, and what has become of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from procrastinate.contrib.django import app as tasks

from bookings.models import Purchase
from bookings.payments import cards, purchases
from frontend.forms import keys
from frontend.signed import SignedIn
from marketplace.lives.engine import Actor, steps_open, take


def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Open to visitors; whoever goes on to pay signs in first."""
    found = get_object_or_404(purchases.on_sale().prefetch_related("offers__texts"), pk=pk)
    if request.method != "POST":
        return render(request, "purchases/bundle.html", {"bundle": found, "key": keys.new()})
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    return redirect(purchases.begin(found, request.user, keys.known(request.POST.get("key"))))


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    purchase = visible(request, pk)
    roles = purchase.roles_of(request.user)
    role = "customer" if "customer" in roles else "provider"
    facts: dict[str, Any] = {
        "purchase": purchase,
        "sentence": purchase.sentence(role),
        "charge": purchase.charge,
        "payable": role == "customer" and cards.page_of(purchase),
        "steps": steps_open(purchase, Actor(request.user)),
        "frame": "base.html" if role == "customer" else "base_staff.html",
    }
    return render(request, "purchases/show.html", facts)


@login_required
@require_POST
def pay(request: SignedIn, pk: int) -> HttpResponse:
    """On to the page where one pays."""
    page = cards.page_of(hers(request, pk))
    if not page:
        messages.info(request, _("There is nothing to pay here any more."))
        return redirect("purchase", pk)
    return HttpResponseRedirect(page)


@login_required
def paid(request: SignedIn, pk: int) -> HttpResponse:
    """Back from there. What has become of it is asked in the background: an address in a browser proves nothing."""
    purchase = hers(request, pk)
    tasks.configure_task("payments.look").defer(charge_id=purchase.charge.pk)
    if cards.page_of(purchase):
        messages.info(request, _("We are asking whether you have paid. This page changes by itself."))
    return redirect("purchase", pk)


@login_required
@require_POST
def step(request: SignedIn, pk: int, name: str) -> HttpResponse:
    purchase = visible(request, pk)
    if name not in purchase.table.steps:
        raise Http404
    take(purchase, name, Actor(request.user), seen=keys.seen(request.POST))
    return redirect("purchase", pk)


def visible(request: SignedIn, pk: int) -> Purchase:
    return get_object_or_404(Purchase.objects.visible_to(request.user).for_lists(), pk=pk)


def hers(request: SignedIn, pk: int) -> Purchase:
    """A purchase of her own; 404 to everybody else."""
    return get_object_or_404(Purchase.objects.filter(person=request.user), pk=pk)
