"""The filters of a search as links: what is on and may be taken off, and everything else one may narrow by."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.chips import Chip, Group
from marketplace.accounts.language import chosen
from marketplace.organisations.profile import TONGUES
from marketplace.places.models import TravelSpeed
from marketplace.places.travel import modes_on
from marketplace.wording import near_day, tongue
from services.models import Category, Offer
from services.models.category import key_of
from services.search import UP_TO, Facet, Wish
from services.search.titles import (
    for_me,
    for_so_long,
    hourly,
    hours,
    named_hours,
    near,
    places,
    price_label,
    speaks,
    way,
    where_label,
    within,
    without_steps,
)
from services.search.wishes import IDLE_WITHOUT, written

Mode = TravelSpeed.Mode
AROUND = 3000  # metres around a neighbourhood that was pressed on the map
METRES = (1000, 2000, 3000, 5000)
WAYS = ((10, Mode.WALK), (20, Mode.WALK), (15, Mode.BIKE), (30, Mode.TRANSIT))  # minutes, and how one travels
LENGTHS = (30, 60, 90, 120, 180, 240, 480)  # minutes, to choose from
FEW_TONGUES = 5  # that one press is enough for
PARTIES = (2, 3, 4, 6)  # how many places people ask for at once
FARTHER_DOWN = (Offer.Where.AT_PLACE, Offer.Where.PHONE, Offer.Where.REMOTE)  # ways that have no chip of their own
FILTERS = (
    "q",
    "category",
    "trait",
    "near",
    "within",
    "minutes",
    "by",
    "on",
    "from",
    "until",
    "lasting",
    "seats",
    "where",
    "accessible",
    "eligible",
    "price",
    "price_up_to",
    "language",
)
AWAY = {**IDLE_WITHOUT, "from": ("until",)}  # what goes with it; one chip says both hours


def address(query: QueryDict, **changes: Any) -> str:
    """This search with some filters changed (None: taken off), from its first page on."""
    changed = QueryDict(mutable=True)
    kept = {name: text for name in FILTERS if (text := written(query, name))}
    changed.update({name: value for name, value in {**kept, **changes}.items() if value not in (None, "")})
    return f"?{changed.urlencode()}"


def hidden(query: QueryDict) -> dict[str, str]:
    """The filters that are not fields of the form on top: searching again keeps them."""
    return {name: text for name in FILTERS if name not in {"q", "near", "on"} and (text := written(query, name))}


def chips_on(query: QueryDict, wish: Wish) -> Iterator[Chip]:
    for name, label in said(wish):
        yield Chip(label, off(query, name), on=True)
    for value in wish.traits:
        yield Chip(known_in(wish)[value], trait_off(query, wish, value), on=True)


def off(query: QueryDict, name: str) -> str:
    """The search without this filter, and without what means nothing without it."""
    return address(query, **dict.fromkeys((name, *AWAY.get(name, ()))))


def trait_off(query: QueryDict, wish: Wish, value: str) -> str:
    return address(query, trait=joined(wish, wish.traits, without=value))


def known_in(wish: Wish) -> dict[str, str]:
    """What offers of the wished category may say of themselves, in words."""
    return wish.category.values if wish.category else {}


def joined(wish: Wish, values: Iterable[str], without: str = "") -> str:
    """As an address has them, in the order of the category."""
    return ",".join(wish.category.fitting(set(values) - {without})) if wish.category else ""


def said(wish: Wish) -> list[tuple[str, str]]:
    """Each filter that is on, with the words on its chip."""
    words = [
        ("q", f"“{wish.words}”" if wish.words else ""),
        ("category", str(wish.category or "")),
        ("on", capfirst(near_day(wish.on)) if wish.on else ""),
        ("from", hours(wish.since, wish.until) if wish.on and (wish.since or wish.until) else ""),
        ("lasting", for_so_long(wish.lasting) if wish.lasting else ""),
        ("seats", places(wish.seats) if wish.seats else ""),
        ("near", capfirst(near(wish))),
        ("within", within(wish.within) if wish.near and wish.within else ""),
        ("minutes", way(wish.minutes, wish.speed.mode) if wish.near and wish.minutes and wish.speed else ""),
        ("where", where_label(wish.where) if wish.where else ""),
        ("accessible", without_steps() if wish.accessible else ""),
        ("eligible", for_me() if wish.eligible else ""),
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


def at_hand(query: QueryDict, wish: Wish, numbers: Mapping[str, Facet]) -> list[Group]:
    """At which time of the day, and in which language, one press away: under "More filters" few find them."""
    spoken = (
        [] if wish.language else [code for code in tongues(wish, numbers["language"]) if code != settings.LANGUAGE_CODE]
    )
    chips = [Chip(capfirst(tongue(code)), address(query, language=code)) for code in spoken[:FEW_TONGUES]]
    parts = [] if not wish.on or wish.since or wish.until else parts_of_day(query, wish, short=True)
    return [group for group in (Group("", parts), Group(_("They speak"), chips)) if group.chips]


def deeper(wish: Wish) -> bool:
    """Is a filter on that stands under "More filters" alone? Then these stay open for the next one."""
    stay = wish.lasting or wish.seats or (wish.on and hours_by_hand(wish))
    way = wish.near and (wish.minutes or wish.within not in (None, AROUND))
    price = wish.points or wish.up_to
    return bool(wish.traits or stay or way or price or wish.accessible or wish.eligible or wish.where in FARTHER_DOWN)


def hours_by_hand(wish: Wish) -> bool:
    """Other hours than those that have a name."""
    asked = (wish.since, wish.until)
    return any(asked) and asked not in named_hours()


def tongues(wish: Wish, facet: Facet) -> list[str]:
    """Those in which something is found, most first, and the one that is on; where not all were counted any that
    organisations tick."""
    found = {*facet.numbers, *(TONGUES if facet.more else ()), *filter(None, [wish.language])}
    return sorted(found, key=lambda code: (-facet.of(code), tongue(code)))


def more_filters(query: QueryDict, wish: Wish, numbers: Mapping[str, Facet]) -> list[Group]:
    """Everything else one may narrow by, in groups, each filter with the number of offers that it would show."""
    categories = [("category", c.slug, str(c), c == wish.category) for c in Category.objects.all()]
    ways = [("where", w.value, where_label(w), w == wish.where) for w in Offer.Where]
    access = [("accessible", "1", without_steps(), wish.accessible)]
    spoken = [("language", c, speaks(c), c == wish.language) for c in tongues(wish, numbers["language"])]
    stays = [Chip(for_so_long(long), address(query, lasting=long), on=long == wish.lasting) for long in LENGTHS]
    mine = [Chip(for_me(), address(query, eligible=1), on=wish.eligible)]
    parties = [Chip(places(seats), address(query, seats=seats), on=seats == wish.seats) for seats in PARTIES]
    groups = [
        Group(_("Category"), numbered(query, numbers["category"], categories)),
        *traits(query, wish, numbers),
        Group(_("How"), numbered(query, numbers["where"], ways)),
        Group(
            _("Getting in"),
            numbered(query, numbers["accessible"], access),
            _("What is done at your home, by phone or online counts, too."),
        ),
        Group(_("Language"), numbered(query, numbers["language"], spoken)),
        Group(
            _("Price"),
            numbered(query, numbers["price"], prices(wish)),
            _("“An hour” leaves fixed prices out. What is free counts, and slices of time reckoned by the hour."),
        ),
        Group(_("How long"), stays),
        Group(_("Places"), parties),
        Group(_("For me"), mine, _("Without what your card or your bookings of the month do not let you have.")),
    ]
    groups += [Group(_("Time of day"), parts_of_day(query, wish))] if wish.on else []
    return [*groups, Group(_("How far"), list(how_far(query, wish)))] if wish.near else groups


def traits(query: QueryDict, wish: Wish, numbers: Mapping[str, Facet]) -> Iterator[Group]:
    """What offers of the wished category say of themselves: pressed one after the other, for one is enough."""
    for trait in wish.category.traits if wish.category else []:
        facet, note = numbers[f"trait:{trait['slug']}"], _("You can choose several: one of them is enough.")
        chips = [
            trait_chip(query, wish, key_of(trait, one), capfirst(chosen(one["name"])), facet)
            for one in trait["choices"]
        ]
        yield Group(chosen(trait["name"]), chips, note if len(chips) > 1 else "")


def trait_chip(query: QueryDict, wish: Wish, value: str, label: str, facet: Facet) -> Chip:
    on = value in wish.traits
    values = joined(wish, wish.traits, without=value) if on else joined(wish, (*wish.traits, value))
    return Chip(label, address(query, trait=values), on, facet.of(value), facet.more, goes_off=on)


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
    """The choices of one group (name in the address, value, words, whether on): each takes the place of the others,
    and away what means nothing without them."""
    choices = list(choices)
    away = dict.fromkeys(gone for name, _value, _label, _on in choices for gone in (name, *AWAY.get(name, ())))
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


def parts_of_day(query: QueryDict, wish: Wish, *, short: bool = False) -> list[Chip]:
    names = (_("Morning"), _("Afternoon"), _("Evening")) if short else named_hours().values()
    return [
        Chip(
            label,
            address(query, **hours_in_address(begins, ends)),
            on=(begins, ends) == (wish.since, wish.until),
        )
        for (begins, ends), label in zip(named_hours(), names, strict=True)
    ]


def hours_in_address(begins: time | None, ends: time | None) -> dict[str, str | None]:
    return {"from": f"{begins:%H:%M}" if begins else None, "until": f"{ends:%H:%M}" if ends else None}
