"""Clothes that hang on a rack are no services: search says where they hang."""

import pytest

from services.models import Garment, GarmentType, Wardrobe
from services.wardrobe.named import named
from tests.cast import settled
from tests.folding import each
from tests.frontend.pages.test_search import words


@pytest.fixture
def rack(coat, kind_of, hung):
    """Two coats and a shirt hang there; a coat is being washed."""
    coat.name = {"it": "Cappotto", "en": "Coat"}
    coat.save()
    hung(coat)
    hung(coat, size="L")
    hung(kind_of("shirt", points=5, most=9))
    washed = hung(coat)
    Garment.objects.filter(pk=washed.pk).update(hangs=False)


COATS = '2 garments fit: <a href="/wardrobes/abito/?type=coat">Coat, Abito\'s wardrobe</a> (2)'


@each("asked", [{"q": "cappotto"}, {"q": "cappotti"}, {"q": "coats"}, {"q": "coat", "category": "clothes"}])
def test_a_word_for_a_garment_leads_to_the_rack_where_some_hang(looked, rack, asked):
    assert COATS in words(looked(**asked))


def test_the_category_of_clothes_leads_to_all_that_hang(looked, rack):
    page = words(looked(category="clothes"))

    assert '3 garments fit: <a href="/wardrobes/abito/">Abito\'s wardrobe</a> (3)' in page


@each(
    "asked",
    [
        {}, {"q": "ironing"}, {"q": "coat ironing"}, {"q": "coat", "category": "babysitting"},
        {"q": "coat", "on": "today"},
        {"q": "coat", "price": "free"}, {"q": "coat", "language": "ar"}, {"category": "babysitting"},
    ],
)  # fmt: skip
def test_nothing_is_said_of_garments_where_none_is_asked_for(looked, rack, babysitting, asked):
    assert "garments fit" not in words(looked(**asked))


def test_a_rack_that_is_not_open_to_everybody_is_not_told(looked, rack, abito):
    settled(abito, "suspended")
    assert "garments fit" not in words(looked(q="coat"))

    settled(abito, "verified")
    Wardrobe.objects.update(active=False)
    assert "garments fit" not in words(looked(q="coat"))


def test_of_very_many_it_says_at_least(looked, rack, monkeypatch):
    monkeypatch.setattr("services.wardrobe.named.MOST", 2)
    monkeypatch.setattr("frontend.racks.MOST", 2)

    assert "2 garments or more fit:" in words(looked(q="coat"))


def test_of_many_racks_some_are_named(looked, rack, monkeypatch):
    monkeypatch.setattr("services.wardrobe.named.SHOWN", 1)

    assert "other rack" not in words(looked(q="coat"))

    Garment.objects.filter(type__slug="shirt").update(
        type=GarmentType.objects.create(slug="rain", name={"en": "Rain coat"})
    )
    page = words(looked(q="coat"))
    assert f'3 garments fit: {COATS.partition(": ")[2]}, <a href="/wardrobes/">1 other rack</a>' in page


def test_words_that_name_no_garment_cost_one_query(looked, rack, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert named(["ironing"]).racks == []


def test_what_is_all_common_words_names_nothing(looked, rack):
    assert "garments fit" not in words(looked(q="the"))
