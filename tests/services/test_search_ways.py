"""How long the way may be: in minutes on foot, by bicycle, by bus and tram, by car."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.places.geocoding import Found
from marketplace.places.models import Place, TravelSpeed
from marketplace.places.points import project
from marketplace.places.travel import travel_minutes
from services.models import Offer
from services.search import Wish, search
from services.search.keeping import read
from services.search.titles import full_title
from tests.folding import each

HERE = (45.0830, 7.6910)
MODES = st.sampled_from(TravelSpeed.Mode.values)


def wish_of(query: str) -> tuple[Wish, dict]:
    return Wish.from_query(QueryDict(query))


def titles(wish: Wish) -> list[str]:
    return [offer.title for offer in search(wish)]


@pytest.fixture
def around(make_offer, aurora):
    make_offer("Far", where="at_place", location=project(45.02, 7.62))
    make_offer("Near", where="at_place", location=project(45.084, 7.69))
    make_offer("A walk away", where="at_place", location=project(45.0920, 7.6910))
    make_offer("By phone", where="phone")


def test_within_minutes_leaves_out_what_takes_longer(around):
    assert titles(wish_of("near=Aurora&minutes=5&by=walk")[0]) == ["Near", "By phone"]
    assert titles(wish_of("near=Aurora&minutes=20&by=walk")[0]) == ["Near", "A walk away", "By phone"]
    assert titles(wish_of("near=Aurora&minutes=60&by=car")[0]) == ["Near", "A walk away", "Far", "By phone"]


def test_who_names_no_way_walks(around):
    wish, errors = wish_of("near=Aurora&minutes=10")

    assert not errors
    assert wish.speed.mode == "walk"


def test_a_way_whose_speed_nobody_knows_is_told_also_to_who_names_none(around):
    TravelSpeed.objects.all().delete()

    wish, errors = wish_of("near=Aurora&minutes=10")

    assert list(errors) == ["by"]
    assert wish.minutes is None


@pytest.mark.parametrize("query", ["minutes=5&by=walk", "near=Aurora&by=walk"])
def test_minutes_without_a_place_and_a_way_without_minutes_mean_nothing(around, query):
    wish, errors = wish_of(query)

    assert not errors
    assert len(titles(wish)) == 4


@each(("within", "found"), [(100, 1), (1000, 2), (5000, 3)])
def test_of_metres_and_minutes_the_nearer_holds(around, within, found):
    assert len(titles(wish_of(f"near=Aurora&within={within}&minutes=20&by=walk")[0])) == found


@each(
    ("query", "field"),
    [
        ("minutes=4", "minutes"), ("minutes=61", "minutes"), ("minutes=soon", "minutes"), ("minutes=9.5", "minutes"),
        ("minutes=10&by=carpet", "by"), ("by=carpet", "by"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_its_field_and_narrows_nothing(around, query, field):
    wish, errors = wish_of(f"near=Aurora&{query}")

    assert list(errors) == [field]
    assert wish.reach is None


def test_the_speed_is_that_of_the_wished_day(db):
    day = timezone.localdate() + timedelta(days=3)
    TravelSpeed.objects.filter(mode="walk").update(valid_to=day - timedelta(days=1))
    slower = TravelSpeed.objects.create(mode="walk", metres_per_minute=40, valid_from=day)

    assert wish_of(f"minutes=10&on={day}")[0].speed == slower
    assert wish_of("minutes=10&on=tomorrow")[0].speed != slower


def test_a_way_that_nobody_has_said_how_fast_it_is_cannot_be_asked_for(db):
    TravelSpeed.objects.filter(mode="transit").delete()

    wish, errors = wish_of("minutes=10&by=transit")

    assert list(errors) == ["by"]
    assert wish.minutes is None


def test_a_kept_search_says_how_long_the_way_may_be(aurora, db):
    assert full_title(wish_of("q=tata&near=Aurora&minutes=20&by=walk")[0]).endswith("Within 20 minutes on foot")
    assert "minutes" not in full_title(wish_of("q=tata&minutes=20&by=walk")[0])


def test_a_way_alone_is_nothing_to_look_for(db):
    with pytest.raises(Exception, match="Say first what you are looking for"):
        read({"minutes": "20", "by": "walk"})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(north=st.floats(-0.1, 0.1), east=st.floats(-0.1, 0.1), minutes=st.integers(5, 60), mode=MODES)
def test_nothing_is_shown_to_which_the_way_takes_longer(offer, north, east, minutes, mode):
    there = Place(lat=HERE[0] + north, lon=HERE[1] + east)
    Offer.objects.filter(pk=offer.pk).update(location=there.location)
    near = Found("here", *HERE, None, precise=True)
    speed = TravelSpeed.objects.on(timezone.localdate()).get(mode=mode)

    shown = search(Wish(near=near, minutes=minutes, speed=speed)).exists()
    needed = travel_minutes(Place(lat=HERE[0], lon=HERE[1]), there, mode, timezone.localdate())

    assert needed <= minutes or not shown
    assert shown or needed >= minutes
