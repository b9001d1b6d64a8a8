"""What a wish that finds nothing would find with less, and with fewer of its words."""

from dataclasses import replace

import pytest
from django.utils import timezone

from marketplace.places.models import Area
from services.models import OfferText
from services.search import Number, Wish, found_by_each, search, with_fewer_words, without
from services.search.loosened import WITHOUT
from tests.cast import at
from tests.folding import each
from tests.services.test_search import wish_of


@pytest.fixture
def texts(make_offer):
    """texts("mind children"): an offer that says this in Italian, and nothing else but what all say."""

    def make(said: str):
        offer = make_offer("Offer")
        OfferText.objects.filter(offer=offer).update(title=said, summary="", body="")
        return offer

    return make


def test_each_wish_is_told_how_many_it_finds_in_one_query(make_offer, aurora, django_assert_num_queries):
    make_offer("Ironing")
    make_offer("On the phone", where="phone", price="free", price_cents=0)
    queries = (
        "",
        "price=free",
        "q=ironing",
        "q=ironing&price=free",
        "near=Aurora",
        "near=Aurora&on=tomorrow",
        "seats=2",
    )
    wishes = [wish_of(query)[0] for query in queries]

    with django_assert_num_queries(1):
        found = found_by_each(wishes)

    assert found == [Number(search(wish).count()) for wish in wishes]


def test_nothing_is_asked_for_no_wish(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert found_by_each([]) == []


def test_of_more_than_are_looked_at_it_says_at_least(make_offer, monkeypatch):
    monkeypatch.setattr("services.search.loosened.MOST", 2)
    monkeypatch.setattr("services.search.loosened.MOST_ON_A_DAY", 1)
    for number in range(3):
        make_offer(f"Offer {number}")

    assert found_by_each([Wish(), Wish(on=at(0).date())]) == [Number(2, more=True), Number(1, more=True)]


def test_in_a_crowd_the_nearest_alone_are_counted_and_there_may_be_more(make_offer, aurora):
    make_offer("Here")
    make_offer("By phone", where="phone")
    Area.objects.update(near_metres=50_000, changed_at=timezone.now())

    assert found_by_each([wish_of("near=Aurora")[0]]) == [Number(1, more=True)]


@each("name", list(WITHOUT))
def test_without_a_filter_it_is_the_wish_that_its_address_without_it_says(aurora, babysitting, name):
    said = {
        "q": "x", "category": "babysitting", "on": "tomorrow", "from": "10:00", "until": "12:00", "lasting": "60",
        "seats": "2", "near": "Aurora", "within": "3000", "minutes": "20", "by": "walk", "where": "phone",
        "accessible": "1", "eligible": "1", "price": "free", "language": "ar",
    }  # fmt: skip
    said |= {"price": "", "price_up_to": "10"} if name == "price_up_to" else {}
    gone = {"near": ("within", "minutes", "by"), "minutes": ("by",), "on": ("from", "until"), "from": ("until",)}
    left = {key: value for key, value in said.items() if key != name and key not in gone.get(name, ())}

    assert without(Wish.from_query(said)[0], name) == Wish.from_query(left)[0]


@each(
    ("typed", "left"),
    [
        ("someone to mind two children", "mind children"), ("mind unicorns", "mind"), ("unicorns children", "children"),
        ("ironing children", "children"), ("mind ironing children", "mind children"), ("the unicorns", None),
        ("unicorns dragons", None), ("unicorns", None), ("", None), ("the a of", None), ("'; DROP -- |&!:*", None),
    ],
)  # fmt: skip
def test_of_words_that_stand_nowhere_together_as_many_as_can_be_are_kept(texts, typed, left):
    texts("mind children")
    texts("children and their parents")
    texts("ironing")

    found = with_fewer_words(Wish(words=typed))

    assert (found and found.words) == left
    assert not found or search(found).exists()


def test_the_other_filters_are_kept(texts):
    texts("mind children")

    assert with_fewer_words(Wish(words="mind unicorns", where="at_home")) == Wish(words="mind", where="at_home")
    assert with_fewer_words(Wish(words="mind unicorns", where="phone")) is None


def test_many_words_take_three_queries(texts, django_assert_num_queries):
    for word in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel"):
        texts(word)
    texts("alpha golf")
    wish = Wish(words="alpha bravo charlie delta echo foxtrot golf hotel india juliett")

    with django_assert_num_queries(3):
        found = with_fewer_words(wish)

    assert found
    assert search(found).exists()
    assert found == replace(wish, words=found.words)
