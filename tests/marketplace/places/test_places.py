"""An address is shown as precisely as somebody may see it; where it lies is found in the areas."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from marketplace.places.areas import area_of, areas, inside
from marketplace.places.models import Area, Place, Street

SQUARE = [[7.0, 45.0], [7.1, 45.0], [7.1, 45.1], [7.0, 45.1], [7.0, 45.0]]
HOLE = [[7.04, 45.04], [7.06, 45.04], [7.06, 45.06], [7.04, 45.06], [7.04, 45.04]]


@pytest.fixture
def aurora(db):
    return Area.objects.create(code="aurora", name="Aurora", rings=[SQUARE, HOLE], centre_lat=45.02, centre_lon=7.02)


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        (Place.AREA, "Aurora"),
        (Place.STREET, "via Cecchi, Aurora"),
        (Place.DOOR, "via Cecchi 18, citofono Haddad, Aurora"),
    ],
)
def test_each_precision_shows_what_it_may(precision, shown):
    place = Place(line="via Cecchi 18", extra="citofono Haddad", area=Area(name="Aurora"), lat=45, lon=7)

    assert place.shown(precision) == shown


def test_a_precision_nobody_knows_shows_nothing_at_all():
    with pytest.raises(KeyError):
        Place(line="via Cecchi 18", lat=45, lon=7).shown("everything")


def test_outside_of_all_areas_the_city_stands_for_the_area(settings):
    settings.CITY = "Torino"

    assert Place(line="via Cecchi 18", lat=45, lon=7).shown(Place.STREET) == "via Cecchi, Torino"


def test_a_line_that_only_names_the_area_is_not_said_twice():
    assert Place(line="Aurora", area=Area(name="Aurora"), lat=45, lon=7).shown(Place.DOOR) == "Aurora"


def test_the_name_of_a_row_gives_no_number_away():
    assert "18" not in str(Place(line="via Cecchi 18", lat=45, lon=7))


@pytest.mark.parametrize("wrong", [{"lat": 91}, {"lat": -86}, {"lon": 181}])
def test_a_place_off_the_map_is_refused_by_form_and_database(db, wrong):
    place = Place(**{"line": "via Cecchi 18", "lat": 45, "lon": 7, **wrong})

    with pytest.raises(ValidationError):
        place.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        place.save()


def test_an_area_holds_what_its_border_surrounds_but_not_its_holes(aurora):
    assert area_of(45.02, 7.02) == aurora
    assert area_of(45.05, 7.05) is None
    assert area_of(45.2, 7.05) is None


def test_neighbours_share_a_border_and_no_spot():
    west, east = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]], [[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]

    for lon in (0.5, 1, 1.5):
        assert inside(west, 0.5, lon) + inside(east, 0.5, lon) == 1


def test_areas_are_read_once_until_one_changes(aurora, django_assert_num_queries):
    areas()

    with django_assert_num_queries(1):
        areas()
    aurora.name = "Aurora nuova"
    aurora.save()

    assert [area.name for area in areas()] == ["Aurora nuova"]


def test_a_street_is_folded_by_its_form_and_stands_once_an_area(aurora):
    street = Street(name="C.so Mondovì", area=aurora, lat=45.02, lon=7.02)
    street.full_clean()
    street.save()

    assert street.folded == "corso mondovi"
    with pytest.raises(ValidationError):
        Street(name="corso Mondovì", area=aurora, lat=45.03, lon=7.02).full_clean()
