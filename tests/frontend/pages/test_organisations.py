"""Who is behind the offers."""

from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from frontend.pages import organisations
from marketplace.organisations.models import Organisation
from services.search import counts, offered
from tests.cast import settled
from tests.folding import each


def words(response) -> str:
    return " ".join(unescape(response.content.decode()).replace("\xa0", " ").split())


@pytest.fixture
def looked(client, db):
    return lambda path, asked=None: client.get(path, asked, headers={"accept-language": "en"})


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


@pytest.fixture
def many(db):
    """many(30): so many verified bodies, Body 00 to Body 29."""

    def make(number: int) -> None:
        for nth in range(number):
            settled(Organisation.objects.create(name=f"Body {nth:02}", slug=f"body-{nth:02}"), "verified")

    return make


def queries(looked, path: str) -> int:
    caches["drawn"].clear()
    with CaptureQueriesContext(connection) as caught:
        looked(path)
    return len(caught)


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


def test_many_come_in_pages_by_name(looked, many, offer):
    many(30)

    first, second = words(looked("/organisations/")), words(looked("/organisations/?page=2"))

    assert first.count('href="/organisations/b') == 24
    assert first.index("Biagio") < first.index("Body 00") < first.index("Body 22")
    assert "1 to 24 of 31" in first
    assert '<a class="btn btn-2" rel="next" href="?page=2">' in first
    assert [name in second for name in ("Body 22", "Body 23", "Body 29")] == [False, True, True]


@each("page", ["0", "-1", "x", "999999999999999999999", "\0"])
def test_a_page_that_is_not_there_is_another_one(looked, many, page):
    many(30)

    assert "Body" in words(looked(f"/organisations/?page={page}"))


def test_a_page_costs_as_much_with_many_as_with_few(looked, many, offer):
    few = queries(looked, "/organisations/")
    many(30)

    assert queries(looked, "/organisations/") == few <= 8


def test_of_more_than_a_thousand_the_list_ends_and_a_name_finds_the_others(looked, many, monkeypatch):
    monkeypatch.setattr(organisations, "MOST", 26)
    monkeypatch.setattr("frontend.pages.search.MOST", 26)
    many(30)

    last = words(looked("/organisations/?page=2"))

    assert "25 to 26 of more than 26" in last
    assert "The list ends after the first 26 organisations." in last
    assert "Body 29" in words(looked("/organisations/?name=29"))


@each(
    ("name", "there"),
    [
        ("biag", True), ("BIAGIO", True), ("citta biagio", False), ("", True), (" ", True), ("iagio", False),
        ("\0biagio", True), ("' & | !", True), ("b" * 500, False),
    ],
)  # fmt: skip
def test_one_is_found_by_how_its_name_begins(looked, biagio, name, there):
    page = looked("/organisations/", {"name": name})

    assert ("/organisations/biagio/" in words(page)) is there
    assert ("No organisation of this name." in words(page)) is not there


def test_each_word_of_a_name_finds_it_without_accents_and_signs(looked, db):
    body = Organisation.objects.create(name="L’Università della Città-Giardino, cortile.it, Ștefan", slug="uni")
    settled(body, "verified")

    for name in ("universita", "Città", "giardino uni", "it", "l'univ", "cortile it", "Ștefan", "stefan"):
        assert "/organisations/uni/" in words(looked("/organisations/", {"name": name})), name


def test_what_one_offers_comes_in_pages(looked, make_offer):
    for nth in range(30):
        make_offer(f"Offer {nth:02}")

    first, second = words(looked("/organisations/biagio/")), words(looked("/organisations/biagio/?page=2"))

    assert [name in first for name in ("Offer 29", "Offer 06", "Offer 05")] == [True, True, False]
    assert [name in second for name in ("Offer 06", "Offer 05", "Offer 00")] == [False, True, True]
    assert queries(looked, "/organisations/biagio/?page=2") <= queries(looked, "/organisations/biagio/")


def test_of_more_than_a_thousand_offers_nobody_counts_on(looked, make_offer, monkeypatch):
    for module in (counts, offered, organisations):
        monkeypatch.setattr(module, "MOST", 1)
    make_offer("One")
    assert "1 offer<" in words(looked("/organisations/"))

    make_offer("Two")

    assert "more than 1 offers" in words(looked("/organisations/"))


def test_a_city_without_organisations_says_so(looked):
    assert "No organisation yet" in words(looked("/organisations/"))


def test_an_unknown_name_is_not_found(looked):
    assert looked("/organisations/nobody/").status_code == 404
