"""The words of a body's name, by which it is found."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Func

from marketplace.places.names import fold

MOST_WORDS = 8


class Words(Func):
    """Accents folded and without signs, as people type it in a hurry."""

    output_field = SearchVectorField()
    template = "to_tsvector('simple'::regconfig, places_fold(%(expressions)s))"


BY_WORDS = GinIndex(Words("name"), name="organisations_by_words")


def words_asked(text: str) -> SearchQuery | None:
    """Each of the words, as a beginning: it may still be being typed."""
    begun = [f"{word}:*" for word in fold(text).split()[:MOST_WORDS]]
    return SearchQuery(" & ".join(begun), config="simple", search_type="raw") if begun else None
