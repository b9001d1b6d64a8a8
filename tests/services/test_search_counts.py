"""Results are counted up to a thousand: then it is said that there are more, and nothing grows with the city."""

import pytest

from services.search import Wish, counted, counts, counts_by_area, listed, search
from tests.cast import at


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


def test_of_too_many_that_are_free_on_a_day_the_newest_are_listed_those_free_soonest_first(most, make_offer):
    make_offer("The oldest")
    make_offer("Later", buffer_before=60)
    make_offer("Soon")

    found, number = listed(Wish(on=at(0).date()))

    assert number == 3
    assert [offer.title for offer in found] == ["Soon", "Later"]


def test_those_that_can_be_counted_are_listed_as_search_orders_them(most, make_offer):
    make_offer("Later", buffer_before=60)
    make_offer("Soon")
    wish = Wish(on=at(0).date())

    found, number = listed(wish)

    assert number == 2
    assert found[:2] == list(search(wish))


def test_that_nothing_is_found_is_not_kept(make_offer):
    day = Wish(on=at(0).date())

    assert listed(day, kept="name")[1] == 0

    make_offer("Comes now")
    found, number = listed(day, kept="name")

    assert number == len(list(found)) == 1
