"""The map: every area a cobble of its own, within its border, with room for its number."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace import places
from marketplace.places.areas import inside
from marketplace.places.models import Area, Water
from marketplace.places.shapes import Paper, cobbles, inset, pavement, surface

FEATURES = json.loads((Path(places.__file__).parent / "data" / "turin.geojson").read_text())["features"]


def of(kind):
    return [feature for feature in FEATURES if feature["geometry"]["type"] == kind]


@pytest.fixture(scope="module")
def turin():
    return [
        Area(code=f["properties"]["code"], name=f["properties"]["name"], rings=f["geometry"]["coordinates"])
        for f in of("Polygon")
    ]


@pytest.fixture(scope="module")
def rivers():
    return [Water(line=f["geometry"]["coordinates"], thin=f["properties"]["thin"]) for f in of("LineString")]


def spots(path):
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def borders(areas, width=440):
    corners = [corner for area in areas for ring in area.rings for corner in ring]
    paper = Paper.fitting(corners, width)
    return {area.code: [list(map(list, paper.spots(ring))) for ring in area.rings] for area in areas}


def test_each_area_becomes_one_cobble_in_the_order_given(turin):
    assert [(stone.code, stone.name) for stone in cobbles(turin)] == [(area.code, area.name) for area in turin]


def test_a_cobble_stays_within_its_border(turin):
    border = borders(turin)
    astray = [
        (stone.name, spot)
        for stone in cobbles(turin)
        for spot in spots(stone.path)
        if not inside(border[stone.code], spot[1], spot[0])
    ]

    assert astray == []


def test_a_cobble_keeps_most_of_its_area(turin):
    border = borders(turin)

    for stone in cobbles(turin):
        corners = spots(stone.path)[1::3]
        assert surface(corners) > 0.7 * abs(surface(border[stone.code][0])), stone.name


def test_a_label_stands_in_its_cobble_with_room_around_it(turin):
    for stone in cobbles(turin):
        ring = [[list(spot) for spot in spots(stone.path)]]
        assert all(inside(ring, stone.label_y + dy, stone.label_x + dx) for dx in (-7, 7) for dy in (-5, 5)), stone.name


def test_the_picture_is_as_wide_as_asked_and_holds_everything(turin):
    drawn = pavement(turin, width=600)
    _x, _y, width, height = map(int, drawn.view_box.split())

    assert width == 600
    assert all(0 <= x <= width and 0 <= y <= height for stone in drawn.cobbles for x, y in spots(stone.path))


def test_rivers_flow_as_smooth_lines(turin, rivers):
    drawn = pavement(turin, rivers)

    assert [stream.thin for stream in drawn.streams] == [False, True]
    assert all(re.fullmatch(r"M[\d. -]+(Q[\d. -]+)+L[\d. -]+", stream.path) for stream in drawn.streams)


def test_the_same_areas_are_drawn_once(turin):
    assert pavement(turin) is pavement(list(turin))


def test_no_areas_make_an_empty_picture():
    assert pavement([]).cobbles == ()


def test_an_area_too_small_to_see_still_has_its_label():
    big, dot = (
        Area(code=str(size), name="", rings=[[[7, 45], [7 + size, 45], [7 + size, 45 + size], [7, 45 + size]]])
        for size in (1, 0.0001)
    )

    assert cobbles([big, dot])[1].path == ""


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=12))
def test_no_outline_is_too_strange_to_draw(corners):
    area = Area(code="a", name="A", rings=[[[7 + x / 100, 45 + y / 100] for x, y in corners]])

    assert cobbles([area])[0].code == "a"


def test_an_inset_square_is_smaller_on_every_side():
    assert inset([(0, 0), (10, 0), (10, 10), (0, 10)], 1) == [(1, 1), (9, 1), (9, 9), (1, 9)]
    assert inset([(0, 0), (1, 0), (1, 1), (0, 1)], 1) == []
