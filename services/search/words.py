"""Words: which offers hold them, and how well."""

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Q, Value
from django.db.models.functions import Cast, Coalesce

from marketplace.places.names import fold
from services.models.offer import OfferQuerySet
from services.search.wishes import Wish

MOST_WORDS = 8
WORDS = F("listing__words")


class Asked(Func):
    """All of the words, or any of them: each by its stem in either language, the last one also as a beginning, for it
    may still be being typed. NULL where all are so common ("per", "the") that they are in everything."""

    function = "services_asked"
    output_field = SearchQueryField()


class Nothing(Func):
    template = "(%(expressions)s IS NULL)"
    output_field = BooleanField()


class Holds(Func):
    """Whether these words stand there: answered by the index."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def words_of(wish: Wish) -> list[str]:
    """The words that are looked for."""
    return fold(wish.words).split()[:MOST_WORDS]


def telling(words: list[str]) -> list[str]:
    """Each once, without those that are so common that they are in everything. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word WHERE services_asked(ARRAY[word], true) IS NOT NULL", [words]
        )
        told = {word for (word,) in cursor.fetchall()}
    return [word for word in dict.fromkeys(words) if word in told]


def by_words(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Every word must be in the offer's texts, in its category's names or in its organisation's name."""
    if not words_of(wish):
        return found
    every = Asked(Value(words_of(wish)), Value(True))
    return found.filter(Q(Holds(WORDS, every)) | Q(Nothing(every)))  # asked of each row: the second seldom


def rank(wish: Wish) -> Coalesce:
    """How often the words stand in its own texts; the names of its category and its body count nothing."""
    any_of_them = Asked(Value(words_of(wish)), Value(False))
    # As a double: a cursor of the API gives back exactly what the database said.
    return Coalesce(Cast(SearchRank(WORDS, any_of_them, weights=[0.0, 0.0, 0.0, 1.0]), FloatField()), 0.0)
