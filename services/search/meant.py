"""Did you mean: the nearest words that do find something, for a wish whose words find nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice, product

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.models import Listing, Offer, Word
from services.search.found import search
from services.search.wishes import Wish
from services.search.words import Asked, Holds, Nothing, words_of

TRIES = 5  # each is a search that ends at its first offer
NEAREST = 3  # words that are tried for each one that stands nowhere
SHORT, LONG = 4, 7  # letters: from here on one slip is forgiven, and two


def meant(wish: Wish, find: Callable[[Wish], QuerySet[Offer]] = search) -> str:
    """What may have been meant, for words that find nothing: each that stands nowhere made a near one that does.

    Empty where there is none. What it gives finds something together with all other filters (and what else `find` looks
    at). An exchange of two letters is one slip. No query of it grows with the city.
    """
    words = words_of(wish)
    strange = [nth for nth, word in enumerate(words) if not stands(word, last=nth == len(words) - 1)]
    for corrected in islice(corrections(words, strange), TRIES):
        if find(replace(wish, words=corrected)).order_by().exists():
            return corrected
    return ""


def stands(word: str, last: bool) -> bool:
    """Whether anything has this word; the last of a wish may be a beginning, which another one after it prevents."""
    asked = Asked(Value([word] if last else [word, ""]), Value(True))
    return Listing.objects.filter(Q(Nothing(asked)) | Q(Holds("words", asked))).exists()


def corrections(words: list[str], strange: list[int]) -> Iterator[str]:
    """The whole wish with near words for the strange ones, the nearest and most frequent first."""
    if not strange:
        return
    near = [nearest(words[nth]) for nth in strange]
    for chosen in sorted(product(*near), key=lambda pairs: sum(slips for slips, _word in pairs)):
        put = {nth: word.written for nth, (_slips, word) in zip(strange, chosen, strict=True)}
        yield " ".join(put.get(nth, word) for nth, word in enumerate(words))


def nearest(typed: str) -> list[tuple[int, Word]]:
    """Known words within the slips that are forgiven, with how many they are."""
    forgiven = (len(typed) >= SHORT) + (len(typed) >= LONG)
    found = process.extract(typed, of_like_length(typed), scorer=OSA.distance, score_cutoff=forgiven, limit=None)
    words = Word.objects.in_bulk([folded for folded, _slips, _nth in found])
    near = [(slips, words[folded]) for folded, slips, _nth in found if folded in words]
    return sorted(near, key=lambda pair: (pair[0], -pair[1].texts, pair[1].folded))[:NEAREST]


def of_like_length(typed: str) -> list[str]:
    words = Word.objects.alias(letters=Length("folded"))
    like = words.filter(letters__gte=len(typed) - 2, letters__lte=len(typed) + 2)
    return list(like.values_list("folded", flat=True))
