"""A door that is told to whoever is accepted: nothing that everybody may ask depends on it."""

import re
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from marketplace.organisations.models import Organisation
from marketplace.places.geocoding import Found
from marketplace.places.models import Area, Place, Street
from marketplace.places.points import Point, metres_between, project
from services.models import Listing, Offer
from services.search import Wish, counts_by_area, search, spots_of
from tests.folding import each

ASKED_FROM = ((45.083, 7.689), (45.07, 7.67), (45.10, 7.66), (45.0811, 7.70))
VIA_CECCHI, AURORA = project(45.0835, 7.6853), project(45.083, 7.689)
FARTHEST = 20_000  # metres
ENGLISH, AWAY = {"accept-language": "en"}, re.compile(r"[\d.,]+ k?m away")


@pytest.fixture
def door(aurora) -> Place:
    """At a neighbour's, 400 metres down a street that the gazetteer knows."""
    return Place.objects.create(line="via Cecchi 18", extra="Scala B", area=aurora, lat=45.0811, lon=7.6811)


@pytest.fixture
def shelf(make_offer, door) -> Offer:
    """A shelf of things to lend, at the neighbour's."""
    return make_offer("Things to lend", where="at_place", place=door)


def words_of(page: Any) -> str:
    return page.content.decode().replace("\xa0", " ")


def near(lat: float, lon: float, **more: Any) -> Wish:
    return Wish(near=Found("", lat, lon, None, precise=True), **more)


def bisected(offer: Offer, lat: float, lon: float) -> float:
    """Within how many metres of there an offer is, by asking until the answer changes."""
    least, most = 0.0, float(FARTHEST)
    while most - least > 0.5:
        middle = (least + most) / 2
        found = search(near(lat, lon, within=middle)).filter(pk=offer.pk).exists()
        least, most = (least, middle) if found else (middle, most)
    return most


def listed_at(offer: Offer) -> Point | None:
    return Listing.objects.get(offer=offer).location


def at(point: Point) -> Any:
    """To a millimetre."""
    return pytest.approx(point, abs=0.001)


def known_to_everybody(offer: Offer, get: Any) -> list[Any]:
    """What anybody is told who looks from here and there."""
    told: list[Any] = [bisected(offer, *place) for place in ASKED_FROM]
    told += [[(one.pk, one.distance) for one in search(near(*place))] for place in ASKED_FROM]
    told += [counts_by_area(Wish(), metres) for metres in (100, 150, 300, 400, 500, 700)]
    told += [[(spot.at, spot.name) for spot in spots_of(search(Wish()))]]
    for lat, lon in ASKED_FROM:
        told.append(get(f"/api/v1/offers/?near={lat},{lon}").json()["results"])
        told.append(AWAY.findall(words_of(get(f"/search/?near={lat},{lon}&minutes=30", headers=ENGLISH))))
    return told


def test_asking_from_many_places_finds_nothing_nearer_than_what_everybody_may_know(shelf, door):
    found = [bisected(shelf, *place) for place in ASKED_FROM]

    to_the_street = [metres_between(project(*place), VIA_CECCHI) for place in ASKED_FROM]
    to_the_door = [metres_between(project(*place), door.location) for place in ASKED_FROM]
    assert found == pytest.approx(to_the_street, rel=0.005, abs=1)
    assert max(abs(one - other) for one, other in zip(found, to_the_door, strict=True)) > 200


def test_another_door_of_the_same_street_changes_no_answer(client, make_offer, shelf, door, biagio):
    make_offer("A shop in between", where="at_place", place=biagio.place)
    before = known_to_everybody(shelf, client.get)

    Place.objects.filter(pk=door.pk).update(line="via Cecchi 71", extra="", lat=45.0862, lon=7.6907)

    assert known_to_everybody(shelf, client.get) == before


def test_of_two_doors_of_a_street_none_is_nearer(make_offer, aurora):
    for number, lat in ((90, 45.09), (2, 45.0825), (40, 45.086)):
        place = Place.objects.create(line=f"via Cecchi {number}", area=aurora, lat=lat, lon=7.6853)
        make_offer(f"At {number}", where="at_place", place=place)

    for place in ASKED_FROM:
        assert [offer.title for offer in search(near(*place))] == ["At 90", "At 2", "At 40"]


def test_list_map_and_api_measure_from_the_same_point(client, shelf):
    lat, lon = ASKED_FROM[1]
    metres = metres_between(project(lat, lon), VIA_CECCHI)

    [spot] = spots_of(search(Wish()))
    [row] = client.get(f"/api/v1/offers/?near={lat},{lon}").json()["results"]

    assert spot.at == at(VIA_CECCHI)
    assert row["distance"] == round(metres / 100) * 100
    page = words_of(client.get(f"/search/?near={lat},{lon}", headers=ENGLISH))
    assert AWAY.findall(page) == [f"{metres / 1000:.1f} km away"]


def test_a_shop_is_found_at_its_very_door(make_offer, biagio):
    shop = make_offer("A counter", where="at_place", place=biagio.place)

    assert listed_at(shop) == at(biagio.place.location)
    for lat, lon in ASKED_FROM:
        away = metres_between(project(lat, lon), biagio.place.location)
        assert bisected(shop, lat, lon) == pytest.approx(away, rel=0.005, abs=1)


def test_shops_are_ordered_to_the_metre(make_offer, biagio, babysitting, aurora):
    for metres in (30, 10, 20):
        place = Place.objects.create(line="via Cecchi 1", area=aurora, lat=45.083 + metres / 111_195, lon=7.689)
        body = Organisation.objects.create(name=f"{metres}", slug=f"shop-{metres}", place=place)
        Organisation.objects.filter(pk=body.pk).update(status="verified")
        make_offer(f"{metres} metres away", where="at_place", place=place, organisation=body)

    found = search(near(45.083, 7.689))

    assert [offer.title for offer in found] == ["10 metres away", "20 metres away", "30 metres away"]


def test_a_door_becomes_known_when_it_stands_on_the_page_of_the_body_and_hidden_when_it_goes(shelf, door, biagio):
    desk = biagio.place
    Organisation.objects.filter(pk=biagio.pk).update(place=door)
    assert listed_at(shelf) == at(door.location)

    Organisation.objects.filter(pk=biagio.pk).update(place=desk)
    assert listed_at(shelf) == at(VIA_CECCHI)


def test_an_offer_that_moves_from_the_counter_to_a_neighbour_is_listed_in_the_street(make_offer, biagio, door):
    offer = make_offer("At the counter", where="at_place", place=biagio.place)

    Offer.objects.filter(pk=offer.pk).update(place=door, street="via cecchi")
    assert listed_at(offer) == at(VIA_CECCHI)

    Offer.objects.filter(pk=offer.pk).update(place=biagio.place, street="piazza della repubblica")
    assert listed_at(offer) == at(biagio.place.location)


def test_whoever_comes_starts_from_where_the_body_is_now(offer, biagio, aurora):
    there = Place.objects.create(line="via Cecchi 2", area=aurora, lat=45.09, lon=7.69)

    Organisation.objects.filter(pk=biagio.pk).update(place=there)
    assert listed_at(offer) == at(there.location)

    Place.objects.filter(pk=there.pk).update(lat=45.091)
    assert listed_at(offer) == at(project(45.091, 7.69))

    Organisation.objects.filter(pk=biagio.pk).update(place=None)
    assert listed_at(offer) is None


@each("street", ["", "via che nessuno conosce"])
def test_what_the_gazetteer_does_not_know_lies_in_the_middle_of_the_neighbourhood(shelf, street):
    Offer.objects.filter(pk=shelf.pk).update(street=street)

    assert listed_at(shelf) == at(AURORA)


def test_outside_of_all_neighbourhoods_it_has_no_point(make_offer):
    lonely = Place.objects.create(line="via Lontana 1", lat=45.2, lon=7.9)

    assert listed_at(make_offer("Far out", where="at_place", place=lonely)) is None


def test_it_follows_the_gazetteer(shelf, aurora):
    streets = Street.objects.filter(folded="via cecchi")
    streets.update(lat=45.084)
    assert listed_at(shelf) == at(project(45.084, 7.6853))

    streets.delete()
    assert listed_at(shelf) == at(AURORA)

    Area.objects.filter(pk=aurora.pk).update(centre_lat=45.082)
    assert listed_at(shelf) == at(project(45.082, 7.689))

    Street.objects.bulk_create([Street(name="Via Cecchi", folded="via cecchi", area=aurora, lat=45.08, lon=7.68)])
    assert listed_at(shelf) == at(project(45.08, 7.68))


def test_an_address_of_the_gazetteer_is_no_street(shelf, aurora):
    Street.objects.create(name="via Cecchi 18", folded="via cecchi 18", area=aurora, lat=45.0811, lon=7.6811)

    assert listed_at(shelf) == at(VIA_CECCHI)


def test_offers_that_were_there_before_are_listed_where_their_street_is(shelf, make_offer, biagio):
    shop = make_offer("A counter", where="at_place", place=biagio.place)
    Offer.objects.update(street="")
    Listing.objects.filter(offer=shelf).update(location=shelf.location)
    written = import_module("services.migrations.0015_name_streets_of_offers")

    for operation in written.Migration.operations:
        operation.code(None, SimpleNamespace(connection=connection))

    assert list(Offer.objects.order_by("pk").values_list("street", flat=True)) == [
        "via cecchi",
        "piazza della repubblica",
    ]
    assert [listed_at(shelf), listed_at(shop)] == [at(VIA_CECCHI), at(biagio.place.location)]
