"""How many offers each filter would show, with the other filters kept: one query over the first ones that are found."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from services.models import Offer
from services.search.counts import MOST
from services.search.found import search
from services.search.prices import UP_TO, for_points
from services.search.wishes import Wish

MOST_ON_A_DAY = 200  # whether somebody is free is worked out for one offer after the other
READ = ("category__slug", "where", "step_free", "kind", "price", "price_cents", "listing__languages")
FOUND = "{name}(category, at, step_free, kind, price, cents, languages) AS MATERIALIZED ({query})"
COUNT = """
SELECT '{group}', value, count(*) FROM (SELECT {value} AS value FROM {name}) AS each GROUP BY value
UNION ALL SELECT '{group}', NULL, count(*) FROM {name}
"""
HOURLY = ", ".join(f"CASE WHEN price = 'hourly' AND cents <= {euro * 100} THEN '{euro}' END" for euro in UP_TO)
VALUES = {
    "category": "category",
    "where": "at",
    "accessible": "unnest(CASE WHEN at <> 'at_place' OR step_free THEN ARRAY['1'] END)",
    "language": "unnest(languages)",
    "price": f"""unnest(array_remove(ARRAY[
        CASE WHEN cents = 0 THEN 'free' END, CASE WHEN kind = ANY(%s::text[]) THEN 'points' END, {HOURLY}
    ], NULL))""",
}
WITHOUT: dict[str, dict[str, Any]] = {  # a group counts what pressing another of its filters would show
    "category": {"category": None},
    "where": {"where": ""},
    "accessible": {"accessible": False},
    "language": {"language": ""},
    "price": {"free": False, "points": False, "up_to": None},
}


@dataclass
class Facet:
    """A group of filters: how many offers each value would show."""

    numbers: dict[str, int] = field(default_factory=dict)
    more: bool = False  # not all were counted: there may be more of each

    def of(self, value: Any) -> int:
        return self.numbers.get(str(value), 0)


def counts_by_filter(wish: Wish, find: Callable[[Wish], QuerySet[Offer]] = search) -> dict[str, Facet]:
    """By group and value (a price: "free", "points", or euros an hour), over what `find` finds."""
    most = MOST_ON_A_DAY if wish.on or wish.seats else MOST
    counted = {group: Facet() for group in VALUES}
    for group, value, number in rows(wish, find, most):
        if value is None:
            counted[group].more = number > most
        else:
            counted[group].numbers[value] = min(number, most)
    return counted


def rows(wish: Wish, find: Callable[[Wish], QuerySet[Offer]], most: int) -> list[tuple[str, str | None, int]]:
    """Each group's values and, under None, how many were looked at: one more than `most` where there are more."""
    wishes = {group: replace(wish, **away) for group, away in WITHOUT.items()}
    distinct = [other for nth, other in enumerate(wishes.values()) if other not in list(wishes.values())[:nth]]
    parts = [first(other, find, most).query.sql_with_params() for other in distinct]
    tables = ", ".join(FOUND.format(name=f"found_{nth}", query=sql) for nth, (sql, _params) in enumerate(parts))
    counts = [
        COUNT.format(group=group, value=VALUES[group], name=f"found_{distinct.index(other)}")
        for group, other in wishes.items()
    ]
    params = [value for _sql, params in parts for value in params]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {tables} {'UNION ALL'.join(counts)}", [*params, for_points()])
        return cursor.fetchall()


def first(wish: Wish, find: Callable[[Wish], QuerySet[Offer]], most: int) -> QuerySet:
    """The nearest; without a place any: to put them all in order would read them all."""
    found = find(wish) if wish.near else find(wish).order_by()
    return found.values_list(*READ)[: most + 1]
