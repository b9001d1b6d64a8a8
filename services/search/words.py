"""Words: which offers hold them, and how well."""

from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import BooleanField, F, FloatField, Func, OuterRef, Q, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from marketplace.organisations.models import Organisation
from marketplace.places.names import fold
from services.models import Category, OfferText
from services.models.offer import OfferQuerySet
from services.search.wishes import Wish

MOST_WORDS = 8
GRAMMARS = ("italian", "english")


def words_of(wish: Wish) -> list[tuple[str, bool]]:
    """The words that are looked for, and which of them may be unfinished: the last, still being typed."""
    words = fold(wish.words).split()[:MOST_WORDS]
    return [(word, number == len(words)) for number, word in enumerate(words, start=1)]


def by_words(found: OfferQuerySet, wish: Wish) -> OfferQuerySet:
    """Every word must be in the offer's texts, in its category's names or in its organisation's name."""
    for word, unfinished in words_of(wish):
        found = found.filter(has_word(word, unfinished))
    return found


def has_word(word: str, unfinished: bool) -> Q:
    """Where it stands. A word that a language leaves out ("per", "the") is in everything."""
    query = in_texts(word, unfinished)
    texts = OfferText.objects.filter(search=query)
    categories = Category.objects.alias(
        stems=stems_of(Func("name", Value("$.*"), function="jsonb_path_query_array"), "words")
    )
    bodies = Organisation.objects.alias(stems=stems_of("name"))
    left_out = Q(*[Q(LeftOut(stem)) for stem in stems(word)], _connector=Q.OR)
    return (
        left_out
        | Q(pk__in=texts.values("offer"))
        | Q(category__in=categories.filter(stems=query).values("pk"))
        | Q(organisation__in=bodies.filter(stems=query).values("pk"))
    )


def rank(wish: Wish) -> Coalesce:
    """How often and how near each other the words stand in an offer's own texts, in the language that fits best."""
    asked = reduce(or_, [in_texts(word, unfinished) for word, unfinished in words_of(wish)])
    texts = OfferText.objects.filter(offer=OuterRef("pk"), search=asked).annotate(fit=SearchRank(F("search"), asked))
    # As a double: a cursor of the API gives back exactly what the database said.
    best = Cast(Subquery(texts.order_by("-fit").values("fit")[:1]), FloatField())
    return Coalesce(best, Value(0.0), output_field=FloatField())


def in_texts(word: str, unfinished: bool) -> Any:
    """Its stem in either language; an unfinished word also as a beginning."""
    start = f"{word}:*" if unfinished and len(word) > 2 else word
    return reduce(or_, stems(word)) | SearchQuery(start, config="simple", search_type="raw")


def stems(word: str) -> list[SearchQuery]:
    return [SearchQuery(word, config=grammar, search_type="raw") for grammar in GRAMMARS]


def stems_of(*parts: Any) -> Combinable:
    """What few and short texts hold, in every grammar at once."""
    folded = [Folded(Cast(part, TextField())) for part in parts]
    vectors = [SearchVector(*folded, config=grammar) for grammar in (*GRAMMARS, "simple")]
    return vectors[0] + vectors[1] + vectors[2]


class Folded(Func):
    """Lower case without accents, as the words of offers are kept."""

    template = "translate(lower(%(expressions)s), 'àáâãäåçèéêëìíîïñòóôõöùúûüý', 'aaaaaaceeeeiiiinooooouuuuy')"
    output_field = TextField()


class LeftOut(Func):
    """Whether nothing is left of a question to the index: it was made of words that are too common."""

    template = "(numnode(%(expressions)s) = 0)"
    output_field = BooleanField()
