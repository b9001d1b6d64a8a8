"""Distances on the stored plane agree with the globe, in Python and in PostgreSQL, and the index answers them."""

import math

import pytest
from django.contrib.postgres.indexes import GistIndex
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from marketplace.places import points
from marketplace.places.points import RADIUS, PointField, metres_between, project, unproject

TURIN = (45.0703, 7.6869)
REACH = 50_000  # metres


def haversine(a, b):
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, spot)) for spot in (a, b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(half))


def moved(start, metres, bearing):
    """Along a great circle."""
    lat, lon, way = math.radians(start[0]), math.radians(start[1]), metres / RADIUS
    end = math.asin(math.sin(lat) * math.cos(way) + math.cos(lat) * math.sin(way) * math.cos(bearing))
    east = math.atan2(math.sin(bearing) * math.sin(way) * math.cos(lat), math.cos(way) - math.sin(lat) * math.sin(end))
    return math.degrees(end), math.degrees(lon + east)


def as_asked(start, end):
    """What `points.distance` computes in SQL: the plane distance by the cosine of where one asks from."""
    return math.dist(project(*start), project(*end)) * math.cos(math.radians(start[0]))


reaches = st.floats(1, REACH)
bearings = st.floats(0, 2 * math.pi)


@given(reaches, bearings)
def test_around_turin_a_distance_is_within_four_in_a_thousand(metres, bearing):
    end = moved(TURIN, metres, bearing)

    assert as_asked(TURIN, end) == pytest.approx(haversine(TURIN, end), rel=0.004)


@given(st.floats(-55, 55), st.floats(-179, 179), reaches, bearings)
def test_in_any_city_up_to_55_degrees_it_is_within_the_bound(lat, lon, metres, bearing):
    end = moved((lat, lon), metres, bearing)
    end = (end[0], min(179.9, max(-179.9, end[1])))

    assert as_asked((lat, lon), end) == pytest.approx(haversine((lat, lon), end), rel=0.0061, abs=0.01)


@given(reaches, bearings)
def test_the_middle_scale_is_symmetric_and_exacter(metres, bearing):
    end = moved(TURIN, metres, bearing)
    there, back = metres_between(project(*TURIN), project(*end)), metres_between(project(*end), project(*TURIN))

    assert there == back
    assert there == pytest.approx(haversine(TURIN, end), rel=0.0001)


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_unproject_undoes_project(lat, lon):
    assert unproject(project(lat, lon)) == pytest.approx((lat, lon), abs=1e-9)


def test_one_degree_of_latitude_is_111_kilometres():
    assert metres_between(project(45, 7), project(46, 7)) == pytest.approx(111_195, rel=0.0001)


class Pin(models.Model):
    """A table of the test's own: points on their own, without offers around them."""

    location = PointField(null=True)

    class Meta:
        app_label = "pins"  # of no app: the test for missing migrations must not find it
        indexes = [GistIndex("location", name="pins_by_location")]

    def __str__(self):
        return f"pin {self.pk}"


@pytest.fixture
def pins(db):
    with connection.schema_editor() as editor:
        editor.create_model(Pin)
    yield Pin.objects
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pins_pin")


@pytest.fixture(scope="module", autouse=True)
def _forget_the_table():
    """The class must not reach other tests' migrations."""
    from django.apps import apps

    yield
    apps.all_models["places"].pop("pin", None)
    apps.clear_cache()


def test_a_point_comes_back_as_it_went_in_to_the_last_bit(pins):
    here = project(*TURIN)
    pins.bulk_create([Pin(location=here), Pin(location=None)])

    assert list(pins.order_by("pk").values_list("location", flat=True)) == [here, None]


def test_an_update_moves_a_point(pins):
    pin = pins.create(location=project(*TURIN))
    pin.location = project(45.1, 7.7)
    pin.save()
    pins.update(location=pin.location)

    assert pins.get().location == project(45.1, 7.7)


def test_sql_measures_and_orders_like_python(pins):
    ends = [moved(TURIN, metres, metres) for metres in (40_000, 12, 900, 3_000)]
    pins.bulk_create(Pin(location=project(*end)) for end in ends)

    found = pins.annotate(metres=points.distance("location", *TURIN)).order_by(points.nearest("location", *TURIN))

    assert [round(pin.metres) for pin in found] == sorted(round(as_asked(TURIN, end)) for end in ends)


def test_within_takes_what_lies_in_the_circle(pins):
    near, far = (pins.create(location=project(*moved(TURIN, metres, 1))) for metres in (2_990, 3_010))
    pins.create(location=None)

    assert list(pins.filter(points.within("location", *TURIN, 3_000))) == [near]
    assert far in pins.exclude(points.within("location", *TURIN, 3_000))


@pytest.mark.parametrize(
    "ask",
    [
        lambda pins: pins.order_by(points.nearest("location", *TURIN))[:20],
        lambda pins: pins.filter(points.within("location", *TURIN, 100)),
    ],
    ids=["nearest", "within"],
)
def test_the_index_answers(pins, ask):
    pins.bulk_create(Pin(location=project(*moved(TURIN, 5 * number, number))) for number in range(3_000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE pins_pin")

    assert "pins_by_location" in ask(pins.all()).explain()


def test_a_point_survives_a_dump(pins):
    field = Pin._meta.get_field("location")
    text = field.value_to_string(Pin(location=project(*TURIN)))

    assert field.to_python(text) == project(*TURIN)
