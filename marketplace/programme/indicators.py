"""The register of indicators: what is counted, in code, each with its name, unit, definition and query.

This room knows no bookings. Rooms above register theirs when they are ready (`bookings/indicators.py`,
`services/indicators.py`); the method page prints what stands here, so that page and numbers cannot disagree."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet


class Of(StrEnum):
    """Whom or what it counts. Who uses a service and who is supported into work are never added up."""

    USERS = "users"
    PARTICIPANTS = "participants"
    THINGS = "things"


@dataclass(frozen=True)
class Indicator:
    """`query` answers with the facts as rows of (organisation, area, person, at, amount): keys, the moment from which
    it counts and never moves, and how much. `per`: so much of the amount is one unit (60 minutes are an hour).
    `people`: behind each fact stands a person, so that few of them are not told. `once`: of each person the first fact.
    """

    name: str
    label: Any
    unit: Any
    definition: Any
    of: Of
    query: Callable[[], QuerySet[Any, tuple]]
    per: int = 1
    people: bool = True
    once: bool = False


ALL: dict[str, Indicator] = {}


def register(*indicators: Indicator) -> None:
    ALL.update({indicator.name: indicator for indicator in indicators})


def every() -> list[Indicator]:
    """Those that are about people first, each sort in the order in which it was registered."""
    return sorted(ALL.values(), key=lambda indicator: list(Of).index(indicator.of))
