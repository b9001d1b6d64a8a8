"""Where a device says that it is: as roughly as may be told, and what is no such place."""

import pytest
from django.core.exceptions import ValidationError

from marketplace.places.positions import position, rounded
from tests.folding import each


@each(
    ("typed", "lat", "lon"),
    [
        ("45.08312,7.68951", 45.083, 7.69), ("45.08,7.69", 45.08, 7.69), (" 45.08 , 7.69 ", 45.08, 7.69),
        ("+45.0800,7.6900", 45.08, 7.69), ("45.0799999999999999999999999,7.69", 45.08, 7.69),
    ],
)  # fmt: skip
def test_a_position_is_a_place_in_its_area_to_about_100_metres(aurora, typed, lat, lon):
    found = position(typed)

    assert (found.lat, found.lon, found.area, found.label) == (lat, lon, aurora, "Aurora")
    assert found.here
    assert found.precise


def test_beyond_the_borders_it_is_said_to_lie_outside_the_city(aurora):
    found = position("45.07,7.55")

    assert (found.area, found.label) == (None, "outside Torino")


@each("typed", ["7.69,45.08", "45.46,9.19", "0,0", "-45.08,7.69", "85,180"])
def test_what_is_far_from_the_city_is_told_so(aurora, typed):
    with pytest.raises(ValidationError, match="too far from here"):
        position(typed)


@each("typed", ["91,7.69", "45.08,181", "45,08,7,69", "45,08 7,69", "45.08 7.69", "45.08;7.69", "1,2,3", "4508,7.69"])
def test_numbers_that_are_no_position_are_told_how_to_write_one(aurora, typed):
    with pytest.raises(ValidationError, match=r"written as 45\.07,7\.68"):
        position(typed)


@each(
    "typed", ["", "Aurora", "via Cecchi 18", "18", "nan,nan", "inf,7.69", "1e2,7.69", "٤٥,٧", "45.08,", "1." * 80 + "x"]
)
def test_other_words_are_no_position(aurora, typed):
    assert position(typed) is None
    assert rounded(typed) == typed


@pytest.mark.parametrize(
    ("typed", "shared"),
    [
        ("45.0831239,7.6894999", "45.083,7.689"), ("45.07,7.68", "45.07,7.68"), ("45.070, 7.680", "45.07,7.68"),
        ("-0.0001,-0.00049", "0,0"), ("0.0012,-122.4194", "0.001,-122.419"), ("95.123456,7.68", "95.123456,7.68"),
    ],
)  # fmt: skip
def test_what_is_shared_is_rounded_and_the_same_when_it_is_rounded_again(typed, shared):
    assert rounded(typed) == shared == rounded(shared)
