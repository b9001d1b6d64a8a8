"""What was found as points of a map: only places that people come to, no more exactly than everybody may know."""

import pytest

from marketplace.places.models import Area, Place, Street
from marketplace.places.points import project
from services.search import Wish, search, spots_of


def shown(wish: Wish | None = None) -> list[tuple[tuple[float, float], list[str]]]:
    return [(spot.at, [offer.title for offer in spot.offers]) for spot in spots_of(search(wish or Wish()))]


@pytest.fixture
def place(aurora):
    def make(line: str, **fields) -> Place:
        return Place.objects.create(**{"line": line, "area": aurora, "lat": 45.0811, "lon": 7.6811, **fields})

    return make


def test_only_what_people_come_to_has_a_point(make_offer, biagio):
    make_offer("At home")
    make_offer("By phone", where="phone")
    make_offer("Online", where="remote")
    make_offer("At theirs", where="at_place", place=biagio.place)

    assert shown() == [(biagio.place.location, ["At theirs"])]


def test_what_is_not_published_has_no_point(make_offer, biagio):
    make_offer("Hidden", status="review", where="at_place", place=biagio.place)

    assert shown() == []


def test_another_address_than_that_of_the_organisation_lies_where_its_street_does(make_offer, place, aurora):
    make_offer("Somewhere in via Cecchi", where="at_place", place=place("via Cecchi 18"))

    assert shown() == [(project(45.0835, 7.6853), ["Somewhere in via Cecchi"])]


def test_the_same_street_of_another_neighbourhood_is_another_one(make_offer, place, aurora):
    other = Area.objects.create(code="other", name="Other", rings=[], centre_lat=45.0, centre_lon=7.0)
    Street.objects.create(name="via Bologna", folded="via bologna", area=other, lat=45.0, lon=7.1)
    make_offer("In Aurora", where="at_place", place=place("via Bologna 3"))

    assert shown() == [(project(45.083, 7.689), ["In Aurora"])]


def test_a_street_that_nobody_knows_lies_in_the_middle_of_its_neighbourhood(make_offer, place):
    make_offer("Hidden alley", where="at_place", place=place("vicolo Corto 1"))

    assert shown() == [(project(45.083, 7.689), ["Hidden alley"])]


def test_streets_that_nobody_knows_are_one_point_with_the_name_of_the_neighbourhood(make_offer, place):
    make_offer("Knitting", where="at_place", place=place("vicolo Corto 1"))
    make_offer("Chess", where="at_place", place=place("via Nuova 9"))

    spots = spots_of(search(Wish()))

    assert [(spot.name, [offer.title for offer in spot.offers]) for spot in spots] == [
        ("Aurora", ["Chess", "Knitting"])
    ]


def test_an_address_of_no_neighbourhood_that_is_not_the_organisation_s_has_no_point(make_offer, place):
    make_offer("Outside", where="at_place", place=place("via Lontana 1", area=None))

    assert shown() == []


def test_what_takes_place_at_the_same_spot_is_one_point_in_the_order_of_the_results(make_offer, biagio, place):
    make_offer("First", where="at_place", place=biagio.place)
    make_offer("Elsewhere", where="at_place", place=place("via Cecchi 18"))
    make_offer("Last", where="at_place", place=biagio.place)

    assert [titles for _at, titles in shown()] == [["Last", "First"], ["Elsewhere"]]


def test_no_more_than_the_first_are_shown(make_offer, biagio, monkeypatch):
    monkeypatch.setattr("services.search.spots.MOST_SHOWN", 2)
    for number in range(3):
        make_offer(f"Offer {number}", where="at_place", place=biagio.place)

    assert shown() == [(biagio.place.location, ["Offer 2", "Offer 1"])]
