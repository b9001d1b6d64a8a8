"""What the projects did, for everybody: the last edition as figures, a map, plots, files; for the City the next one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from frontend import plots, tables
from frontend.pages.officer import for_the_city
from frontend.signed import SignedIn
from marketplace.organisations.models import is_city
from marketplace.places.areas import areas
from marketplace.places.models import Water
from marketplace.places.shapes import Cobble, pavement
from marketplace.programme import editions as core
from marketplace.programme import indicators, results
from marketplace.programme.indicators import Indicator
from marketplace.programme.models import Edition
from marketplace.programme.results import Results
from marketplace.programme.suppression import FEW

SHADES, LATEST = 5, 12  # of the map; editions in the City's list
DEEDS = {"publish": core.publish, "hold": core.hold}
HEADINGS = ("indicator", "unit", "by", "code", "name", "number", "counted_until")


@dataclass(frozen=True)
class Stone:
    """A neighbourhood of the map; without a shade it is not told."""

    cobble: Cobble
    number: int | None
    shade: int


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    return page(request, results.last())


@require_safe
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was published, or for the City the one that is prepared."""
    return page(request, get_object_or_404(Edition.objects.visible_to(request.user), pk=pk))


def page(request: HttpRequest, told: Edition | None) -> HttpResponse:
    facts: dict[str, Any] = {"edition": told, "few": FEW}
    if told:
        facts |= seen(results.of(told), request.GET.get("show", ""))
        facts["decides"] = not told.published_at and is_city(request.user, "officer")
    return render(request, "results/show.html", facts)


def seen(told: Results, wanted: str) -> dict[str, Any]:
    """`one`: the indicator that map, bars and line show."""
    one = next((row for row in told.indicators if row.name == wanted), told.indicators[0] if told.indicators else None)
    return {"told": told, "one": one, **(drawn(told, one) if one else {})}


def drawn(told: Results, one: Indicator) -> dict[str, Any]:
    lines = [(until, numbers[one.name]) for until, numbers in told.weeks if one.name in numbers]
    bars = sorted(((line.name, line.numbers.get(one.name, 0)) for line in told.projects), key=lambda bar: -bar[1])
    days = [(timezone.localdate(until), number) for until, number in lines]
    return {
        "figures": [(row, told.whole[row.name]) for row in told.indicators],
        "map": city_map(told, one),
        "areas": sorted(cells(told.areas, one), key=lambda row: -row[1]),
        "untold": [line.name for line in told.areas if one.name not in line.numbers],
        "rest": told.rest["area"].get(one.name, 0),
        "bars": plots.bars(bar for bar in bars if bar[1]),
        "projects": [(line, [line.numbers.get(row.name) for row in told.indicators]) for line in told.projects],
        "rest_of_projects": [told.rest["project"].get(row.name, 0) for row in told.indicators],
        "days": days,
        "plot": plots.line(days, days[-1][0], None) if len(days) > 1 else None,
    }


def cells(lines: list[results.Line], one: Indicator) -> list[tuple[str, int]]:
    return [(line.name, line.numbers[one.name]) for line in lines if one.name in line.numbers]


def city_map(told: Results, one: Indicator) -> dict[str, Any]:
    numbers = {line.code: line.numbers.get(one.name) for line in told.areas}
    lows = shades([number for number in numbers.values() if number is not None])
    paper = pavement(areas(), Water.objects.all())
    stones = [Stone(cobble, numbers[cobble.code], shade(numbers[cobble.code], lows)) for cobble in paper.cobbles]
    return {"drawn": paper, "stones": stones, "scale": list(scale(lows))}


def shades(numbers: list[int]) -> list[int]:
    """The least number of each shade, in even steps from the least of all to the most."""
    least, most = min(numbers, default=0), max(numbers, default=0)
    return sorted({least - (-place * (most + 1 - least) // SHADES) for place in range(SHADES)})


def shade(number: int | None, lows: list[int]) -> int:
    return 0 if number is None else sum(low <= number for low in lows)


def scale(lows: list[int]) -> Iterator[tuple[int, int, int | None]]:
    """Shade, and from what to what; the last has no end."""
    for place, low in enumerate(lows):
        yield place + 1, low, lows[place + 1] - 1 if place + 1 < len(lows) else None


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How it is counted, printed from the register that counts."""
    return render(request, "results/method.html", {"indicators": indicators.every(), "few": FEW})


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """All numbers as a file; whoever has this edition already is told so."""
    told = results.last()
    if not told:
        raise Http404
    known = get_conditional_response(request, etag=told.tag)
    answer = known or tables.answer("results.csv", HEADINGS, rows(results.of(told)))
    answer["ETag"], answer["Cache-Control"] = told.tag, "public, no-cache"
    return answer


def rows(told: Results) -> Iterator[list[Any]]:
    until = f"{told.edition.day}"
    for one, by, code, name, number in told.lines():
        yield [one.name, str(one.unit), by, code, name, _("not told") if number is None else number, until]


# --- the City -----------------------------------------------------------------------------------------------------
@login_required
def editions(request: SignedIn) -> HttpResponse:
    for_the_city(request)
    return render(request, "results/editions.html", {"editions": Edition.objects.all()[:LATEST]})


@login_required
@require_POST
def decide(request: SignedIn, pk: int, deed: str) -> HttpResponse:
    """Publish the one that is prepared, or hold it back."""
    for_the_city(request)
    if deed not in DEEDS:
        raise Http404
    DEEDS[deed](get_object_or_404(Edition, pk=pk), request.user)
    messages.success(request, _("Saved."))
    return redirect("officer_results")
