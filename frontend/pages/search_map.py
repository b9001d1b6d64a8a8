"""What was found, on a map of the city: filters as on the list, points that people come to, and the same in words."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from frontend.cards import with_cards
from frontend.filters import address, chips_off, chips_on
from frontend.pages import search
from marketplace.places.areas import areas
from marketplace.places.points import project, shrink
from marketplace.places.shapes import Paper
from services.models.offer import OfferQuerySet
from services.search import MOST, MOST_SHOWN, Spot, Wish, bounded, listed, spots_of, title_of, with_next_start
from services.search import search as find

FEW = 3  # offers of one place that the list names at once


@dataclass(frozen=True)
class Dot:
    """A point as it is drawn, or in words alone where it lies beyond the edge."""

    spot: Spot
    x: float
    y: float
    drawn: bool
    href: str  # without scripts: the offer, or this page with the cards of all that is there
    card: str

    @property
    def named(self) -> list[Any]:
        return self.spot.offers[:FEW]

    @property
    def rest(self) -> int:
        return len(self.spot.offers) - len(self.named)


@search.roughly
def show(request: HttpRequest) -> HttpResponse:
    """Asked by htmx, the cards of one place alone."""
    known = () if request.htmx else areas()  # type: ignore[attr-defined]
    wish, errors = search.asked_by(request, known)
    if request.htmx:  # type: ignore[attr-defined]
        facts = pressed(request, bounded(find(wish), wish), wish)
        return varied(render(request, "search_map/_spot.html", facts))
    found, number = listed(wish)
    facts = pressed(request, found.all(), wish)
    there = facts["there"]
    drawn = search.city_map(request.GET, wish, known)
    facts |= {"errors": errors, "title": title_of(wish), "map": drawn}
    facts |= {"number": number, "counted_to": MOST, "most": MOST_SHOWN}
    facts |= {"dots": dots(request, wish, there, drawn["drawn"].paper), "around": around(wish, drawn["drawn"].paper)}
    facts |= {"shown": sum(len(spot.offers) for spot in there), "address": address(request.GET)}
    facts |= {"chips": [*chips_on(request.GET, wish), *chips_off(request.GET, wish)]}
    return varied(search.remembering(render(request, "search_map/show.html", facts), wish))


def pressed(request: HttpRequest, found: OfferQuerySet, wish: Wish) -> dict[str, Any]:
    """What is on the map, and the cards of the place that was pressed."""
    there = spots_of(found)
    wanted = request.GET.get("spot", "")
    return {"wish": wish, "there": there, "carried": search.carried(wish)} | chosen(found, there, wanted, wish)


def varied(response: HttpResponse) -> HttpResponse:
    """One address, a page and a part of it: no cache may take one for the other."""
    patch_vary_headers(response, ["HX-Request"])
    return response


def chosen(found: OfferQuerySet, there: list[Spot], wanted: str, wish: Wish) -> dict[str, Any]:
    """The place that was pressed, named by an offer of it, with the cards of a first page of what is there."""
    spot = next((spot for spot in there if wanted in {str(offer.pk) for offer in spot.offers}), None)
    keys = [offer.pk for offer in spot.offers] if spot else []
    lean = found.light().filter(pk__in=keys[: search.PAGE])
    cards = with_cards(search.with_later(with_next_start(lean, wish.lasting), wish)) if spot else []
    return {"spot": spot, "cards": cards, "rest": spot.offers[search.PAGE :] if spot else [], "wanted": wanted}


def dots(request: HttpRequest, wish: Wish, there: list[Spot], paper: Paper) -> list[Dot]:
    return [dot(request, wish, spot, paper) for spot in there]


def dot(request: HttpRequest, wish: Wish, spot: Spot, paper: Paper) -> Dot:
    x, y = paper.spot(spot.at)
    card = address(request.GET, spot=spot.offers[0].pk)
    href = card if len(spot.offers) > 1 else spot.offers[0].get_absolute_url() + search.carried(wish)
    return Dot(spot, round(x, 1), round(y, 1), paper.holds((x, y)), href, card)


def around(wish: Wish, paper: Paper) -> dict[str, float] | None:
    """From where somebody looks, and how far the wished way reaches: a circle, as search measures it."""
    if not wish.near:
        return None
    x, y = paper.spot(project(wish.near.lat, wish.near.lon))
    plane = (wish.reach or 0) / shrink(wish.near.lat)
    return {"x": round(x, 1), "y": round(y, 1), "r": round(plane * paper.scale, 1)}
