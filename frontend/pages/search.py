"""What there is, for whom, where and when: the list and its filters, all of them in the address."""

from collections.abc import Sequence
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject as lazy
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import permits
from frontend.cards import with_cards
from frontend.chips import Chip
from frontend.filters import AROUND, AWAY, address, at_hand, chips_off, chips_on, deeper, hidden, more_filters
from frontend.loosening import loosening
from frontend.racks import racks_for
from marketplace.places.areas import areas
from marketplace.places.models import Area, Water
from marketplace.places.positions import rounded
from marketplace.places.shapes import pavement
from marketplace.wording import near_day
from services.availability import starts_on
from services.models import Offer
from services.search import (
    MOST,
    Wish,
    counts_by_area,
    counts_by_filter,
    hours_of,
    in_crowd,
    listed,
    meant,
    newest_edition,
    raised,
    title_of,
    whole,
    with_fewer_words,
    with_next_start,
)

PAGE = 12
DAYS = 14  # in the list of days; the date field under "More filters" goes farther


class Results(Paginator):
    """The first thousand: where there are `more`, they are neither counted nor listed."""

    def __init__(self, found: Any, number: int, size: int = PAGE) -> None:
        super().__init__(found, size)
        self.more = number > MOST
        self.count = min(number, MOST)


def roughly(view: permits.View) -> permits.View:
    """No exact position stands in an address: whoever passes the address on would tell where she was."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        near = request.GET.get("near", "")
        if (rough := rounded(near)) == near:
            return view(request)
        query = request.GET.copy()
        query["near"] = rough
        return redirect(f"{request.path}?{query.urlencode()}")

    return shown


@permits.allowing(permits.POSITION)
@roughly
def show(request: HttpRequest) -> HttpResponse:
    known = areas()
    wish, errors = asked_by(request, known)
    facts = page_of(request, request.GET, wish, known, errors)
    if not facts["number"] and not facts["meant"] and (fewer := with_fewer_words(wish)):
        facts = page_of(request, with_words(request.GET, fewer), fewer, known, errors) | {"typed": wish.words}
    return remembering(render(request, "search/show.html", facts), wish)


def page_of(
    request: HttpRequest, query: QueryDict, wish: Wish, known: Sequence[Area], errors: dict[str, list[str]]
) -> dict[str, Any]:
    key = "" if errors else kept(query, wish)
    facts = {"wish": wish, "errors": errors, "title": title_of(wish), "kept": key, "address": address(query)[1:]}
    facts |= form_facts(query, wish, known) | around(query, wish, known)
    return facts | results(request, query, wish, key) | racks_for(wish)


def with_words(query: QueryDict, wish: Wish) -> QueryDict:
    """The same filters with the words of this wish: its links lead on to what it found."""
    changed = query.copy()
    changed["q"] = wish.words
    return changed


def asked_by(request: HttpRequest, known: Sequence[Area] = ()) -> tuple[Wish, dict[str, list[str]]]:
    """What this reader looks for. What she may have nobody knows before she signs in. `known`: the areas, if read."""
    wish, errors = Wish.from_query(request.GET, areas=known)
    wish = wish.of(request.user)
    unknown = {"eligible": [_("Sign in, so that we can show only what you may have.")]}
    return wish, errors | unknown if wish.eligible and not wish.person else errors


def form_facts(asked: Any, wish: Wish, known: Sequence[Area]) -> dict[str, Any]:
    """What the form with the question needs, here and on the first page."""
    return {"asked": asked, "days": lazy(lambda: days(wish)), "area_names": [area.name for area in known]}


def around(query: QueryDict, wish: Wish, known: Sequence[Area]) -> dict[str, Any]:
    """The filters and the map: worked out only where they are not kept from an earlier page."""
    numbers: Any = lazy(lambda: counts_by_filter(wish))
    return {
        "chips": lazy(lambda: [*chips_on(query, wish), *chips_off(query, wish)]),
        "at_hand": lazy(lambda: at_hand(query, wish, numbers)),
        "more": lazy(lambda: more_filters(query, wish, numbers)),
        "deeper": deeper(wish),
        "map": lazy(lambda: city_map(query, wish, known)),
        "loosen": lazy(lambda: loosening(query, wish)),
        "hidden": hidden(query),
    }


def kept(query: QueryDict, wish: Wish) -> str:
    """Under which name form, filters, map and number of this search are kept: for a minute, or until a listing comes,
    changes or goes. Who is free changes with every booking, and dates come without a listing that changes: nothing
    is kept where a day, a length or places are asked for, nor what is for one person."""
    if wish.person or wish.on or wish.lasting or wish.seats:
        return ""
    asked = [address(query), wish.reach, get_language(), timezone.localdate().isoformat(), newest_edition()]
    return sha256("|".join(map(str, asked)).encode()).hexdigest()


def results(request: HttpRequest, query: QueryDict, wish: Wish, key: str) -> dict[str, Any]:
    found, number = listed(wish, key)
    page = Results(found.light(), number).get_page(request.GET.get("page"))
    offers = raised(with_next_start(page.object_list, wish.lasting), wish)
    page.object_list = with_cards(with_later(offers, wish))
    return {
        "page": page,
        "number": number,
        "carried": carried(wish),
        "crowd": in_crowd(wish),
        "meant": None if page.object_list else did_you_mean(query, wish),
    }


def carried(wish: Wish) -> str:
    """What a card's link says of the day, for how long and for how many: the offer's page begins with it."""
    chosen = {"minutes": wish.lasting, "seats": wish.seats, "from": wish.on and wish.on.isoformat()}
    known = {name: value for name, value in chosen.items() if value}
    return f"?{urlencode(known)}" if known else ""


def with_later(offers: list[Offer], wish: Wish) -> list[Offer]:
    """These offers, on a wished day each with how many starts it has `later` than its first, in the wished hours."""
    if not wish.on:
        return offers
    since, until = hours_of(wish)
    offers = whole(offers)
    starts = starts_on(offers, wish.on, wish.lasting)
    for offer in offers:
        wished = [start for start in starts[offer.pk] if since <= start < until]
        offer.later = max(len(wished) - 1, 0)  # type: ignore[attr-defined]
    return offers


def did_you_mean(query: QueryDict, wish: Wish) -> Chip | None:
    """The words that do find something, as a link that keeps every other filter."""
    better = meant(wish)
    return Chip(better, address(query, q=better)) if better else None


def remembering(response: HttpResponse, wish: Wish) -> HttpResponse:
    """The neighbourhood, no more exactly, stays on this device: the first page then shows what is near."""
    if wish.near and wish.near.area:
        code, secure = wish.near.area.code, settings.SESSION_COOKIE_SECURE
        response.set_cookie("near", code, max_age=2_592_000, secure=secure, httponly=True, samesite="Lax")
    return response


def days(wish: Wish) -> list[tuple[str, str]]:
    """What one may choose under "When"."""
    today = timezone.localdate()
    coming = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    if wish.on and wish.on not in coming:
        coming.append(wish.on)
    return [(day.isoformat(), capfirst(near_day(day))) for day in coming]


def city_map(query: QueryDict, wish: Wish, known: Sequence[Area]) -> dict[str, Any]:
    """The neighbourhoods as cobbles and as a list: each a link, with the number of offers that it would show, unless
    there are so many that nobody counts them."""
    far = wish.reach or AROUND
    counts, drawn = counts_by_area(wish, far), pavement(known, Water.objects.all())
    around = {"within": wish.within or (None if wish.minutes else AROUND)}
    here = wish.near.area if wish.near else None
    stones = [
        {
            "name": area.name,
            "href": address(query, near=area.name, **around),
            "number": None if counts is None else counts.get(area.pk, 0),
            "some": counts is None or area.pk in counts,
            "on": area == here,
            "cobble": cobble,
        }
        for area, cobble in zip(known, drawn.cobbles, strict=True)
    ]
    whole = {
        "whole": address(query, **dict.fromkeys(("near", *AWAY["near"]))),
        "counted": counts is not None,
        "most": MOST,
    }
    return {"stones": stones, "drawn": drawn, "within": far, **whole}
