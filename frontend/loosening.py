"""For a search that finds nothing: the same with one filter less or with a wider one, each with what it would show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frontend.chips import Chip
from frontend.filters import LENGTHS, METRES, PARTIES, address, hours_in_address, off, said, trait_off
from marketplace.wording import near_day
from services.search import UP_TO, Number, Wish, found_by_each, without
from services.search.titles import for_so_long, hourly, hours, named_hours, places, within
from services.search.wishes import LONGEST, fits

DAYS_ON = 6  # after the wished one, that are looked at


class Try(NamedTuple):
    """Another wish, in words and as an address. Of those of one `sort` the first that finds something is enough."""

    label: str
    href: str
    wish: Wish
    sort: str = ""


@dataclass(frozen=True)
class Loosened:
    """What finds something: `less`, most first, and the same filters `wider`."""

    less: list[Chip]
    wider: list[Chip]
    asked: bool  # anything at all: there was something to take off


def loosening(query: QueryDict, wish: Wish) -> Loosened:
    fewer, wider = list(with_less(query, wish)), list(widened(query, wish))
    numbers = found_by_each([each.wish for each in (*fewer, *wider)])
    less = [chip(tried, number) for tried, number in zip(fewer, numbers, strict=False) if number.offers]
    less.sort(key=lambda each: -(each.number or 0))
    return Loosened(less, list(first_of_each(wider, numbers[len(fewer) :])), asked=bool(fewer))


def chip(tried: Try, number: Number) -> Chip:
    return Chip(tried.label, tried.href, number=number.offers, more=number.more)


def first_of_each(tries: list[Try], numbers: list[Number]) -> Iterator[Chip]:
    shown = set()
    for tried, number in zip(tries, numbers, strict=True):
        if number.offers and tried.sort not in shown:
            shown.add(tried.sort)
            yield chip(tried, number)


def with_less(query: QueryDict, wish: Wish) -> Iterator[Try]:
    for name, label in said(wish):
        yield Try(left_out(label), off(query, name), without(wish, name))
    for value, label in wish.category.values.items() if wish.category else ():
        if value in wish.traits:
            others = tuple(each for each in wish.traits if each != value)
            yield Try(left_out(label), trait_off(query, wish, value), replace(wish, traits=others))


def left_out(label: str) -> str:
    return _("Without “%(filter)s”") % {"filter": label.strip("“”")}


def widened(query: QueryDict, wish: Wish) -> Iterator[Try]:
    """The next farther, later, shorter, smaller and dearer that the filters offer, and the other hours of the day."""
    yield from farther(query, wish)
    yield from later(query, wish)
    yield from other_hours(query, wish)
    yield from shorter(query, wish)
    yield from fewer(query, wish)
    for euros in UP_TO:
        if wish.up_to and euros > wish.up_to:
            yield tried(query, wish, hourly(euros), "price", {"price_up_to": euros}, up_to=euros)


def tried(query: QueryDict, wish: Wish, label: str, sort: str, there: dict[str, Any], **changes: Any) -> Try:
    """With these changes `there` in the address."""
    return Try(label, address(query, **there), replace(wish, **changes), sort)


def farther(query: QueryDict, wish: Wish) -> Iterator[Try]:
    for far in METRES if wish.near and wish.reach else ():
        if far > (wish.reach or 0):
            there = {"within": far, "minutes": None, "by": None}
            yield tried(query, wish, within(far), "far", there, within=far, minutes=None, speed=None)


def later(query: QueryDict, wish: Wish) -> Iterator[Try]:
    for ahead in range(1, DAYS_ON + 1) if wish.on else ():
        day = wish.day + timedelta(days=ahead)
        if day <= timezone.localdate() + LONGEST:
            yield tried(query, wish, capfirst(near_day(day)), "day", {"on": day.isoformat()}, on=day)


def other_hours(query: QueryDict, wish: Wish) -> Iterator[Try]:
    asked = (wish.since, wish.until)
    for begins, ends in named_hours() if wish.on and any(asked) else ():
        if (begins, ends) != asked and fits(wish.lasting, begins, ends):
            there, sort = hours_in_address(begins, ends), f"from {begins}"
            yield tried(query, wish, hours(begins, ends), sort, there, since=begins, until=ends)


def shorter(query: QueryDict, wish: Wish) -> Iterator[Try]:
    for length in reversed(LENGTHS):
        if length < (wish.lasting or 0):
            yield tried(query, wish, for_so_long(length), "length", {"lasting": length}, lasting=length)


def fewer(query: QueryDict, wish: Wish) -> Iterator[Try]:
    for seats in reversed(PARTIES):
        if seats < (wish.seats or 0):
            yield tried(query, wish, places(seats), "seats", {"seats": seats}, seats=seats)
