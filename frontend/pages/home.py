"""The first page: one question, and what there is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject as lazy
from django.utils.translation import get_language

from frontend import permits
from frontend.cards import with_cards
from frontend.pages.search import form_facts
from marketplace.organisations.models import Organisation
from marketplace.places import gazetteer
from marketplace.places.areas import areas
from marketplace.places.gazetteer import Found
from marketplace.places.models import Area
from marketplace.programme import results
from services.search import MOST, Wish, busiest, filled, listed, newest_edition, raised, with_next_start

CARDS = 3  # free today
COUNTED = 100  # who is free: beyond it nobody is counted, for each is worked out, whenever somebody comes by
TILES = 12  # categories: two rows of the arcade
BODIES = 4  # named under "who is behind it"


@permits.allowing(permits.POSITION)
def show(request: HttpRequest) -> HttpResponse:
    known = areas()
    near = last_place(request, known)
    question = form_facts({"near": near.label if near else ""}, Wish(), known)
    facts = {"wish": Wish(), "near": near} | question | around() | so_far()
    return render(request, "home/show.html", facts | soon_free(request, near))


def around() -> dict[str, Any]:
    """What there is, and who is behind it: worked out only where it is not kept from an earlier visit, for a minute or
    until a listing comes, changes or goes."""
    key = f"{get_language()}|{newest_edition()}"
    return {"kept": key, "most": MOST, "tiles": lazy(tiles), "behind": lazy(behind)}


def tiles() -> dict[str, Any]:
    shown = filled()
    return {"categories": shown[:TILES], "more": len(shown) > TILES}


def behind() -> dict[str, Any]:
    return {"bodies": busiest(BODIES), "number": Organisation.objects.providers()[: MOST + 1].count()}


def so_far() -> dict[str, Any]:
    """What the last edition of the results tells."""
    return {"told": results.totals()}


def soon_free(request: HttpRequest, near: Found | None) -> dict[str, Any]:
    """Who is free today; in the evening, when there are too few left, who is free tomorrow."""
    today = timezone.localdate()
    days = {"today": today, "tomorrow": today + timedelta(days=1)}
    found = {word: listed(Wish(on=day, near=near), most=COUNTED) for word, day in days.items()}
    word = "today" if found["today"][1] >= min(CARDS, found["tomorrow"][1]) else "tomorrow"
    offers, number = found[word]
    cards = offers.light()[:CARDS]
    return {
        "day_word": word,
        "free": with_cards(raised(with_next_start(cards), Wish(on=days[word], near=near))),
        "number_free": min(number, COUNTED),
        "more": number > COUNTED,
    }


def last_place(request: HttpRequest, known: Sequence[Area]) -> Found | None:
    """The neighbourhood that this device searched last, as the search page keeps it."""
    code = request.COOKIES.get("near", "")
    area = next((area for area in known if area.code == code), None)
    return gazetteer.of_area(area) if area else None
