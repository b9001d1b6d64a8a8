"""Who is behind the offers."""

from html import unescape

import pytest

from tests.cast import settled
from tests.folding import each


def words(response) -> str:
    return " ".join(unescape(response.content.decode()).replace("\xa0", " ").split())


@pytest.fixture
def looked(client, db):
    return lambda path: client.get(path, headers={"accept-language": "en"})


def test_an_organisation_shows_who_it_is_and_what_it_offers(looked, make_offer):
    make_offer("Shown")
    make_offer("Hidden", status="review")

    page = words(looked("/organisations/biagio/"))

    assert "Community concierge." in page
    assert "verified by the City" in page
    assert "piazza della Repubblica 1, Aurora" in page
    assert "Italian, English, and Arabic" in page
    assert 'href="tel:' in page
    assert "Shown" in page
    assert "Hidden" not in page


def test_one_whose_head_office_lies_in_no_neighbourhood_is_shown_in_the_city(looked, biagio):
    type(biagio.place).objects.filter(pk=biagio.place.pk).update(area=None)

    page = looked("/organisations/biagio/")

    assert page.status_code == 200
    assert "piazza della Repubblica 1, Torino" in words(page)


@each("status", ["new", "submitted", "refused", "suspended"])
def test_one_that_is_not_verified_is_there_only_for_its_own_people_and_the_city(
    looked, client, biagio, elena, dora, gianni, status
):
    settled(biagio, status)

    assert looked("/organisations/biagio/").status_code == 404
    client.force_login(dora)
    assert looked("/organisations/biagio/").status_code == 404
    assert "Biagio" not in words(looked("/organisations/"))
    for insider in (elena, gianni):
        client.force_login(insider)
        assert "Not everybody sees this:" in words(looked("/organisations/biagio/"))


def test_all_that_are_verified_are_listed_but_not_the_city_itself(looked, offer, city):
    page = words(looked("/organisations/"))

    assert "Biagio" in page
    assert "1 offer" in page
    assert "Città di Torino" not in page


def test_a_city_without_organisations_says_so(looked):
    assert "No organisation yet" in words(looked("/organisations/"))


def test_an_unknown_name_is_not_found(looked):
    assert looked("/organisations/nobody/").status_code == 404
