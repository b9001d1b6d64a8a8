"""The finder: up to four plain questions, one a page. Each answer is a filter of the search, which shows what is
left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject as lazy
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend import narrowing, permits
from frontend.chips import Chip
from frontend.filters import AROUND, AWAY, FILTERS, address, chips_on
from frontend.loosening import loosening
from frontend.pages.search import asked_by, kept, roughly
from marketplace.places.areas import areas
from marketplace.places.models import Area
from marketplace.wording import day_in_full, near_day
from services.search import (
    MOST,
    Wish,
    aimed,
    counts_by_area,
    counts_by_filter,
    filled,
    found_by_each,
    listed,
    newest_edition,
    title_of,
)
from services.search.wishes import LONGEST, written

FEW = 3  # offers among which nobody needs one more question
QUESTIONS = {  # by page: the filters that its answer sets, and with which what means nothing without them goes, too
    "find": ("category", "q"),
    "find_where": ("near",),
    "find_when": ("on",),
    "find_details": (),
}
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Answer(Chip):
    """One press. Its number says how many offers are left with it."""

    drawing: str = ""
    note: str = ""


def what(request: HttpRequest) -> HttpResponse:
    query, (wish, errors) = request.GET, asked_by(request)
    key = "" if len(address(query)) > 1 else f"{get_language()}|{newest_edition()}"
    answers = lazy(lambda: list(aims(query)) or list(categories(query)))
    return question(request, "find", wish, errors, answers=answers, kept=key)


@permits.allowing(permits.POSITION)
@roughly
def where(request: HttpRequest) -> HttpResponse:
    query, known = request.GET, areas()
    wish, errors = asked_by(request, known)
    facts: dict[str, Any] = {"hidden": others(query, "near", "within", "minutes", "by") | {"within": AROUND}}
    facts |= {"answers": list(neighbourhoods(query, wish, known)), "area_names": [area.name for area in known]}
    return question(request, "find_where", wish, errors, **facts)


@roughly
def when(request: HttpRequest) -> HttpResponse:
    query, (wish, errors) = request.GET, asked_by(request, areas())
    if "near" in errors:
        return again("find_where", query)
    today = timezone.localdate()
    facts: dict[str, Any] = {"today": today, "last": today + LONGEST, "hidden": others(query, "on", "from", "until")}
    return question(request, "find_when", wish, errors, answers=list(coming(query, wish, today)), **facts)


@roughly
def details(request: HttpRequest) -> HttpResponse:
    """Only where there is something to choose among, by what is found; else there is nothing more to ask."""
    query, (wish, errors) = request.GET, asked_by(request, areas())
    if wrong := next((page for page in ("find_where", "find_when") if QUESTIONS[page][0] in errors), None):
        return again(wrong, query)
    number = many(query, wish, errors)
    groups = list(narrowing.groups(wish, counts_by_filter(wish), number)) if number > FEW else []
    if not groups:
        return redirect(shown(query))
    hidden = others(query, *{group.name for group in groups if group.name != "trait"})
    return question(request, "find_details", wish, errors, number=number, groups=groups, hidden=hidden)


def question(
    request: HttpRequest, page: str, wish: Wish, errors: Errors, number: int | None = None, **facts: Any
) -> HttpResponse:
    """The page of one question, with what was said so far and how much there is for it."""
    query, pages = request.GET, list(QUESTIONS)
    place = pages.index(page)
    facts |= {
        "asked": query,
        "errors": errors,
        "said": list(chips_on(query, wish)),
        "title": title_of(wish) if wish != Wish() else "",
        "number": many(query, wish, errors) if number is None else number,
        "most": MOST,
        "loosen": lazy(lambda: loosening(query, wish)),
        "place": place + 1,
        "places": len(pages),
        "back": f"{reverse(pages[place - 1])}{address(query)}" if place else "",
        "skip": ahead(page, query, **dict.fromkeys(named(page))),
        "show": shown(query),
    }
    return render(request, f"find/{page.removeprefix('find_').replace('find', 'what')}.html", facts)


def many(query: QueryDict, wish: Wish, errors: Errors) -> int:
    """How many offers there are for this, as the search counts and keeps it."""
    return listed(wish, "" if errors else kept(query, wish))[1]


def named(page: str) -> list[str]:
    """The filters of its question, and what means nothing without them."""
    return [name for own in QUESTIONS[page] for name in (own, *AWAY.get(own, ()))]


def ahead(page: str, query: QueryDict, **answer: Any) -> str:
    """The next page with this answer; after the last one the search."""
    following = dict(zip(QUESTIONS, [*list(QUESTIONS)[1:], "search"], strict=True))[page]
    return f"{reverse(following)}{address(query, **answer)}"


def again(page: str, query: QueryDict) -> HttpResponse:
    """What was written there cannot be: that page says so."""
    return redirect(f"{reverse(page)}{address(query)}")


def shown(query: QueryDict) -> str:
    return f"{reverse('search')}{address(query)}"


def others(query: QueryDict, *names: str) -> dict[str, Any]:
    """What was answered elsewhere: a form that asks for `names` keeps it."""
    return {name: text for name in FILTERS if name not in names and (text := written(query, name))}


def aims(query: QueryDict) -> Iterator[Answer]:
    for aim, found in aimed():
        href = ahead("find", query, q=None, category=aim.category.slug, trait=",".join(aim.values))
        yield Answer(str(aim), href, number=found.offers, more=found.more, drawing=aim.category.drawing)


def categories(query: QueryDict) -> Iterator[Answer]:
    """Where nobody has written down for what people come."""
    for category in filled():
        href = ahead("find", query, q=None, category=category.slug, trait=None)
        number = min(category.number, MOST)  # type: ignore[attr-defined]
        yield Answer(str(category), href, number=number, more=category.number > MOST, drawing=category.drawing)  # type: ignore[attr-defined]


def neighbourhoods(query: QueryDict, wish: Wish, known: Sequence[Area]) -> Iterator[Chip]:
    """Each in and around which there is something; where there is too much to count, all of them."""
    counts, only = counts_by_area(wish, AROUND), {"within": AROUND, "minutes": None, "by": None}
    for area in known:
        if counts is None or area.pk in counts:
            number = None if counts is None else counts[area.pk]
            yield Chip(area.name, ahead("find_where", query, near=area.name, **only), number=number)


def coming(query: QueryDict, wish: Wish, today: date) -> Iterator[Answer]:
    """Today, tomorrow, and what is left of the next weekend, each with what is free on it."""
    days = soon(today)
    numbers = found_by_each([replace(wish, on=day, since=None, until=None) for day in days])
    for day, found in zip(days, numbers, strict=True):
        href = ahead("find_when", query, **dict.fromkeys(AWAY["on"]) | {"on": day.isoformat()})
        note = day_in_full(day) if day <= today + timedelta(days=1) else _("at the weekend")
        yield Answer(capfirst(near_day(day)), href, number=found.offers, more=found.more, note=note)


def soon(today: date) -> list[date]:
    week = [today + timedelta(days=ahead) for ahead in range(7)]
    return [day for ahead, day in enumerate(week) if ahead < 2 or day.weekday() > 4]
