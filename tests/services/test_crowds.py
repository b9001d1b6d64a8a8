"""Where a lot lies around, the nearest are looked at first: a page finds the same, and seldom looks at all of them."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.places.models import Area
from marketplace.places.points import metres_between, project
from services import tasks
from services.models import Listing
from services.search import counted, counts_by_area, counts_by_filter, crowds, first_found, listed, search
from services.search import counts as numbers
from tests.folding import each
from tests.services.test_search import wish_of

FAR = project(45.06, 7.66)


@pytest.fixture
def several(make_offer):
    """Five near, one after the other, and two far, one of them by phone."""
    for number in range(5):
        make_offer(f"Ironing {number}", location=project(45.083 + number / 1000, 7.689))
    make_offer("Sewing far away", location=FAR)
    make_offer("Sewing by phone", where="phone")


@pytest.fixture
def crowded(several, aurora, monkeypatch) -> Area:
    monkeypatch.setattr(crowds, "CROWD", 3)
    tasks.measure_crowds(0)
    aurora.refresh_from_db()
    return aurora


def titles(offers) -> list[str]:
    return [search(wish_of("")[0]).get(pk=offer.pk).title for offer in offers]


def test_it_is_measured_how_far_the_nearest_of_a_crowd_are(crowded):
    here, fourth = project(crowded.centre_lat, crowded.centre_lon), project(45.086, 7.689)

    assert crowded.near_metres == pytest.approx(metres_between(here, fourth), rel=0.01)


def test_what_was_measured_stays_as_long_as_it_is_about_right(crowded, monkeypatch):
    before, stamp = crowded.near_metres, crowded.changed_at
    for other, after in ((before * 1.05, before * 1.05), (before * 2, before)):
        Area.objects.update(near_metres=other)
        tasks.measure_crowds(0)
        assert Area.objects.get().near_metres == after
    assert Area.objects.get().changed_at > stamp

    Area.objects.update(changed_at=stamp)
    tasks.measure_crowds(0)
    assert Area.objects.get().changed_at == stamp

    for crowd, stays in ((6, True), (7, False)):  # six have a place
        monkeypatch.setattr(crowds, "CROWD", crowd)
        tasks.measure_crowds(0)
        assert (Area.objects.get().near_metres is not None) == stays


def test_where_there_is_no_crowd_all_are_looked_at(several, aurora):
    tasks.measure_crowds(0)
    aurora.refresh_from_db()

    assert aurora.near_metres is None
    assert crowds.bound(wish_of("near=Aurora")[0]) is None


def test_from_an_address_the_same_crowd_is_looked_at(crowded):
    wish, _errors = wish_of("near=via Cecchi 18")
    here = project(wish.near.lat, wish.near.lon)

    aside = metres_between(here, project(crowded.centre_lat, crowded.centre_lon))
    assert crowds.bound(wish) == pytest.approx(crowded.near_metres + aside)


@each(
    "query",
    ["near=Aurora", "near=Aurora&q=ironing", "near=Aurora&q=sewing", "near=Aurora&q=zzz", "near=Aurora&where=phone",
     "near=Aurora&category=babysitting", "near=Aurora&within=1000", "near=via Cecchi 18&q=sewing",
     "near=Aurora&price=free"],
)  # fmt: skip
def test_in_a_crowd_a_page_finds_what_the_search_finds(crowded, query):
    wish, errors = wish_of(query)
    everything = [offer.pk for offer in search(wish)]

    assert not errors
    for skip, most in ((0, 2), (0, 20), (2, 2), (4, 20)):
        assert [offer.pk for offer in first_found(wish, most, skip)] == everything[skip : skip + most]


def test_a_page_that_the_nearest_fill_is_one_query(crowded):
    wish, _errors = wish_of("near=Aurora&q=ironing")
    first_found(wish, 2)  # composes it

    with CaptureQueriesContext(connection) as filled:
        assert len(first_found(wish, 2)) == 2
    with CaptureQueriesContext(connection) as sought:
        assert len(first_found(wish, 20)) == 5

    assert len(filled) == 1
    assert "<@ circle" in filled[0]["sql"]
    assert "<@ circle" not in sought[-1]["sql"]
    assert len(sought) == 2


def test_one_person_s_wish_looks_at_the_nearest_first_too(crowded, nadia):
    wish, _errors = wish_of("near=Aurora&q=ironing&eligible=1")
    wish = wish.of(nadia)
    first_found(wish, 2)

    with CaptureQueriesContext(connection) as asked:
        assert len(first_found(wish, 2)) == 2

    assert "<@ circle" in asked[-1]["sql"]


def test_on_a_day_the_nearest_alone_are_looked_at(crowded):
    wish, _errors = wish_of("near=Aurora&on=tomorrow")

    assert titles(first_found(wish, 20)) == [f"Ironing {number}" for number in range(4)]
    assert counted(search(wish)) == 4


def test_on_a_day_numbers_promise_no_more_and_no_less_than_is_looked_at(crowded):
    wish, _errors = wish_of("near=Aurora&on=tomorrow")
    facets = counts_by_filter(wish)

    assert facets["where"].of("at_home") == 4
    assert facets["where"].more  # by phone there may be some
    assert counts_by_area(wish, 5000) == {crowded.pk: 4}
    assert counts_by_area(wish_of("on=tomorrow&where=phone")[0], 5000) == {crowded.pk: 1}
    assert counts_by_area(wish_of("")[0], 50_000) == {crowded.pk: 7}


def test_places_on_a_date_are_looked_for_in_all_of_the_city(crowded, on, dinner):
    on(days=3)
    Listing.objects.filter(offer=dinner).update(location=FAR)

    assert titles(first_found(wish_of("near=Aurora&seats=2")[0], 20)) == [dinner.title]


def test_from_outside_of_all_areas_everything_is_looked_at(crowded):
    wish, _errors = wish_of("near=Aurora&on=tomorrow")
    wish = replace(wish, near=replace(wish.near, area=None))

    assert counted(search(wish)) == 7


def test_what_was_composed_for_a_crowd_is_another_search_than_without_one(crowded):
    wish, _errors = wish_of("near=Aurora&on=tomorrow")
    assert len(first_found(wish, 20)) == 4
    Area.objects.update(near_metres=None, changed_at=timezone.now())

    assert len(first_found(wish_of("near=Aurora&on=tomorrow")[0], 20)) == 7


def test_what_has_no_place_is_found_on_a_day_by_whoever_asks_for_it(crowded):
    wish, _errors = wish_of("near=Aurora&on=tomorrow&where=phone")

    assert titles(first_found(wish, 20)) == ["Sewing by phone"]


def test_to_measure_draws_no_card_anew_but_another_name_does(crowded):
    served = Listing.objects.latest("pk")
    served.offer.areas.set([crowded])
    before = dict(Listing.objects.values_list("offer", "edition"))

    Area.objects.update(near_metres=1)
    assert dict(Listing.objects.values_list("offer", "edition")) == before
    Area.objects.update(name="Another")

    assert Listing.objects.get(pk=served.pk).edition != before[served.pk]


def test_without_a_place_of_many_that_hold_the_words_the_newest_are_put_in_order(several, monkeypatch):
    monkeypatch.setattr(numbers, "MOST", 2)
    wish, _errors = wish_of("q=ironing")

    found, number = listed(wish)

    assert number == 3  # and nobody counts on
    assert {title[-1] for title in titles(found)} == {"3", "4"}
