"""Who is behind the offers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bookings.payments import purchases
from frontend.cards import with_cards
from frontend.pages.search import Results
from marketplace.organisations.models import Organisation
from services.search import MOST, Wish, counted, numbers_of, search, with_next_start

PAGE = 24  # bodies, or offers of one


def all_of_them(request: HttpRequest) -> HttpResponse:
    """Those that the City verified, by name: the first thousand, or found by words of theirs."""
    name = request.GET.get("name", "").replace("\0", "").strip()[:80]
    found = Organisation.objects.providers().named(name)
    bodies = found.select_related("place__area").order_by("name", "pk")
    page = Results(bodies, found[: MOST + 1].count(), PAGE).get_page(request.GET.get("page"))
    page.object_list = with_numbers(list(page.object_list))
    return render(request, "organisations/all.html", {"page": page, "name": name, "most": MOST})


def with_numbers(bodies: list[Organisation]) -> list[Organisation]:
    """These bodies, each with the `number` of its offers."""
    numbers = numbers_of(bodies)
    for body in bodies:
        body.number = numbers[body.pk]  # type: ignore[attr-defined]
    return bodies


def show(request: HttpRequest, slug: str) -> HttpResponse:
    bodies = Organisation.objects.visible_to(request.user).select_related("place__area", "last_change")
    organisation = get_object_or_404(bodies, slug=slug)
    facts: dict[str, Any] = {"organisation": organisation, "page": offers_of(organisation, request.GET.get("page"))}
    facts["bundles"] = purchases.on_sale().filter(organisation=organisation)
    return render(request, "organisations/show.html", facts)


def offers_of(organisation: Organisation, number: str | None) -> Any:
    """A page of the cards of what it offers, the newest first."""
    found = search(Wish()).filter(organisation=organisation)
    page = Results(found.light(), counted(found), PAGE).get_page(number)
    page.object_list = with_cards(with_next_start(page.object_list))
    return page
