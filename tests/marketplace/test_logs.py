"""What is written down: by route and number, and nothing of persons."""

import json
import logging
import sys

import pytest

from marketplace import environment, logs

log = logging.getLogger("cortile.requests")


@pytest.fixture
def lines(caplog):
    """What the log of a city with real people would say, as objects."""
    caplog.set_level(logging.INFO, "cortile.requests")
    return lambda: [json.loads(logs.Line().format(record)) for record in caplog.records]


def test_a_request_is_a_line_with_its_route_and_a_number(client, db, lines):
    answer = client.get("/search/?words=nadia%40example.org")

    line = next(line for line in lines() if line["logger"] == "cortile.requests")
    assert line["text"] == "GET /search/ 200"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/search/", 200)
    assert line["ms"] > 0
    assert len(answer["X-Request-ID"]) == 32
    assert "nadia" not in json.dumps(lines())


def test_where_somebody_is_stands_in_no_line(client, db, lines):
    for path in ("/search/?near=45.0831239,7.6894999", "/search/?near=45.083,7.689", "/api/v1/offers/?near=95,7.68"):
        client.get(path)

    said = json.dumps([*lines(), logs.masked("Not Found: /search/x/?q=a&near=45.083%2C7.689")])

    assert "/search/" in said
    assert not {number for number in ("45.0", "7.68", "95,7") if number in said}


@pytest.mark.parametrize(
    ("given", "trusted", "kept"),
    [
        ("a1b2c3d4e5f6", True, True),
        ("a1b2c3d4e5f6", False, False),
        ('x"} nadia@example.org', True, False),
        ("", True, False),
    ],
    ids=["of the proxy", "of anybody", "no number", "none"],
)
def test_the_number_is_the_proxys_where_there_is_one(client, db, settings, given, trusted, kept):
    settings.BEHIND_PROXY = trusted

    answer = client.get("/health/", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given) is kept


def test_of_a_fault_its_kind_and_place_are_told_and_not_what_it_says():
    try:
        raise ValueError("Key (email)=(nadia@example.org) already exists.")
    except ValueError:
        record = log.makeRecord("a", logging.ERROR, "", 0, "It failed", (), sys.exc_info())

    line = json.loads(logs.Line().format(record))

    assert line["fault"] == "ValueError"
    assert line["where"][-1].endswith(" test_of_a_fault_its_kind_and_place_are_told_and_not_what_it_says")
    assert "nadia" not in json.dumps(line)


@pytest.mark.parametrize(
    "said", ["Not Found: /search/?words=Nadia", "mail to nadia@example.org was refused", "/?a=1&b=Nadia"]
)
def test_what_somebody_searched_for_and_addresses_of_mail_are_taken_out(said):
    record = log.makeRecord("a", logging.WARNING, "", 0, said, (), None)

    assert "nadia" not in logs.Line().format(record).lower()


def test_one_line_is_one_object_whatever_it_says():
    record = log.makeRecord("a", logging.WARNING, "", 0, 'two\nlines "quoted" àé', (), None)

    [line] = logs.Line().format(record).splitlines()

    assert json.loads(line)["text"] == 'two\nlines "quoted" àé'


def test_a_demo_speaks_to_people_and_a_city_to_programs():
    demo, city = environment.logging(readable=True), environment.logging(readable=False)

    assert demo["handlers"]["console"]["formatter"] == "people"
    assert city["handlers"]["console"]["formatter"] == "json"
    assert city["loggers"]["cortile.requests"]["level"] == "INFO"
