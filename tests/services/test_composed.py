"""What is found quickly is what the search finds: the same offers, in the same order, with the same said of each."""

from copy import copy
from dataclasses import fields, replace
from datetime import date, time, timedelta
from itertools import product

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.places import gazetteer
from marketplace.places.gazetteer import Found
from marketplace.places.models import Area, TravelSpeed
from marketplace.places.points import project
from services.models import Category
from services.search import Finding, Wish, first_found, search
from services.search import composed as quickly
from services.search.wishes import fits
from tests.services.test_search import wish_of


@pytest.fixture
def several(make_offer, aurora, biagio, on, dinner, ages):
    """Offers that differ in all that one may narrow by, and what one may wish."""
    ironing = Category.objects.create(slug="ironing", name={"en": "Ironing"})
    biagio.languages = ["it", "ar"]
    biagio.save()
    make_offer("Somebody for the children", price_cents=900, traits=["ages:3-5", "homework:yes"])
    make_offer("Shirts", price_cents=3000, category=ironing, buffer_before=30)
    make_offer("Somebody on the phone", price="fixed", price_cents=500, where="phone")
    make_offer("Free shirts", price="free", price_cents=0, category=ironing, where="remote", max_minutes=60)
    make_offer("For points", kind="garment", price="free", price_cents=0, where="at_place", step_free=True)
    lingotto = Area.objects.create(
        code="lingotto", name="Lingotto", rings=aurora.rings, centre_lat=45.03, centre_lon=7.66
    )
    make_offer("Far away", location=project(45.02, 7.60)).areas.set([lingotto])
    on(days=3)


def some(values, none=None):
    return st.sampled_from([none, none, *values])


@st.composite
def wishes(draw):
    today = timezone.localdate()
    place = draw(some(["Aurora", "via Cecchi 18"]))
    near = place and gazetteer.find(place)
    if near and near.area:  # in a crowd, or not
        area = copy(near.area)
        area.near_metres = draw(some([10.0, 2000.0, 90_000.0]))
        near = replace(near, area=area)
    wish = Wish(
        words=draw(some(["shirts", "some", "somebody the", "nowhere", "!!!"], "")),
        near=near,
        on=draw(some([today + timedelta(days=ahead) for ahead in (0, 1, 3, 9)])),
        lasting=draw(some([60, 90, 240])),
        where=draw(some(["at_home", "phone", "at_place"], "")),
        accessible=draw(st.booleans()),
        free=draw(st.booleans()),
        points=draw(st.booleans()),
        up_to=draw(some([10, 40])),
        language=draw(some(["ar", "fr"], "")),
        category=draw(some(Category.objects.all())),
    )
    if wish.category and wish.category.traits:
        wish = replace(wish, traits=draw(some([("ages:3-5",), ("ages:0-2", "ages:3-5", "homework:yes")], ())))
    if wish.near:
        minutes = draw(some([10, 30]))
        speed = minutes and TravelSpeed.objects.on(today).filter(mode="walk").get()
        wish = replace(wish, within=draw(some([500, 8000])), minutes=minutes, speed=speed)
    if wish.on:
        since, until = draw(some([time(9), time(15)])), draw(some([time(18), time(20)]))
        lasting = wish.lasting if fits(wish.lasting, since, until) else None  # the form refuses it
        wish = replace(wish, seats=draw(some([2, 99])), since=since, until=until, lasting=lasting)
    return wish


def told(offers):
    return [{name: value for name, value in vars(offer).items() if name != "_state"} for offer in offers]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wish=st.deferred(wishes), skip=st.integers(0, 3), most=st.integers(1, 5))
def test_it_is_what_the_search_finds(several, wish, skip, most):
    assert told(first_found(wish, most, skip)) == told(search(wish).light()[skip : skip + most])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wish=st.deferred(wishes))
def test_every_sort_of_wish_is_composed(several, wish):
    assert quickly.composed_for(quickly.made_up(wish, 0), "all")


ALL_SORTS = {
    "words": ("", "?!", "shirts", "some of them"),
    "near": (None, Found("", 45.08, 7.69, Area(pk=7), False), Found("", 45.1, 7.6, None, True)),
    "on": (None, date(2030, 5, 4)),
    "lasting": (None, 90),
    "category": (None, Category(pk=8)),
    "up_to": (None, 15),
    "language": ("", "ar"),
    "where": ("", "at_home"),
    "accessible": (False, True),
}


def test_with_its_values_put_in_each_sort_reads_as_the_search_composes_it():
    """Of each sort, not of 25 that were drawn: SQL and parameters alone, so that no database is asked."""
    for nth, said in enumerate(product(*ALL_SORTS.values())):
        if nth % 3:  # each value meets each other all the same: no number of values is a multiple of three but one
            continue
        wish = Wish(**dict(zip(ALL_SORTS, said, strict=True)), within=3000 if said[1] else None)
        put = quickly.composed_for(quickly.made_up(wish, 0), "all")
        sql, params, names = quickly.sql_of(wish, "all")

        values = quickly.values(wish, quickly.NOW)
        assert (put.sql, put.names) == (sql, names), wish
        assert [one.of(values) if isinstance(one, quickly.Slot) else one for one in put.params] == params, wish


def test_whoever_asks_the_same_of_another_place_and_hour_has_it_composed_already(several, django_assert_num_queries):
    first = wish_of("near=Aurora&q=shirts&on=tomorrow&within=9000")[0]
    second = replace(first, words="somebody", near=gazetteer.find("via Cecchi 18"), since=time(10))
    first_found(first, 5)
    before = quickly.composed_for.cache_info().misses

    with django_assert_num_queries(1):
        first_found(second, 5)

    assert quickly.composed_for.cache_info().misses == before


def test_the_database_reads_it_once_whatever_is_asked_in_between(several):
    wish = wish_of("near=Aurora&category=ironing&within=7000")[0]

    for _turn in range(3):
        first_found(wish, 7)
        for number in range(120):
            Category.objects.filter(pk=number).exists()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%LIMIT 7 OFFSET 0'"
        )
        assert cursor.fetchall() == [(3,)]


@pytest.mark.parametrize("query", ["seats=2", "near=Aurora&seats=3"])
def test_places_on_any_day_are_asked_of_the_search_itself(several, query, monkeypatch):
    monkeypatch.setattr(quickly, "rows", None)
    wish = wish_of(query)[0]

    assert told(first_found(wish, 5)) == told(search(wish).light()[:5])


def test_one_person_s_wish_is_asked_of_the_search_itself(several, nadia, monkeypatch):
    monkeypatch.setattr(quickly, "rows", None)
    wish = Wish(eligible=True).of(nadia)

    assert wish.person == nadia
    assert told(first_found(wish, 5)) == told(search(wish).light()[:5])


def test_what_nobody_says_how_to_put_in_is_asked_of_the_search_itself(several, monkeypatch):
    """A rule may come to stand on something that `values` does not name; the next time it is looked at anew."""
    wish = wish_of("near=Aurora")[0]
    quickly.composed_for.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(quickly, "values", lambda _wish, _now: {})
        found = first_found(wish, 5)

    assert told(found) == told(first_found(wish, 5)) == told(search(wish).light()[:5])
    assert quickly.composed_for.cache_info().currsize == 1


def test_every_filter_is_known_or_makes_it_slow(several):
    """A new field of a wish that is named nowhere must not be overlooked."""
    known = quickly.MADE_UP.keys() | quickly.SAID_OTHERWISE | quickly.AS_IT_IS | quickly.NOTHING

    assert {field.name for field in fields(Wish)} - known == {"person"}


def test_a_finding_is_narrowed_as_a_queryset_is(several, aurora):
    wish = wish_of("near=Aurora")[0]

    found = Finding(wish).filter(where="phone")

    assert [offer.title for offer in found] == ["Somebody on the phone"]
    assert [offer.pk for offer in Finding(wish)[1:3]] == [offer.pk for offer in search(wish)[1:3]]
    assert list(Finding(wish)) == list(search(wish))
    assert Finding(wish)[2:] == list(search(wish))[2:]
