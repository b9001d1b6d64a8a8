"""Search near the position of a device: as good as any other place, and told to nobody more exactly than needed."""

from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest

from marketplace.accounts.models import User
from marketplace.places.points import project
from tests.folding import each

HERE = "45.083,7.689"


def words(response) -> str:
    return " ".join(unescape(response.content.decode()).replace("\xa0", " ").split())


@pytest.fixture
def around(make_offer, aurora):
    make_offer("Far", where="at_place", location=project(45.02, 7.62))
    make_offer("Next door", where="at_place", location=project(45.084, 7.69))
    make_offer("Across the street", where="at_place", location=project(45.0831, 7.6891))


def titles(response) -> list[str]:
    return [offer.title for offer in response.context["page"]]


def test_the_nearest_come_first_and_people_read_where_they_are_looking(looked, around):
    page = looked(near=HERE)

    assert titles(page) == ["Across the street", "Next door", "Far"]
    assert "<b>3 results</b>, the nearest first" in words(page)
    assert '<h1 dir="auto">Near me (Aurora)</h1>' in words(page)
    assert "You are looking around <b>where you are</b> (Aurora)." in words(page)
    assert '<title>Aurora: 1 offer</title><path class="area"' not in words(page)


def test_in_italian_too(client, around):
    page = words(client.get("/search/", {"near": HERE}, headers={"accept-language": "it"}))

    assert '<h1 dir="auto">Vicino a me (Aurora)</h1>' in page
    assert "Stai guardando intorno a <b>dove sei tu</b> (Aurora)." in page


def test_it_stays_in_the_form_in_every_filter_and_on_the_map_of_the_city(looked, around):
    page = looked(near=HERE, price="free")

    assert f'name="near" value="{HERE}"' in words(page)
    assert 'class="chip on" href="?price=free"><span class="hide">Remove the filter: </span>Near me (Aurora)' in words(
        page
    )
    hrefs = [chip.href for group in page.context["more"] for chip in group.chips]
    assert hrefs
    assert all(dict(parse_qsl(href[1:])).get("near") == HERE for href in hrefs)
    assert [stone["name"] for stone in page.context["map"]["stones"] if stone["on"]] == ["Aurora"]


def test_each_filter_shows_as_many_as_it_said(looked, around):
    chips = [chip for group in looked(near=HERE).context["more"] for chip in group.chips if chip.number]

    assert chips
    for chip in chips:
        shown = looked(**dict(parse_qsl(chip.href[1:])))
        assert shown.context["page"].paginator.count == chip.number, chip.label


def test_the_way_is_reckoned_from_there(looked, around):
    assert titles(looked(near=HERE, within="100")) == ["Across the street"]
    assert titles(looked(near=HERE, minutes="5", by="walk")) == ["Across the street", "Next door"]


@each("path", ["/search/", "/search/map/"])
def test_an_exact_position_leads_to_the_address_without_it(client, around, path):
    exact = urlencode({"near": "45.0831239,7.6894999", "price": "free", "page": "2"})

    answer = client.get(f"{path}?{exact}")

    assert answer.status_code == 302
    assert answer["Location"] == f"{path}?{urlencode({'near': HERE, 'price': 'free', 'page': '2'})}"


@each("path", ["/search/", "/search/map/"])
def test_a_rounded_one_is_shown_at_once_and_its_neighbourhood_alone_stays_on_the_device(client, around, aurora, path):
    answer = client.get(path, {"near": "45.07,7.68"})
    assert answer.status_code == 200

    client.get(path, {"near": HERE})

    assert client.cookies["near"].value == aurora.code


def test_on_the_map_too(client, around):
    page = words(client.get("/search/map/", {"near": HERE}, headers={"accept-language": "en"}))

    assert "Near me (Aurora), on the map" in page
    assert "You are looking around <b>where you are</b> (Aurora)." in page
    assert '<circle class="here"' in page


@each(
    ("near", "sentence"),
    [
        ("95,7.68", "A position is written as 45.07,7.68"), ("45,07,7,68", "A position is written as 45.07,7.68"),
        ("7.68,45.07", "This place is too far from here."), ("nan,nan", "We do not know this place."),
    ],
)  # fmt: skip
def test_what_is_no_position_here_gets_a_sentence_beside_the_field(looked, around, near, sentence):
    page = words(looked(near=near))

    assert sentence in page
    assert 'aria-invalid="true" aria-describedby="wrong-near"' in page
    assert "<b>3 results</b>" in page


def test_outside_the_borders_it_is_near_me_outside_the_city(looked, around):
    assert '<h1 dir="auto">Near me (outside Torino)</h1>' in words(looked(near="45.07,7.55"))


def test_it_is_kept_like_any_search(client, around, nadia: User):
    client.force_login(nadia)
    page = client.get("/search/", {"near": HERE}).content.decode()
    assert f'name="filters" value="{urlencode({"near": HERE})}"' in page

    kept = client.post("/searches/keep/", {"filters": urlencode({"near": HERE})}, follow=True)

    assert "Near me (Aurora)" in words(kept)


@each("path", ["/", "/search/"])
def test_the_button_waits_for_a_script_that_shows_it(client, db, path):
    page = client.get(path, headers={"accept-language": "en"}).content.decode()

    assert 'id="near-me" hidden' in page
    assert "islands/near" in page or "assets/near" in page
    assert "Allow it in the settings of your browser" in page


def test_the_page_on_data_says_what_becomes_of_it(client, db):
    told = {code: words(client.get("/privacy/", headers={"accept-language": code})) for code in ("en", "it")}

    assert "Only when you press “Near me” do we ask your browser where you are" in told["en"]
    assert "solo quando premi “Vicino a me”" in told["it"]
