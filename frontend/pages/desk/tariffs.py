"""The price table of an offer that brings things, at the desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from bookings.kinds.pricing import set_prices, tariff_of
from frontend.forms.tariffs import TariffForm
from frontend.pages.desk import where
from frontend.signed import SignedIn
from marketplace.lives.engine import Actor
from marketplace.refusals import refusals_on
from services.models import Offer


@login_required
def show(request: SignedIn, pk: int) -> HttpResponse:
    organisation = where.my_desk(request)
    offer = get_object_or_404(Offer.objects.of_desk(request.user).filter(organisation=organisation), pk=pk)
    form = TariffForm(request.POST or None, tariff=tariff_of(offer, timezone.now()))
    if form.is_valid():
        with refusals_on(form):
            set_prices(offer, Actor(request.user), form.cents)
            return redirect("desk_offer", offer.pk)
    return where.show(request, "tariff", organisation, {"form": form, "offer": offer}, status=where.answer(form))
