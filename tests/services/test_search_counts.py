"""Results are counted up to a thousand: then it is said that there are more, and nothing grows with the city."""

import pytest

from services.search import Wish, counted, counts, counts_by_area, search


@pytest.fixture
def most(monkeypatch):
    monkeypatch.setattr(counts, "MOST", 2)


def test_up_to_the_most_they_are_counted_and_one_more_stands_for_all(most, make_offer):
    make_offer("One")
    make_offer("Two")

    assert counted(search(Wish())) == 2

    make_offer("Three")
    make_offer("Four")

    assert counted(search(Wish())) == 3


def test_what_is_too_much_is_not_counted_around_each_neighbourhood(most, make_offer, aurora):
    make_offer("One")
    make_offer("Two", where="phone")

    assert counts_by_area(Wish(), within=3000) == {aurora.pk: 2}

    make_offer("Three")

    assert counts_by_area(Wish(), within=3000) is None
    assert counts_by_area(Wish(where="phone"), within=3000) == {aurora.pk: 1}


def test_where_nothing_is_found_no_neighbourhood_has_a_number(db, aurora):
    assert counts_by_area(Wish(), within=3000) == {}
