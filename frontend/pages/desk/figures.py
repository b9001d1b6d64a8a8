"""A wardrobe in numbers, as plots with the table beside: for its desk and for the City."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from bookings import figures
from frontend import plots
from frontend.forms import keys
from frontend.pages.desk.wardrobe import here, page
from frontend.signed import SignedIn
from marketplace import wording
from marketplace.organisations.models import DESK, is_city
from services.models import Wardrobe

BARS = 8  # of what was missed most
COLUMNS = (
    ("households", gettext_noop("Households")),
    ("members", gettext_noop("Members")),
    ("pieces", gettext_noop("Pieces taken home")),
    ("given_out", gettext_noop("Points given out")),
    ("spent", gettext_noop("Points spent")),
)


@login_required
def show(request: SignedIn) -> HttpResponse:
    wardrobe, city = seen_by(request)
    facts = numbers(wardrobe) | {"wardrobe": wardrobe, "city": city, "few": figures.FEW}
    facts |= {"base": "officer/_base.html" if city else "desk/wardrobe/_base.html"}
    if city:
        facts["wardrobes"] = list(Wardrobe.objects.order_by("pk"))
        return render(request, "desk/wardrobe/figures.html", facts)
    return page(request, "figures", wardrobe, facts)


def seen_by(request: SignedIn) -> tuple[Wardrobe, bool]:
    """The wardrobe that the address names, and whether the City looks at it. Raises Http404."""
    if not is_city(request.user):
        return here(request, *DESK), False
    named = keys.number(request.GET.get("wardrobe", ""))
    every = Wardrobe.objects.select_related("organisation").order_by("pk")
    wardrobe = every.filter(pk=named).first() if named else every.first()
    if not wardrobe:
        raise Http404
    return wardrobe, True


def numbers(wardrobe: Wardrobe) -> dict[str, Any]:
    """The neighbourhoods are those of the last month."""
    stock, ages, months = figures.stock(wardrobe), figures.ages(wardrobe), figures.months(wardrobe)
    last = months[0] if months else None
    areas = figures.areas(wardrobe, last.first) if last else []
    missed = [(row.words, row.missed) for row in stock if row.missed][:BARS]
    return {
        "stock": stock,
        "ages": ages,
        "months": months,
        "last": last,
        "areas": areas,
        "missed_bars": plots.bars(missed),
        "age_bars": plots.bars(ages),
        "month_bars": [(_(said), by_month(months, name)) for name, said in COLUMNS if name != "pieces"],
        "area_bars": plots.bars((part.name, part.households) for part in areas if part.households is not None),
    }


def by_month(months: list[Any], name: str) -> plots.Bars:
    """The months that are told, the newest first."""
    told = ((wording.month(month.first), getattr(month, name)) for month in months)
    return plots.bars((words, number) for words, number in told if number is not None)


@login_required
def table(request: SignedIn) -> HttpResponse:
    """The same numbers, for a sheet."""
    wardrobe, _city = seen_by(request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{wardrobe.slug}.csv"'
    csv.writer(answer).writerows(rows(numbers(wardrobe)))
    return answer


def rows(facts: dict[str, Any]) -> Iterator[list[Any]]:
    yield [_("What"), _("Of"), _("Number")]
    for row in facts["stock"]:
        yield [_("On the rack"), row.words, row.hanging]
        yield [_("Looked for and not found"), row.words, row.missed]
    yield from ([_("How long it has been hanging"), words, number] for words, number in facts["ages"])
    for month in facts["months"]:
        for name, said in COLUMNS:
            yield [_(said), f"{month.first:%Y-%m}", shown(getattr(month, name))]
    for part in facts["areas"]:
        yield [_("Households"), part.name, shown(part.households)]
        yield [_("Members"), part.name, shown(part.members)]


def shown(number: int | None) -> int | str:
    return _("fewer than 5") if number is None else number
