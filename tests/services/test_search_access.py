"""A wish may be for what one gets to without steps."""

import pytest

from services.search import Wish, counts_by_filter, search
from tests.folding import each
from tests.services.test_search import titles, wish_of


@pytest.fixture
def several(make_offer):
    make_offer("Level", where="at_place", step_free=True)
    make_offer("Upstairs", where="at_place", step_free=False)
    make_offer("Nobody has said", where="at_place")
    make_offer("At home", step_free=False)  # where it was before
    make_offer("By phone", where="phone")
    make_offer("Online", where="remote")


def test_where_one_gets_in_or_need_not_go_is_found(several):
    assert titles(wish_of("accessible=1")[0]) == ["Online", "By phone", "At home", "Level"]
    assert len(titles(Wish())) == 6


@each(("query", "number"), [("", 4), ("accessible=1", 4), ("where=at_place", 1), ("q=upstairs", 0)])
def test_its_number_is_what_a_press_on_it_would_show(several, query, number):
    wish = wish_of(query)[0]

    assert counts_by_filter(wish)["accessible"].of("1") == number
    assert search(wish_of(f"{query}&accessible=1")[0]).count() == number


def test_another_word_than_one_is_told_and_left_out(db):
    wish, errors = wish_of("accessible=perhaps")

    assert list(errors) == ["accessible"]
    assert wish == Wish()
