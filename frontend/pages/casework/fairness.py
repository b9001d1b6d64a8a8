"""How evenly work is spread: for those who propose it, and for the officer; numbers of many, never of one."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.jobs import spreading
from bookings.matching import candidates
from bookings.models import Spread
from frontend import plots
from frontend.pages.casework.doors import around, room
from frontend.signed import SignedIn


@room
def fairness(request: SignedIn) -> HttpResponse:
    if not (facts := around(request))["body"] and not facts["oversees"]:
        raise Http404
    rows = spreading.seen_by(request.user, facts["oversees"])
    groups = [group(name_of(body), list(found)) for body, found in groupby(rows, key=lambda row: row.body)]
    facts |= {"groups": groups, "on": rows[0].on if rows else None, "from": candidates.rules_on()[1].small_from}
    return render(request, "casework/fairness.html", facts)


def name_of(body: Any) -> str:
    return body.name if body else _("The whole city")


def group(name: str, rows: list[Spread]) -> dict[str, Any]:
    """One body's rows; of too few people there is nothing but that."""
    told = [(weeks(row.weeks), row.told) for row in rows if row.told]
    return {"name": name, "rows": told, "boxes": plots.boxes((words, one["hours"]) for words, one in told)}


def weeks(number: int) -> str:
    return ngettext("%(number)d week", "%(number)d weeks", number) % {"number": number}
