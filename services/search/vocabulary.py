"""The words that search may find: counted every night, learnt when an offer is published."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.db import transaction

from marketplace.organisations.models import Organisation
from marketplace.places.names import fold
from services.models import Category, Offer, OfferText, Word

MOST = 50_000  # the most frequent ones: what is compared with a mistyped word does not grow with the city
BATCH = 5000
LETTERS = re.compile(r"[^\W\d_]{4,30}")  # shorter ones are one typo away from too many others


@transaction.atomic
def count_words() -> None:
    """All of them anew: a minute or two for each million texts."""
    known = words_of(said_by_all())
    Word.objects.all().delete()
    Word.objects.bulk_create(known, batch_size=BATCH, ignore_conflicts=True)


def learn(offer: Offer) -> None:
    """The words of an offer that has just been published, until they are counted in the night."""
    said = (" ".join(told) for told in offer.texts.values_list("title", "summary", "body"))
    Word.objects.bulk_create(words_of(said), ignore_conflicts=True)


def words_of(texts: Iterable[str]) -> list[Word]:
    """The most frequent words of these texts, each once however it is accented, in the order of the alphabet."""
    counted = Counter(word for text in texts for word in set(LETTERS.findall(text.lower())))
    forms = defaultdict(list)
    for written, number in counted.items():
        forms[fold(written)].append((number, written))
    words = [Word(folded=folded, written=max(ways)[1], texts=sum(n for n, _ in ways)) for folded, ways in forms.items()]
    frequent = sorted(words, key=lambda word: -word.texts)[:MOST]
    return sorted((word for word in frequent if len(word.folded) <= 30), key=lambda word: word.folded)


def said_by_all() -> Iterator[str]:
    """Everything that words are looked for in: offers, their categories, their bodies."""
    texts = OfferText.objects.filter(offer__listing__isnull=False)
    for told in texts.values_list("title", "summary", "body").iterator(BATCH):
        yield " ".join(told)
    for names, others in Category.objects.values_list("name", "words"):
        yield " ".join([*names.values(), others])
    bodies = Organisation.objects.filter(offers__listing__isnull=False).order_by().distinct()
    yield from bodies.values_list("name", flat=True).iterator(BATCH)
