"""Travel times follow the setting of the day; two settings never share a day."""

import math
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given
from hypothesis import strategies as st

from marketplace.places.models import Place, TravelSpeed
from marketplace.places.points import project, unproject
from marketplace.places.travel import minutes_at, modes_on, reach, travel_minutes, travel_ways
from tests.copies import ROOMS

NEW_YEAR = date(2027, 1, 1)
HOME, SQUARE = Place(line="via Cecchi 18", lat=45.0855, lon=7.6855), Place(line="piazza", lat=45.0765, lon=7.6840)

pytestmark = pytest.mark.django_db


@pytest.fixture
def walking():
    TravelSpeed.objects.all().delete()
    return TravelSpeed.objects.create(mode="walk", metres_per_minute=75, detour=1.35, valid_from=date(2026, 1, 1))


def test_the_first_speeds_come_with_the_tables():
    assert sorted(TravelSpeed.objects.on(NEW_YEAR).values_list("mode", flat=True)) == [
        "bike",
        "car",
        "transit",
        "walk",
    ]


def test_minutes_are_the_line_times_the_detour_at_the_speed_rounded_up(walking):
    assert travel_minutes(HOME, SQUARE, "walk", NEW_YEAR) == 19  # 1,008 m x 1.35 / 75 = 18.1


def test_all_ways_of_the_day_are_told_on_foot_first(walking):
    TravelSpeed.objects.create(mode="bike", metres_per_minute=210, valid_from=walking.valid_from)
    TravelSpeed.objects.create(mode="car", metres_per_minute=300, valid_from=NEW_YEAR + timedelta(days=1))

    assert travel_ways(HOME, SQUARE, NEW_YEAR) == [("on foot", 19), ("by bicycle", 7)]
    assert travel_ways(HOME, SQUARE, date(2025, 12, 31)) == []


def test_nobody_needs_time_to_stay(walking):
    assert travel_minutes(HOME, HOME, "walk", NEW_YEAR) == 0


def test_a_new_speed_counts_from_its_day_on_and_the_old_one_before(walking):
    walking.valid_to = NEW_YEAR - timedelta(days=1)
    walking.save()
    TravelSpeed.objects.create(mode="walk", metres_per_minute=150, detour=1, valid_from=NEW_YEAR)

    assert travel_minutes(HOME, SQUARE, "walk", NEW_YEAR - timedelta(days=1)) == 19
    assert travel_minutes(HOME, SQUARE, "walk", NEW_YEAR) == 7


def test_a_day_without_a_speed_says_so(walking):
    with pytest.raises(TravelSpeed.DoesNotExist):
        travel_minutes(HOME, SQUARE, "walk", date(2025, 12, 31))


@pytest.mark.parametrize("ends", [None, date(2026, 1, 1), date(2027, 6, 1)])
def test_two_speeds_of_a_mode_on_one_day_are_refused_by_form_and_database(walking, ends):
    second = TravelSpeed(mode="walk", metres_per_minute=80, valid_from=date(2025, 1, 1), valid_to=ends)

    with pytest.raises(ValidationError):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_another_mode_may_share_the_days(walking):
    TravelSpeed.objects.create(mode="bike", metres_per_minute=210, valid_from=walking.valid_from)


@pytest.mark.parametrize("wrong", [{"metres_per_minute": 0}, {"detour": 0.5}, {"valid_to": date(2024, 1, 1)}])
def test_a_speed_that_goes_nowhere_is_refused(wrong):
    speed = TravelSpeed(**{"mode": "walk", "metres_per_minute": 80, "valid_from": date(2025, 1, 1), **wrong})

    with pytest.raises(ValidationError):
        speed.full_clean()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_the_migrations_go_back_and_forth():
    """In the soak alone: all tables of ours are taken down and put up again."""
    ours = [config for config in apps.get_app_configs() if config.name.split(".")[0] in ROOMS]
    tables = {model._meta.db_table for config in ours for model in config.get_models()}
    executor = MigrationExecutor(connection)
    executor.migrate([(config.label, None) for config in ours if config.label in executor.loader.migrated_apps])
    gone = tables.isdisjoint(connection.introspection.table_names())
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert gone
    assert tables <= set(connection.introspection.table_names())
    assert TravelSpeed.objects.count() == 4


def test_the_ways_of_a_day_are_those_with_a_speed(walking):
    TravelSpeed.objects.create(mode="bike", metres_per_minute=210, valid_from=NEW_YEAR)

    assert modes_on(NEW_YEAR - timedelta(days=1)) == ["walk"]
    assert sorted(modes_on(NEW_YEAR)) == ["bike", "walk"]


@given(
    lat=st.floats(-70, 70),
    degrees=st.floats(0, 360),
    minutes=st.integers(5, 60),
    speed=st.builds(TravelSpeed, metres_per_minute=st.integers(1, 800), detour=st.floats(1, 10)),
)
def test_nobody_needs_longer_from_the_edge_of_the_reach(lat, degrees, minutes, speed):
    start, (x, y), far = Place(lat=lat, lon=7.68), project(lat, 7.68), reach(speed, minutes)
    plane = 0.999999 * far / math.cos(math.radians(lat))  # as `points.within` draws the circle
    edge = unproject((x + plane * math.cos(math.radians(degrees)), y + plane * math.sin(math.radians(degrees))))

    assert minutes_at(speed, start, Place(lat=edge[0], lon=edge[1])) <= minutes


def test_the_reach_is_hardly_shorter_than_the_way():
    walking = TravelSpeed(metres_per_minute=75, detour=1.35)

    assert reach(walking, 20) == pytest.approx(20 * 75 / 1.35, rel=0.0003)
    assert reach(walking, 60) == pytest.approx(60 * 75 / 1.35, rel=0.0008)
