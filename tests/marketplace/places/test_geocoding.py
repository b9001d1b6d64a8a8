"""From words to places: the embedded gazetteer, and a geocoder of the operator's behind it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.places import geocoding, nominatim
from marketplace.places.models import Place
from marketplace.places.tasks import refine
from tests.folding import each


@pytest.fixture
def turin(db):
    call_command("load_areas", verbosity=0)
    call_command("load_addresses", verbosity=0)


@each(
    ("typed", "label"),
    [
        ("via Cecchi 18", "via Cecchi 18, Aurora"),
        ("Cecchi 18", "via Cecchi 18, Aurora"),
        ("18 via cecchi", "via Cecchi 18, Aurora"),
        ("via Cecchi, 18, 10152 Torino", "via Cecchi 18, Aurora"),
        ("VIA MONDOVI", "via Mondovì, Aurora"),
        ("c.so Unione Sovietica 612", "corso Unione Sovietica 612, Mirafiori Sud"),
        ("repubblica", "piazza della Repubblica, Porta Palazzo"),
        ("corso 11 febbraio", "corso XI Febbraio, Aurora"),
        ("via 20 Settembre 5 bis", "via XX Settembre 5 bis, Centro"),
        ("corso Giulio Cesare, Barriera di Milano", "corso Giulio Cesare, Barriera di Milano"),
        ("corso Giulio Cesare 14/B, Aurora", "corso Giulio Cesare 14/B, Aurora"),
        ("lungodora firenze", "lungo Dora Firenze, Aurora"),
    ],
)
def test_a_street_is_found_however_it_is_typed(turin, typed, label):
    found = geocoding.find(typed)

    assert found.label == label
    assert found.precise


@each("typed", ["Aurora", "aurora", " AURORA, Torino", "via che non c'è 3, Aurora", "C7-aurora"])
def test_an_area_is_found_but_not_precisely(turin, typed):
    found = geocoding.find(typed)

    assert (found.label, found.area.name, found.precise) == ("Aurora", "Aurora", False)


@each("typed", ["", "  ", "12", "via", "xq", "via Nessuno 3", "%", "_", "Torino", "\0", "🙂", "ا" * 10_000])
def test_what_nobody_knows_is_nowhere(turin, typed):
    assert geocoding.find(typed) is None


def test_many_are_found_as_each_alone_in_two_questions(turin):
    typed = [
        "via Cecchi 18",
        "Aurora",
        "c.so Unione Sovietica 612",
        "repubblica",
        "via Nessuno 3",
        "",
        "via, Aurora",
        "%",
    ]
    alone = {text: geocoding.find(text) for text in typed}

    with CaptureQueriesContext(connection) as caught:
        together = geocoding.find_all(typed)

    assert together == alone
    assert len(caught) == 2


def test_an_address_of_its_own_beats_its_street(turin, tmp_path):
    csv = tmp_path / "houses.csv"
    csv.write_text("name,lat,lon\nvia Cecchi 18,45.0861,7.6851\n")
    call_command("load_addresses", csv, verbosity=0)

    assert geocoding.find("via Cecchi 18").lat == 45.0861
    assert geocoding.find("via Cecchi 18").label == "via Cecchi 18, Aurora"
    assert geocoding.find("via Cecchi 20").lat != 45.0861


@each(
    ("typed", "first"),
    [
        ("aur", "Aurora"),
        ("cecc", "via Cecchi, Aurora"),
        ("via cecchi 18", "via Cecchi 18, Aurora"),
        ("palazzo", "Porta Palazzo"),
    ],
)
def test_suggestions_begin_as_typed(turin, typed, first):
    assert geocoding.suggest(typed)[0].label == first


def test_suggestions_are_as_many_as_asked_and_none_for_a_letter(turin):
    assert len(geocoding.suggest("via", limit=5)) == 5
    assert geocoding.suggest("v") == geocoding.suggest("") == geocoding.suggest("\0") == []


def test_every_street_that_we_ship_lies_in_its_area(turin):
    from marketplace.places.models import Street

    astray = [str(s) for s in Street.objects.select_related("area") if geocoding.area_of(s.lat, s.lon) != s.area]

    assert astray == []


class Operator(ThreadingHTTPServer):
    """A geocoder on a free port that answers whatever the test says."""

    answer, status, pause = [], 200, 0.0
    asked: dict

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked = parse_qs(urlsplit(self.path).query)
            time.sleep(self.server.pause)
            self.send_response(self.server.status)
            self.end_headers()
            body = self.server.answer
            self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

        def log_message(self, *args):
            """Quiet."""


@pytest.fixture
def operator(settings):
    server = Operator(("127.0.0.1", 0), Operator.Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.GEOCODER_URL = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    server.server_close()


HOUSE = {
    "lat": "45.0862",
    "lon": "7.6849",
    "display_name": "18, Via Antonio Cecchi, Torino",
    "address": {"road": "Via Antonio Cecchi", "house_number": "18"},
}


def test_the_operators_geocoder_is_asked_where_there_is_one(turin, operator):
    operator.answer = [HOUSE]

    found = geocoding.locate("via Cecchi 18")

    assert (found.label, found.lat, found.precise) == ("Via Antonio Cecchi 18, Aurora", 45.0862, True)
    assert operator.asked["q"] == ["via Cecchi 18, Torino"]


def test_a_page_never_waits_for_it(turin, operator):
    operator.answer = [HOUSE]

    assert geocoding.find("via Cecchi 18").label == "via Cecchi 18, Aurora"
    assert not hasattr(operator, "asked")


@each(
    ("status", "answer"),
    [
        (500, []),
        (200, b"<html>"),
        (200, []),
        (200, {"error": "no"}),
        (200, [{"lat": "north"}]),
        (200, [{**HOUSE, "lat": "95"}]),
        (200, [{**HOUSE, "lat": "nan"}]),
        (200, "text"),
        (200, 7),
    ],
)
def test_a_geocoder_out_of_its_mind_gives_way_to_the_gazetteer(turin, operator, status, answer):
    operator.status, operator.answer = status, answer

    assert geocoding.locate("via Cecchi 18").label == "via Cecchi 18, Aurora"


def test_a_silent_geocoder_gives_way_in_time(turin, operator, monkeypatch):
    monkeypatch.setattr(nominatim, "SECONDS", 0.2)
    operator.pause = 1

    assert geocoding.locate("via Cecchi 18").label == "via Cecchi 18, Aurora"


@each("url", ["http://127.0.0.1:9/", "file:///etc/", "nonsense", ""])
def test_an_address_that_is_no_geocoder_gives_way_too(turin, settings, url):
    settings.GEOCODER_URL = url

    assert geocoding.locate("via Cecchi 18").label == "via Cecchi 18, Aurora"


def test_a_task_moves_an_address_to_its_door(turin, operator):
    operator.answer = [HOUSE]
    roughly = geocoding.find("via Cecchi 18")
    place = Place.objects.create(line="via Cecchi 18", area=roughly.area, lat=roughly.lat, lon=roughly.lon)

    refine(place_id=place.pk)

    place.refresh_from_db()
    assert (place.lat, place.lon, place.area) == (45.0862, 7.6849, roughly.area)
