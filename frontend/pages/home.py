"""The first page: one question, and what there is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from frontend.cards import with_cards
from frontend.pages.search import form_facts
from marketplace.organisations.models import Organisation
from marketplace.places import gazetteer
from marketplace.places.areas import areas
from marketplace.places.gazetteer import Found
from marketplace.places.models import Area
from marketplace.programme import results
from services.models import Category, Offer
from services.search import MOST, Wish, listed, raised, with_next_start

CARDS = 3  # free today
TILES = 12  # categories: two rows of the arcade
BODIES = 4  # named under "who is behind it"


def show(request: HttpRequest) -> HttpResponse:
    known = areas()
    near = last_place(request, known)
    question = form_facts({"near": near.label if near else ""}, Wish(), known)
    facts = {"wish": Wish(), "near": near} | question | tiles() | behind() | so_far()
    return render(request, "home/show.html", facts | soon_free(request, near))


def tiles() -> dict[str, Any]:
    shown = list(categories())
    return {"categories": shown[:TILES], "more_categories": len(shown) > TILES}


def behind() -> dict[str, Any]:
    bodies = providers()
    return {"bodies": bodies[:BODIES], "number_bodies": len(bodies)}


def so_far() -> dict[str, Any]:
    """What the last edition of the results tells."""
    return {"told": results.totals()}


def soon_free(request: HttpRequest, near: Found | None) -> dict[str, Any]:
    """Who is free today; in the evening, when there are too few left, who is free tomorrow."""
    today = timezone.localdate()
    days = {"today": today, "tomorrow": today + timedelta(days=1)}
    found = {word: listed(Wish(on=day, near=near)) for word, day in days.items()}
    word = "today" if found["today"][1] >= min(CARDS, found["tomorrow"][1]) else "tomorrow"
    offers, number = found[word]
    cards = offers.light()[:CARDS]
    return {
        "day_word": word,
        "free": with_cards(raised(with_next_start(cards), Wish(on=days[word], near=near))),
        "number_free": min(number, MOST),
        "more": number > MOST,
    }


def last_place(request: HttpRequest, known: Sequence[Area]) -> Found | None:
    """The neighbourhood that this device searched last, as the search page keeps it."""
    code = request.COOKIES.get("near", "")
    area = next((area for area in known if area.code == code), None)
    return gazetteer.of_area(area) if area else None


def categories() -> QuerySet[Category]:
    """Those in which there is something, with how much."""
    shown = Q(offers__in=Offer.objects.published())
    filled = Category.objects.annotate(number=Count("offers", filter=shown)).filter(number__gt=0)
    return filled.order_by("position", "slug")


def providers() -> list[Organisation]:
    """Verified organisations that offer something, most first."""
    shown = Q(offers__in=Offer.objects.published())
    bodies = Organisation.objects.published().annotate(number=Count("offers", filter=shown))
    return list(bodies.filter(number__gt=0).order_by("-number", "name"))
