"""Areas and gazetteers come in whole or not at all, and coming again changes nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from marketplace.places.models import Area, Street, Water

pytestmark = pytest.mark.django_db


def counts():
    return Area.objects.count(), Water.objects.count(), Street.objects.count()


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_turin_comes_with_its_source_and_twice_is_once():
    for _time in range(2):
        call_command("load_areas", verbosity=0)
        call_command("load_addresses", verbosity=0)

    assert counts() == (32, 2, 351)
    assert "ISTAT" in Area.objects.get(code="C7-aurora").attribution
    assert Area.objects.get(code="C7-aurora").district == 7
    assert "ISTAT" not in Water.objects.get(name="Po").attribution


def test_loading_again_corrects_what_changed(tmp_path):
    call_command("load_addresses", write(tmp_path / "a.csv", "name,lat,lon\nvia Cecchi,45.1,7.1\n"), verbosity=0)
    call_command("load_addresses", write(tmp_path / "a.csv", "name,lat,lon\nVia Cècchi,45.2,7.2\n"), verbosity=0)

    assert list(Street.objects.values_list("name", "lat", "lon", "area")) == [("Via Cècchi", 45.2, 7.2, None)]


def test_every_wrong_line_is_named_and_none_is_loaded(tmp_path):
    call_command("load_areas", verbosity=0)
    lines = """
        # a comment
        name,lat,lon,area
        via Buona,45.08,7.69,
        via Storta,quarantacinque,7.69,
        via Polare,91,7.69,
        via Altrove,45.08,7.69,Atlantide
        "via Doppia, interna",45.08,7.69,Aurora
        VIA DOPPIA INTERNA,45.09,7.69,aurora
        ,45.08,7.69,
        !!!,45.08,7.69,
        via Corta,45.08
        via Nulla,nan,7.69,
    """
    text = "\n".join(line.strip() for line in lines.strip().splitlines())

    with pytest.raises(CommandError) as refusal:
        call_command("load_addresses", write(tmp_path / "a.csv", text))

    wrong = str(refusal.value).splitlines()[1:]
    assert [line.split(":")[0] for line in wrong] == [f"line {n}" for n in (4, 5, 6, 8, 9, 10, 11, 12)]
    assert "line 7" in wrong[3]
    assert Street.objects.count() == 0


@pytest.mark.parametrize("text", ["", "# nothing\n", "street;lat;lon\nvia Po;45;7\n", "name,lat,lon\n"])
def test_a_file_without_lines_is_refused(tmp_path, text):
    with pytest.raises(CommandError):
        call_command("load_addresses", write(tmp_path / "a.csv", text))


@pytest.mark.parametrize("command", ["load_areas", "load_addresses"])
def test_a_file_that_is_not_there_is_refused_in_one_line(tmp_path, command):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command(command, tmp_path / "nowhere")


def area(**changes):
    square = [[[7, 45], [7.1, 45], [7.1, 45.1], [7, 45.1], [7, 45]]]
    facts = {"properties": {"code": "a", "name": "A"}, "geometry": {"type": "Polygon", "coordinates": square}}
    return {"type": "Feature", **facts, **changes}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "attribution": "somebody", "features": features})


def test_any_citys_areas_load_islands_and_all(tmp_path):
    islands = [[[[8, 45], [8.1, 45], [8.1, 45.1]]], [[[9, 45], [9.1, 45], [9.1, 45.1]]]]
    other = area(
        properties={"code": "b", "name": "B", "district": 3}, geometry={"type": "MultiPolygon", "coordinates": islands}
    )

    call_command("load_areas", write(tmp_path / "a.json", collection(area(), other)), verbosity=0)

    assert list(Area.objects.values_list("code", "district", "attribution")) == [
        ("a", 0, "somebody"),
        ("b", 3, "somebody"),
    ]
    assert len(Area.objects.get(code="b").rings) == 2


@pytest.mark.parametrize(
    "broken",
    [
        area(properties={"name": "no code"}),
        area(properties={"code": "no spaces here", "name": "B"}),
        area(properties=None),
        area(geometry={"type": "Point", "coordinates": [7, 45]}),
        area(geometry={"type": "Polygon", "coordinates": [[[45, 700], [45, 701], [46, 700]]]}),
        area(geometry={"type": "Polygon", "coordinates": [[["x", 45], [7, 45], [7, 46]]]}),
        area(geometry=None),
    ],
)
def test_one_broken_area_keeps_all_out(tmp_path, broken):
    with pytest.raises(CommandError, match="2: "):
        call_command("load_areas", write(tmp_path / "a.json", collection(area(), broken)))

    assert Area.objects.count() == 0


@pytest.mark.parametrize("text", ["[]", "{}", "{", '{"features": []}'])
def test_what_is_no_collection_is_refused(tmp_path, text):
    with pytest.raises(CommandError):
        call_command("load_areas", write(tmp_path / "a.json", text))
