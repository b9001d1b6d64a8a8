"""Some that are found, quickly: Django composes the SQL once for each sort of wish, and PostgreSQL reads it once.

Two made-up wishes of a sort are composed; where their SQL differs, a value of the wish stands, and the same value in
both tells which. So no rule of the search is decided here: where `values` reckoned otherwise than `search` does,
nothing could be told, and what cannot be told is asked of `search` itself.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Q
from django.db.models.base import ModelState
from django.utils import timezone
from psycopg import Cursor
from psycopg.pq import Format
from psycopg.types.range import TimestamptzRange

from marketplace.places import points
from marketplace.places.geocoding import Found
from marketplace.places.models import Area
from services.models import Category, Offer
from services.models.offer import OfferQuerySet
from services.search.crowds import bound, nearest_alone
from services.search.found import by_start, hours_of, near_first, order_of, search, sorted_near, sought
from services.search.traits import asked_by_trait
from services.search.wishes import Wish
from services.search.words import words_of

log = logging.getLogger(__name__)
SORTS = 500  # of wishes whose SQL is kept
MADE_UP: dict[str, Any] = {  # by field of a wish that has something there
    "words": ("firstly then", "secondly"),
    "on": (date(2401, 1, 3), date(2402, 2, 4)),  # what is past begins now
    "lasting": (1017, 1019),
    "seats": (2003, 2011),
    "category": (Category(pk=3001), Category(pk=3011)),
    "up_to": (4001, 4003),
    "language": ("qaa", "qab"),
}
SAID_OTHERWISE = {"near", "since", "until", "within", "minutes", "speed", "traits"}  # see `made_up`
AS_IT_IS = {"where", "accessible", "free", "points"}  # a sort for each value
KNOWN = ("life_ptr_id", "kind")  # of each offer that is found, as `light` has it
NOTHING = {"eligible"}  # while nobody is known whose wish it is
NOW: Any = object()  # the moment of the search, which differs in all that is composed
WAYS: dict[str, Callable[[OfferQuerySet, Wish], OfferQuerySet]] = {
    "all": lambda found, wish: found,
    "near": near_first,
    "few": lambda found, wish: sorted_near(found),
}


class Slot(NamedTuple):
    """Where a value of the wish stands, and as what the database takes it."""

    name: str
    sort: type

    def of(self, said: dict[str, Any]) -> Any:
        value = said[self.name]
        return self.sort(value) if issubclass(self.sort, int) else value


@dataclass(frozen=True)
class Composed:
    """The SQL of all wishes of a sort, of all that is found."""

    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]  # of what each row says besides an offer's key and kind


class Finding:
    """What a wish finds, asked for when somebody looks: some in a row quickly, anything else as a queryset."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish

    def all(self) -> OfferQuerySet:
        return search(self.wish)

    @property
    def order(self) -> list[Any]:
        return order_of(self.wish)

    def light(self) -> "Finding":
        return self

    def filter(self, *conditions: Q, **values: Any) -> OfferQuerySet:
        return self.all().light().filter(*conditions, **values)

    def __iter__(self) -> Iterator[Offer]:
        return iter(self.all().light())

    def __getitem__(self, part: slice) -> list[Offer]:
        """From the start or some number on, up to another one."""
        first = part.start or 0
        if part.stop is None:
            return list(self)[part]
        return first_found(self.wish, part.stop - first, first)


def first_found(wish: Wish, most: int, skip: int = 0) -> list[Offer]:
    """The same as `search(wish).light()[skip : skip + most]`, in one query. In a crowd the nearest are looked at first,
    and where they do not fill a page, whatever there is in a second query."""
    if nearest_alone(wish) or bound(wish) is None:
        return found_by("all", wish, most, skip)
    near = found_by("near", wish, most, skip)
    return near if len(near) == most else found_by("few", wish, most, skip)


def found_by(way: str, wish: Wish, most: int, skip: int) -> list[Offer]:
    try:
        composed = composed_for(made_up(wish, 0), way)
    except LookupError as untold:
        log.debug("A search is composed anew: %s", untold)
        return list(WAYS[way](search(wish), wish).light()[skip : skip + most])
    said = values(wish, timezone.now())
    params = [param.of(said) if isinstance(param, Slot) else param for param in composed.params]
    # Written out: of a number that comes later the planner expects a tenth of the city.
    return offers(rows(f"{composed.sql} LIMIT {most} OFFSET {skip}", params), composed.names)


def of_a_sort(wish: Wish) -> bool:
    """Whether all that it says is known here; seats without a day are asked of all days, from this moment on."""
    known = MADE_UP.keys() | SAID_OTHERWISE | AS_IT_IS | NOTHING
    others = [each for each in fields(Wish) if each.name not in known]
    return not (wish.seats and not wish.on) and all(getattr(wish, each.name) == each.default for each in others)


def made_up(wish: Wish, which: int) -> Wish:
    """A wish of the same sort: something else wherever it says something."""
    said = {name: made[which] if getattr(wish, name) else getattr(wish, name) for name, made in MADE_UP.items()}
    said |= {} if words_of(wish) else {"words": ""}  # some fold to nothing, and are no words
    said |= {"since": time(1 + which), "until": time(20 + which)} if wish.on else {"since": None, "until": None}
    asked = enumerate(asked_by_trait(wish).values())
    said["traits"] = tuple(f"{trait}:{which}-{nth}" for trait, those in asked for nth, _value in enumerate(those))
    if wish.near:
        said["near"] = made_up_place(wish, which)
        said["within"] = 6001 + which if wish.reach else None
    return replace(wish, **{"within": None, "minutes": None, "speed": None, **said})


def made_up_place(wish: Wish, which: int) -> Found:
    """In an area where one was found, which is crowded where that is. By its number alone an area is the same as
    another one, and so would be the sorts of wishes."""
    lat, lon = 1.5 + which, 2.5 + which
    pk, metres = (5001, None) if bound(wish) is None else (5101, 7001 + which)
    area = Area(pk=pk + which, centre_lat=lat, centre_lon=lon, near_metres=metres)
    return Found("", lat, lon, area if wish.near and wish.near.area else None, precise=False)


def values(wish: Wish, now: Any) -> dict[str, Any]:
    """What may stand in the SQL of a wish, by name."""
    said: dict[str, Any] = {"now": now, "words": words_of(wish), "language": wish.language, "seats": wish.seats}
    said |= {"category": wish.category and wish.category.pk, "cents": wish.up_to and wish.up_to * 100}
    said |= {"minutes": wish.lasting, "stay": timedelta(minutes=wish.lasting or 0)}
    said |= {f"trait {nth}": value for nth, value in enumerate(wish.traits)}
    if wish.near:
        said["x"], said["y"] = points.project(wish.near.lat, wish.near.lon)
        said["shrink"] = points.shrink(wish.near.lat)
        said["radius"] = wish.reach and wish.reach / said["shrink"]
        said["bound"] = (bound(wish) or 0) / said["shrink"]
        said["area"] = wish.near.area and wish.near.area.pk
    if wish.on:
        since, until = hours_of(wish)
        said |= {"since": since, "until": until, "hours": TimestamptzRange(since, until)}
    return said


@lru_cache(SORTS)
def composed_for(wish: Wish, way: str) -> Composed:
    """Of two made-up wishes of a sort, the first of which this is. Raises LookupError where something cannot be told,
    which is looked at anew the next time."""
    if not of_a_sort(wish):
        raise LookupError("it says something that is not known here")
    other = made_up(wish, 1)
    (sql, given, names), (same, others, _names) = sql_of(wish, way), sql_of(other, way)
    if sql != same:
        raise LookupError("its SQL is another for each value")
    said, meant = values(wish, NOW), values(other, NOW)
    return Composed(sql, tuple(param(one, two, said, meant) for one, two in zip(given, others, strict=True)), names)


def param(one: Any, two: Any, said: dict[str, Any], meant: dict[str, Any]) -> Any:
    """What stands in all wishes, or which value these two are, of one and of the other."""
    if one == two and one is not NOW:
        return one
    for name, value in said.items():
        if value == one and meant[name] == two:
            return Slot(name, type(one))
    raise LookupError(f"nobody says what {type(one).__name__} stands there")


def sql_of(wish: Wish, way: str) -> tuple[str, list[Any], tuple[str, ...]]:
    """The SQL for the first that are found, its parameters, and the names of what each row says."""
    begun = timezone.now()
    lean = WAYS[way](sought(wish), wish).light()
    names = tuple(lean.query.annotation_select)
    sql, params = lean.values_list(*KNOWN, *names).query.sql_with_params()
    given = [NOW if isinstance(each, datetime) and begun <= each <= timezone.now() else each for each in params]
    if by_start(wish):  # a start is worked out once, for one after the other until there are enough
        sql = f"SELECT * FROM ({sql} OFFSET 0) AS found WHERE next_start IS NOT NULL"
    return sql, given, names


def rows(sql: str, params: list[Any]) -> list[tuple]:
    """Asked with parameters apart and prepared, as Django's own cursor never does: the database reads it once on each
    line, and keeps the plan where that is as good. Whoever writes queries down is told by Django's what was asked."""
    with connection.cursor() if connection.queries_logged else quick_cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


@contextmanager
def quick_cursor() -> Iterator[CursorWrapper]:
    connection.ensure_connection()
    line = connection.connection
    quick: Any = Cursor(line)
    quick.format = Format.BINARY
    line.prepare_threshold = 0
    try:
        with connection.make_cursor(quick) as cursor:
            yield cursor
    finally:
        line.prepare_threshold = None  # else all others are counted, and drive these out


def offers(found: list[tuple], names: tuple[str, ...]) -> list[Offer]:
    """As `light` makes them. `from_db` would look for forty columns of each, to leave out all but two."""
    made = []
    for row in found:
        offer, state = Offer.__new__(Offer), ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        vars(offer).update(zip((*KNOWN, *names), row, strict=True), _state=state)
        made.append(offer)
    return made
