"""What there is, for whom, where and when: the list and its filters, all of them in the address."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.chips import Chip, Group
from marketplace.places.areas import areas
from marketplace.places.models import Area, TravelSpeed, Water
from marketplace.places.shapes import pavement
from marketplace.places.travel import modes_on
from marketplace.wording import near_day
from services.availability import starts_on
from services.models import Category, Offer
from services.search import (
    MOST,
    UP_TO,
    Facet,
    Wish,
    counts_by_area,
    counts_by_filter,
    hours_of,
    listed,
    meant,
    title_of,
    with_next_start,
)
from services.search.titles import hourly, hours, named_hours, places, price_label, speaks, way, where_label, within

Mode = TravelSpeed.Mode
PAGE = 12
DAYS = 14  # in the list of days; the date field under "More filters" goes farther
AROUND = 3000  # metres around a neighbourhood that was pressed on the map
METRES = (1000, 2000, 3000, 5000)
WAYS = ((10, Mode.WALK), (20, Mode.WALK), (15, Mode.BIKE), (30, Mode.TRANSIT))  # minutes, and how one travels
TONGUES = ("en", "ar", "ro", "fr", "es", "uk")
PARTIES = (2, 3, 4, 6)  # how many places people ask for at once
FILTERS = (
    "q",
    "category",
    "near",
    "within",
    "minutes",
    "by",
    "on",
    "from",
    "until",
    "seats",
    "where",
    "price",
    "price_up_to",
    "language",
)
AWAY = {  # what means nothing without it
    "near": ("within", "minutes", "by"),
    "minutes": ("by",),
    "on": ("from", "until"),
    "from": ("until",),
}


class Results(Paginator):
    """The first thousand: where there are `more`, they are neither counted nor listed."""

    def __init__(self, found: Any, number: int) -> None:
        super().__init__(found, PAGE)
        self.more = number > MOST
        self.count = min(number, MOST)


def show(request: HttpRequest) -> HttpResponse:
    wish, errors = Wish.from_query(request.GET)
    known = areas()
    facts = {"wish": wish, "errors": errors, "title": title_of(wish), "map": city_map(request, wish, known)}
    facts["address"] = address(request.GET)[1:]
    facts |= form_facts(request.GET, wish, known) | filters(request.GET, wish) | results(request, wish)
    return remembering(render(request, "search/show.html", facts), wish)


def form_facts(asked: Any, wish: Wish, known: Sequence[Area]) -> dict[str, Any]:
    """What the form with the question needs, here and on the first page."""
    return {"asked": asked, "days": days(wish), "area_names": [area.name for area in known]}


def filters(query: QueryDict, wish: Wish) -> dict[str, Any]:
    return {
        "chips": [*chips_on(query, wish), *chips_off(query, wish)],
        "more": more_filters(query, wish),
        "loosen": loosening(query, wish),
        "hidden": hidden(query),
    }


def results(request: HttpRequest, wish: Wish) -> dict[str, Any]:
    found, number = listed(wish)
    page = Results(found.for_cards().prefetch_related("resources"), number).get_page(request.GET.get("page"))
    page.object_list = with_next_start(page.object_list)
    return {
        "page": page,
        "starts": starts(page.object_list, wish),
        "meant": None if page.object_list else did_you_mean(request.GET, wish),
    }


def starts(offers: Sequence[Offer], wish: Wish) -> dict[int, list[datetime]]:
    """Every start of these on the wished day, in the wished hours."""
    since, until = hours_of(wish)
    found = starts_on(offers, wish.on) if wish.on else {}
    return {pk: [start for start in of_day if since <= start < until] for pk, of_day in found.items()}


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


def address(query: QueryDict, **changes: Any) -> str:
    """This search with some filters changed (None: taken off), from its first page on."""
    changed = QueryDict(mutable=True)
    kept = {name: query[name] for name in FILTERS if query.get(name)}
    changed.update({name: value for name, value in {**kept, **changes}.items() if value not in (None, "")})
    return f"?{changed.urlencode()}"


def hidden(query: QueryDict) -> dict[str, str]:
    """The filters that are not fields of the form on top: searching again keeps them."""
    return {name: str(query[name]) for name in FILTERS if query.get(name) and name not in {"q", "near", "on"}}


def days(wish: Wish) -> list[tuple[str, str]]:
    """What one may choose under "When"."""
    today = timezone.localdate()
    coming = [today + timedelta(days=ahead) for ahead in range(DAYS)]
    if wish.on and wish.on not in coming:
        coming.append(wish.on)
    return [(day.isoformat(), capfirst(near_day(day))) for day in coming]


def chips_on(query: QueryDict, wish: Wish) -> Iterator[Chip]:
    for name, label in said(wish):
        away = dict.fromkeys((name, *AWAY.get(name, ())))
        yield Chip(label, address(query, **away), on=True)


def said(wish: Wish) -> list[tuple[str, str]]:
    """Each filter that is on, with the words on its chip."""
    words = [
        ("q", f"“{wish.words}”" if wish.words else ""),
        ("category", str(wish.category or "")),
        ("on", capfirst(near_day(wish.on)) if wish.on else ""),
        ("from", hours(wish.since, wish.until) if wish.on and (wish.since or wish.until) else ""),
        ("seats", places(wish.seats) if wish.seats else ""),
        ("near", _("Near %(place)s") % {"place": wish.near.label} if wish.near else ""),
        ("within", within(wish.within) if wish.near and wish.within else ""),
        ("minutes", way(wish.minutes, wish.speed.mode) if wish.near and wish.minutes and wish.speed else ""),
        ("where", where_label(wish.where) if wish.where else ""),
        ("price", price_label(wish)),
        ("price_up_to", hourly(wish.up_to) if wish.up_to else ""),
        ("language", speaks(wish.language) if wish.language else ""),
    ]
    return [(name, label) for name, label in words if label]


def chips_off(query: QueryDict, wish: Wish) -> Iterator[Chip]:
    """What people most often narrow by, unless it is on."""
    if wish.near and not wish.reach:
        yield Chip(within(AROUND), address(query, within=AROUND))
    if not wish.where:
        yield Chip(where_label(Offer.Where.AT_HOME), address(query, where=Offer.Where.AT_HOME.value))
    if not wish.free:
        yield Chip(_("Free of charge"), address(query, price="free", price_up_to=None))
    if not wish.on:
        yield Chip(_("Free today"), address(query, on="today"))


def more_filters(query: QueryDict, wish: Wish) -> list[Group]:
    """Everything else one may narrow by, in groups, each filter with the number of offers that it would show."""
    numbers = counts_by_filter(wish)
    categories = [("category", c.slug, str(c), c == wish.category) for c in Category.objects.all()]
    ways = [("where", w.value, where_label(w), w == wish.where) for w in Offer.Where]
    tongues = [("language", code, speaks(code), code == wish.language) for code in TONGUES]
    parties = [Chip(places(seats), address(query, seats=seats), on=seats == wish.seats) for seats in PARTIES]
    groups = [
        Group(_("Category"), numbered(query, numbers["category"], categories)),
        Group(_("How"), numbered(query, numbers["where"], ways)),
        Group(_("Language"), numbered(query, numbers["language"], tongues)),
        Group(_("Price"), numbered(query, numbers["price"], prices(wish)), _("“By the hour” leaves fixed prices out.")),
        Group(_("Places"), parties),
    ]
    groups += [Group(_("Time of day"), parts_of_day(query, wish))] if wish.on else []
    return [*groups, Group(_("How far"), list(how_far(query, wish)))] if wish.near else groups


def how_far(query: QueryDict, wish: Wish) -> Iterator[Chip]:
    """In metres, or in minutes of way: each takes the place of the others."""
    known, chosen = modes_on(wish.day), (wish.minutes, wish.speed and wish.speed.mode)
    for far in METRES:
        yield Chip(within(far), address(query, within=far, minutes=None, by=None), on=far == wish.within)
    for minutes, mode in WAYS:
        href = address(query, within=None, minutes=minutes, by=mode.value)
        if mode in known:
            yield Chip(way(minutes, mode), href, on=(minutes, mode) == chosen)


def numbered(query: QueryDict, facet: Facet, choices: Iterable[tuple[str, Any, str, bool]]) -> list[Chip]:
    """The choices of one group (name in the address, value, words, whether on): each takes the place of the others."""
    choices = list(choices)
    away = dict.fromkeys(name for name, _value, _label, _on in choices)
    return [
        Chip(label, address(query, **away | {name: value}), on, facet.of(value), facet.more)
        for name, value, label, on in choices
    ]


def prices(wish: Wish) -> list[tuple[str, Any, str, bool]]:
    hours = [("price_up_to", euros, hourly(euros), euros == wish.up_to) for euros in UP_TO]
    return [
        ("price", "free", _("Free of charge"), wish.free),
        ("price", "points", _("For points"), wish.points),
        *hours,
    ]


def parts_of_day(query: QueryDict, wish: Wish) -> list[Chip]:
    return [
        Chip(
            label,
            address(query, **{"from": begins and f"{begins:%H:%M}", "until": ends and f"{ends:%H:%M}"}),
            on=(begins, ends) == (wish.since, wish.until),
        )
        for (begins, ends), label in named_hours().items()
    ]


def loosening(query: QueryDict, wish: Wish) -> list[Chip]:
    """For an empty list: the same search with one filter less each."""
    on = list(chips_on(query, wish))
    return [Chip(_("Without “%(filter)s”") % {"filter": chip.label.strip("“”")}, chip.href) for chip in on]


def city_map(request: HttpRequest, wish: Wish, known: Sequence[Area]) -> dict[str, Any]:
    """The neighbourhoods as cobbles and as a list: each a link, with the number of offers that it would show, unless
    there are so many that nobody counts them."""
    far = wish.reach or AROUND
    counts, drawn = counts_by_area(wish, far), pavement(known, Water.objects.all())
    around = {"within": wish.within or (None if wish.minutes else AROUND)}
    here = wish.near.area if wish.near else None
    stones = [
        {
            "name": area.name,
            "href": address(request.GET, near=area.name, **around),
            "number": None if counts is None else counts.get(area.pk, 0),
            "some": counts is None or area.pk in counts,
            "on": area == here,
            "cobble": cobble,
        }
        for area, cobble in zip(known, drawn.cobbles, strict=True)
    ]
    whole = {
        "whole": address(request.GET, **dict.fromkeys(("near", *AWAY["near"]))),
        "counted": counts is not None,
        "most": MOST,
    }
    return {"stones": stones, "drawn": drawn, "within": far, **whole}
