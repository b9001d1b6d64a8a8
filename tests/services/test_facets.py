"""How many offers each filter would show: as many as a search with it finds."""

from dataclasses import replace

import pytest

from services.models import Category
from services.search import Wish, counts_by_filter, search
from services.search.traits import trait_of
from tests.folding import each
from tests.services.test_search import wish_of


@pytest.fixture
def several(make_offer, biagio, ages):
    """Offers that differ in all that one may narrow by."""
    ironing = Category.objects.create(slug="ironing", name={"en": "Ironing"})
    make_offer("By the hour, cheap", price_cents=900, traits=["ages:0-2", "ages:3-5", "homework:yes"])
    make_offer("By the hour, dearer", price_cents=1800, traits=["ages:3-5", "ages:6-10"])
    make_offer("By the hour, dear", price_cents=3000, category=ironing)
    make_offer("By the slice", price="slice", price_cents=500, slice_minutes=30)
    make_offer("By the dear slice", price="slice", price_cents=334, slice_minutes=20)  # 10.02 an hour
    make_offer("Fixed", price="fixed", price_cents=500, where="phone", traits=["homework:yes"])
    make_offer("Free", price="free", price_cents=0, category=ironing, where="remote")
    make_offer("For points", kind="garment", price="free", price_cents=0, where="at_place")


def pressed(wish: Wish, group: str, value: str) -> Wish:
    """The wish once a filter of a group was pressed, which takes the place of the others of its group."""
    price = {"free": value == "free", "points": value == "points", "up_to": int(value) if value.isdigit() else None}
    category = Category.objects.filter(slug=value).first()
    changes = {
        "category": {"category": category, "traits": ()},
        "where": {"where": value},
        "language": {"language": value},
    }
    return replace(wish, **changes.get(group, price))


@each(
    "query",
    ["", "price=free", "price=points", "price_up_to=20", "where=phone", "category=ironing&where=remote", "near=Aurora",
     "q=hour", "on=tomorrow", "near=Aurora&within=3000&category=babysitting&price_up_to=10&language=ar",
     "category=babysitting&trait=ages:0-2", "category=babysitting&trait=ages:0-2,ages:6-10,homework:yes&where=at_home",
     "category=babysitting&trait=homework:yes&price_up_to=20", "category=babysitting", "trait=ages:0-2"],
)  # fmt: skip
def test_each_filter_counts_what_a_press_on_it_would_show(several, aurora, query):
    wish, errors = wish_of(query)

    found = counts_by_filter(wish)

    assert not errors
    for group, values in {
        "category": ["babysitting", "ironing"],
        "where": ["at_home", "at_place", "phone", "remote"],
        "language": ["ar", "fr"],
        "price": ["free", "points", "10", "20", "30"],
    }.items():
        for value in values:
            assert found[group].of(value) == search(pressed(wish, group, value)).count(), (group, value)
    for value in wish.category.values if wish.category else ():
        pressed_too = replace(wish, traits=tuple(wish.category.fitting({*wish.traits, value})))
        assert found[f"trait:{trait_of(value)}"].of(value) == search(pressed_too).count(), value


def test_only_the_wished_category_counts_what_its_offers_say_of_themselves(several):
    assert {"trait:ages", "trait:homework"} <= counts_by_filter(wish_of("category=babysitting")[0]).keys()
    assert not any(group.startswith("trait") for group in counts_by_filter(wish_of("category=ironing")[0]))
    assert not any(group.startswith("trait") for group in counts_by_filter(Wish()))


@each(
    ("query", "more"),
    [
        ("price=free", []),
        ("price_up_to=8", []),
        ("price_up_to=10", ["By the hour, cheap", "By the slice"]),
        ("price_up_to=11", ["By the hour, cheap", "By the slice", "By the dear slice"]),
        ("price_up_to=20", ["By the hour, cheap", "By the slice", "By the dear slice", "By the hour, dearer"]),
    ],
)  # fmt: skip
def test_up_to_so_much_an_hour_is_free_too_or_by_slices_and_nothing_that_costs_points(several, query, more):
    assert {offer.title for offer in search(wish_of(query)[0])} == {"Free", *more}


def test_the_dearest_slices_and_prices_can_be_reckoned(make_offer):
    make_offer("Dear", price="slice", price_cents=2_000_000_000, slice_minutes=5)
    make_offer("Long", price="slice", price_cents=1, slice_minutes=32_000)

    assert [offer.title for offer in search(wish_of("price_up_to=10000")[0])] == ["Long"]


def test_a_price_by_the_hour_and_no_price_are_not_wished_together(several):
    wish, errors = wish_of("price=free&price_up_to=20")

    assert list(errors) == ["price_up_to"]
    assert wish == Wish(free=True)


@pytest.mark.parametrize("query", ["price_up_to=0", "price_up_to=-3", "price_up_to=x", "price_up_to=99999999999"])
def test_a_price_that_cannot_be_is_told_and_left_out(db, query):
    wish, errors = wish_of(query)

    assert list(errors) == ["price_up_to"]
    assert wish == Wish()


def test_beyond_the_first_ones_a_number_says_at_least(several, monkeypatch):
    monkeypatch.setattr("services.search.facets.MOST", 3)

    found = counts_by_filter(Wish())
    narrower = counts_by_filter(Wish(where="phone"))

    assert found["category"].more
    # Any four of the eight were read, one more than are counted: all of one category, or of both.
    assert sorted(found["category"].numbers.values()) in ([3], [1, 3], [2, 2])
    assert not narrower["category"].more
    assert narrower["where"].more


@each(
    "query",
    ["", "price=free&where=phone&language=ar&category=ironing&near=Aurora&on=tomorrow",
     "category=babysitting&trait=ages:0-2,homework:yes&near=Aurora&on=tomorrow"],
)  # fmt: skip
def test_all_numbers_are_one_query(several, aurora, query, django_assert_num_queries):
    wish = wish_of(query)[0]

    with django_assert_num_queries(1):
        counts_by_filter(wish)
