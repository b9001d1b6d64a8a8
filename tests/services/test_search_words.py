"""What is looked for and what is searched are folded alike, so that whatever was written is found by it."""

import sys
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.organisations.models import Organisation
from marketplace.places.names import fold
from services.models import Category, OfferText
from services.search import Wish, search
from tests.folding import each

# What PostgreSQL can keep, and what both know: it reads a younger Unicode than Python 3.11.
known = st.characters(min_codepoint=1, exclude_categories=("Cs", "Cn"))
odd = st.sampled_from("ßẞΣσςİıŉǰΐᾳﬁﬃĳ㎏½²ªªºﷺＡ１ａ́̈ͅ가각ㄱがカﾞأإؤֹ́שׁёйІїǅŠ٣۳५ⅣⅨ①K℃’‘-_/·‑́ ")
texts = st.text(known | odd, max_size=90)


def in_the_database(text: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_fold(%s)", [text])
        return cursor.fetchone()[0]


def finds(words: str) -> bool:
    return search(Wish(words=words)).exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(texts)
def test_the_database_folds_any_text_as_the_query_is_folded(db, text):
    assert in_the_database(text) == fold(text)


def test_it_folds_each_letter_as_the_query_is_folded(db):
    letters = [chr(point) for point in range(1, sys.maxunicode + 1) if letter(point)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, places_fold(said) FROM unnest(%s::text[]) AS said", [letters])
        wrong = [(said, folded) for said, folded in cursor.fetchall() if folded != fold(said)]

    assert wrong == []


def letter(point: int) -> bool:
    """But those of China and Korea, which are many and alike."""
    return chr(point).isprintable() and not (0x3400 <= point <= 0x9FFF or 0xAC00 <= point <= 0xD7A3 or point > 0x1FFFF)


@each(
    ("title", "words"),
    [
        ("Corso di română", ["română", "romana", "ROMÂNĂ", "roma\u0302na\u0306", "corso"]),
        ("чай и ёлка", ["чай", "ЧАЙ", "чаи", "елка", "ёлка"]),
        ("أنشطة أطفال", ["أطفال", "اطفال", "أَطْفَال"]),
        ("Straße der Kinder", ["straße", "strasse", "STRASSE", "Kinder"]),
        ("Οδός Ελλάδος", ["οδοσ", "ΟΔΟΣ", "ελλαδος"]),
        ("Per mamma/papà", ["mamma", "papà", "papa", "mamma/papà"]),
        ("Corso 6-10 anni", ["6", "10", "6-10", "anni"]),
        ("d’estate e-mail info@cortile.example", ["estate", "d'estate", "e-mail", "mail", "info@cortile.example"]),
        ("ﬁaba Ｔｏｒｉｎｏ", ["fiaba", "torino", "Ｔｏｒｉｎｏ"]),
        ("हिन्दी বাংলা ትግርኛ", ["हिन्दी", "বাংলা", "ትግርኛ"]),
    ],
)
def test_what_is_written_is_found_however_it_is_typed(offer, title, words):
    OfferText.objects.filter(offer=offer, language="it").update(title=title)

    assert [word for word in words if not finds(word)] == []


def test_so_are_the_names_of_its_body_and_its_category(offer, biagio):
    Organisation.objects.filter(pk=biagio.pk).update(name="Asociația Ștefan")
    Category.objects.update(words="școală/grădiniță")

    assert all(map(finds, ["Asociația Ștefan", "stefan", "STEFAN asociatia", "scoala", "grădiniță"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts.filter(fold))
def test_any_text_is_found_by_each_of_its_words(offer, text):
    OfferText.objects.filter(offer=offer, language="it").update(title=text)

    assert [word for word in fold(text).split() if not finds(word)] == []


@pytest.mark.django_db(transaction=True)
def test_what_was_listed_before_is_folded_by_the_migration_and_back(make_offer, biagio, monkeypatch):
    migration = import_module("services.migrations.0007_fold_as_the_query_does")
    monkeypatch.setattr(migration, "BATCH", 1)
    for title in ("Corso di română", "Limba română"):
        make_offer(title)
    Organisation.objects.filter(pk=biagio.pk).update(name="Ștefan")

    MigrationExecutor(connection).migrate([("services", "0006_keep_cards_of_measured_areas")])
    before = [finds(word) for word in ("română", "Ștefan", "corso")]
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert before == [False, False, True]
    assert search(Wish(words="romana stefan")).count() == 2
