"""For a search that finds nothing: what it would find with less, or with fewer words. However many such wishes there
are, they are counted in one query, and each of them looks at no more than the filters do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from django.db import connection

from services.search.counts import MOST
from services.search.crowds import bound
from services.search.facets import MOST_ON_A_DAY
from services.search.found import by_start, near_first, sought
from services.search.wishes import Wish
from services.search.words import telling, words_of

TOGETHER = 5  # words of which every choice is tried: the rarest, which tell most
NUMBER = "SELECT {nth}, count(*), count({found}) FROM ({query}) AS each"
WITHOUT: dict[str, dict[str, Any]] = {  # a filter by its name in the address, and what means nothing without it
    "q": {"words": ""},
    "category": {"category": None, "traits": ()},
    "on": {"on": None, "since": None, "until": None},
    "from": {"since": None, "until": None},
    "lasting": {"lasting": None},
    "seats": {"seats": None},
    "near": {"near": None, "within": None, "minutes": None, "speed": None},
    "within": {"within": None},
    "minutes": {"minutes": None, "speed": None},
    "where": {"where": ""},
    "accessible": {"accessible": False},
    "eligible": {"eligible": False, "person": None},
    "price": {"free": False, "points": False},
    "price_up_to": {"up_to": None},
    "language": {"language": ""},
}


@dataclass(frozen=True)
class Number:
    """How many offers a wish finds."""

    offers: int = 0
    more: bool = False  # at least so many: not all were looked at


def without(wish: Wish, name: str) -> Wish:
    """The same wish with one filter less."""
    return replace(wish, **WITHOUT[name])


def found_by_each(wishes: Sequence[Wish]) -> list[Number]:
    """How many offers each of these finds, of the first that were looked at. One query, none where nobody asks."""
    if not wishes:
        return []
    parts = [part(nth, wish) for nth, wish in enumerate(wishes)]
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(sql for sql, _given in parts), [each for _sql, given in parts for each in given]
        )
        rows = {nth: (looked_at, found) for nth, looked_at, found in cursor.fetchall()}
    return [number(wish, *rows[nth]) for nth, wish in enumerate(wishes)]


def part(nth: int, wish: Wish) -> tuple[str, Sequence[Any]]:
    """In no order: to put them in one would read them all. In a crowd the nearest; a start is worked out for each, so
    those without one are looked at, too, and end the search as well."""
    columns = ["next_start"] if by_start(wish) else ["pk"]
    first = near_first(sought(wish), wish).order_by().values_list(*columns)[: most(wish) + 1]
    sql, given = first.query.sql_with_params()
    return NUMBER.format(nth=nth, found="next_start" if by_start(wish) else "*", query=sql), given


def most(wish: Wish) -> int:
    return MOST_ON_A_DAY if by_start(wish) else MOST


def number(wish: Wish, looked_at: int, found: int) -> Number:
    more = looked_at > most(wish) or (bound(wish) is not None and not wish.on)
    return Number(min(found, most(wish)), more)


def with_fewer_words(wish: Wish) -> Wish | None:
    """With as many of its words as stand together anywhere, and of as many those that find most, all other filters
    kept. None where it has but one word, or none of them finds anything. Three queries at most."""
    words = words_of(wish)
    told = telling(words) if len(words) > 1 else []
    alone = finding(wish, told)
    found = alone | finding(wish, choices(rarest(alone), len(told)))
    best = max(found, key=lambda text: (len(text.split()), found[text]), default=None)
    return replace(wish, words=best) if best else None


def finding(wish: Wish, texts: Sequence[str]) -> dict[str, int]:
    """Those of these words that find something, with how much."""
    numbers = found_by_each([replace(wish, words=text) for text in texts])
    return {text: each.offers for text, each in zip(texts, numbers, strict=True) if each.offers}


def rarest(alone: dict[str, int]) -> list[str]:
    """A few of them, in the order in which they were written."""
    few = sorted(alone, key=alone.__getitem__)[:TOGETHER]
    return [word for word in alone if word in few]


def choices(words: Sequence[str], of: int) -> list[str]:
    """Two of them and more, but not all `of` the wish: those find nothing."""
    return [text for many in range(2, min(len(words), of - 1) + 1) for text in together(words, many)]


def together(words: Sequence[str], many: int) -> Iterator[str]:
    return (" ".join(some) for some in combinations(words, many))
