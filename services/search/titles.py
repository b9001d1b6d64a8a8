"""A wish in words: as a headline, and each of its filters, on pages and in letters."""

from datetime import time

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.places.models import TravelSpeed
from marketplace.wording import clock, distance, euro, minutes, near_day, tongue
from services.search.wishes import Wish


def title_of(wish: Wish) -> str:
    """The wish as a headline: Babysitting, saturday 28, near Aurora."""
    return in_line(headline(wish))


def full_title(wish: Wish) -> str:
    """With all other filters, to tell it from others."""
    filters = {
        "q": f"“{wish.words}”" if wish.words and wish.category else "",
        "from": hours(wish.since, wish.until) if wish.on and (wish.since or wish.until) else "",
        "lasting": for_so_long(wish.lasting) if wish.lasting else "",
        "seats": places(wish.seats) if wish.seats else "",
        "within": within(wish.within) if wish.near and wish.within else "",
        "minutes": way(wish.minutes, wish.speed.mode) if wish.near and wish.minutes and wish.speed else "",
        "trait": in_words(wish),
        "where": where_label(wish.where) if wish.where else "",
        "accessible": without_steps() if wish.accessible else "",
        "eligible": for_me() if wish.eligible else "",
        "price": price_label(wish),
        "price_up_to": hourly(wish.up_to) if wish.up_to else "",
        "language": speaks(wish.language) if wish.language else "",
    }
    return in_line([*headline(wish), *filters.values()])


def headline(wish: Wish) -> list[str]:
    words = f"“{wish.words}”" if wish.words else ""
    return [str(wish.category or "") or words, near_day(wish.on) if wish.on else "", near(wish)]


def near(wish: Wish) -> str:
    """Near Aurora; near me (Aurora), where the place is a position."""
    if not wish.near:
        return ""
    said = _("near me (%(place)s)") if wish.near.here else _("near %(place)s")
    return said % {"place": wish.near.label}


def in_line(parts: list[str]) -> str:
    return capfirst(", ".join(part for part in parts if part)) or _("Everything on offer")


def within(metres: int) -> str:
    return _("Within %(distance)s") % {"distance": distance(metres)}


def way(minutes: int, mode: str) -> str:
    """Within 20 minutes on foot."""
    said = {"minutes": minutes, "way": TravelSpeed.Mode(mode).label}
    return _("Within %(minutes)d minutes %(way)s") % said


def speaks(code: str) -> str:
    return _("Speaks %(language)s") % {"language": tongue(code)}


def price_label(wish: Wish) -> str:
    return _("Free of charge") if wish.free else _("For points") if wish.points else ""


def hourly(euros: int) -> str:
    return _("Up to %(price)s an hour") % {"price": euro(euros * 100)}


def where_label(where: str) -> str:
    labels = {
        "at_home": _("At my home"),
        "at_place": _("At their place"),
        "phone": _("By phone"),
        "remote": _("Online"),
    }
    return labels[where]


def in_words(wish: Wish) -> str:
    """What offers of the category are to say of themselves."""
    return ", ".join(wish.category.values[value] for value in wish.traits) if wish.category else ""


def without_steps() -> str:
    return _("Without steps")


def for_me() -> str:
    return _("What I may have")


def hours(begins: time | None, ends: time | None) -> str:
    """In the morning; from 10:00 until 12:00."""
    if named := named_hours().get((begins, ends)):
        return named
    if begins and ends:
        return _("From %(begins)s until %(ends)s") % {"begins": clock(begins), "ends": clock(ends)}
    if ends:
        return _("Before %(hour)s") % {"hour": clock(ends)}
    return _("From %(hour)s on") % {"hour": clock(begins or time.min)}


def named_hours() -> dict[tuple[time | None, time | None], str]:
    noon, six = time(12), time(18)
    return {(None, noon): _("In the morning"), (noon, six): _("In the afternoon"), (six, None): _("In the evening")}


def for_so_long(length: int) -> str:
    return _("For %(time)s") % {"time": minutes(length)}


def places(seats: int) -> str:
    return ngettext("%(number)d place left", "%(number)d places left", seats) % {"number": seats}
