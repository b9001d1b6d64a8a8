"""How many offers each filter would show, with the other filters kept: one query over the first ones that are found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from services.models import Offer
from services.models.category import key_of
from services.search.counts import MOST
from services.search.crowds import in_crowd
from services.search.found import search
from services.search.prices import UP_TO, an_hour, for_points, free
from services.search.traits import asked_by_trait
from services.search.wishes import Wish

MOST_ON_A_DAY = 200  # whether somebody is free is worked out for one offer after the other
READ = ("category__slug", "where", "step_free", "kind", "free", "an_hour", "listing__languages", "listing__traits")
FOUND = "{name}(category, at, step_free, kind, free, an_hour, languages, traits) AS MATERIALIZED ({query})"
COUNT = """
SELECT {nth}, value, count(*) FROM (SELECT {value} AS value FROM {name}) AS each GROUP BY value
UNION ALL SELECT {nth}, NULL, count(*) FROM {name}
"""
HOURLY = ", ".join(f"CASE WHEN an_hour <= {euro * 100} THEN '{euro}' END" for euro in UP_TO)
VALUES = {
    "category": "category",
    "where": "at",
    "accessible": "unnest(CASE WHEN at <> 'at_place' OR step_free THEN ARRAY['1'] END)",
    "language": "unnest(languages)",
    "price": f"""unnest(array_remove(ARRAY[
        CASE WHEN free THEN 'free' END, CASE WHEN kind = ANY(%s::text[]) THEN 'points' END, {HOURLY}
    ], NULL))""",
}
# Pressed in addition to those of its trait that are on, of which one is enough.
TRAIT = "unnest(CASE WHEN traits::text[] && %s::text[] THEN %s::text[] ELSE traits::text[] END)"
WITHOUT: dict[str, dict[str, Any]] = {  # a group counts what pressing another of its filters would show
    "category": {"category": None, "traits": ()},
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


@dataclass(frozen=True)
class Group:
    """How a facet is counted: over what this wish finds, by the values that each offer has."""

    wish: Wish
    values: str
    params: tuple[Any, ...] = ()


def counts_by_filter(wish: Wish, find: Callable[[Wish], QuerySet[Offer]] = search) -> dict[str, Facet]:
    """By group and value (a price: "free", "points", or euros an hour), over what `find` finds. Each trait of the
    wished category is a group, "trait:ages"; a value of it counts together with those of its trait that are wished."""
    most = MOST_ON_A_DAY if wish.on or wish.seats else MOST
    groups = groups_of(wish)
    facets = [Facet() for _group in groups]
    for nth, value, number in rows(list(groups.values()), find, most):
        if value is None:
            facets[nth].more = number > most
        else:
            facets[nth].numbers[value] = min(number, most)
    told = dict(zip(groups, facets, strict=True))
    if in_crowd(groups["where"].wish):
        told["where"].more = True  # by phone or online there may be some, which are not looked at for the other ways
    return told


def groups_of(wish: Wish) -> dict[str, Group]:
    params = {"price": (for_points(),)}
    groups = {name: Group(replace(wish, **away), VALUES[name], params.get(name, ())) for name, away in WITHOUT.items()}
    return groups | {f"trait:{trait['slug']}": of_trait(wish, trait) for trait in traits_of(wish)}


def traits_of(wish: Wish) -> list[dict[str, Any]]:
    return wish.category.traits if wish.category else []


def of_trait(wish: Wish, trait: dict[str, Any]) -> Group:
    mine = asked_by_trait(wish).get(trait["slug"], [])
    others = tuple(value for value in wish.traits if value not in mine)
    return Group(replace(wish, traits=others), TRAIT, (mine, [key_of(trait, choice) for choice in trait["choices"]]))


def rows(
    groups: Sequence[Group], find: Callable[[Wish], QuerySet[Offer]], most: int
) -> list[tuple[int, str | None, int]]:
    """Each group's values and, under None, how many were looked at: one more than `most` where there are more."""
    wishes = [group.wish for group in groups]
    distinct = [other for nth, other in enumerate(wishes) if other not in wishes[:nth]]
    parts = [first(other, find, most).query.sql_with_params() for other in distinct]
    tables = ", ".join(FOUND.format(name=f"found_{nth}", query=sql) for nth, (sql, _params) in enumerate(parts))
    counts = [
        COUNT.format(nth=nth, value=group.values, name=f"found_{distinct.index(group.wish)}")
        for nth, group in enumerate(groups)
    ]
    params = [value for given in (*(params for _sql, params in parts), *(g.params for g in groups)) for value in given]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {tables} {'UNION ALL'.join(counts)}", params)
        return cursor.fetchall()


def first(wish: Wish, find: Callable[[Wish], QuerySet[Offer]], most: int) -> QuerySet:
    """The nearest; without a place any: to put them all in order would read them all."""
    found = find(wish) if wish.near else find(wish).order_by()
    costing = found.annotate(free=ExpressionWrapper(free(), BooleanField()), an_hour=an_hour())
    return costing.values_list(*READ)[: most + 1]
