"""Who is behind the offers."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bookings.payments import purchases
from frontend.cards import with_cards
from marketplace.organisations.models import Organisation
from services.search import Wish, search, with_next_start


def all_of_them(request: HttpRequest) -> HttpResponse:
    number = Count("offers", filter=Q(offers__status="published"))
    bodies = Organisation.objects.published().filter(kind="provider").annotate(number=number).order_by("name")
    return render(request, "organisations/all.html", {"organisations": bodies.select_related("place__area")})


def show(request: HttpRequest, slug: str) -> HttpResponse:
    bodies = Organisation.objects.visible_to(request.user).select_related("place__area", "last_change")
    organisation = get_object_or_404(bodies, slug=slug)
    offers = search(Wish()).filter(organisation=organisation).light()
    facts = {"organisation": organisation, "offers": with_cards(with_next_start(offers))}
    facts["bundles"] = purchases.on_sale().filter(organisation=organisation)
    return render(request, "organisations/show.html", facts)
