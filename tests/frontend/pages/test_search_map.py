"""The map of what was found: points, cards, and the same as a list."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.places.models import Place
from services.models import Offer
from tests.folding import each

HTMX = {"hx-request": "true"}


@pytest.fixture
def looked(client, db):
    """Look at the map with these filters; English."""

    def look(headers=None, **filters):
        response = client.get("/search/map/", filters, headers={"accept-language": "en", **(headers or {})})
        response.words = " ".join(unescape(response.content.decode()).replace("\xa0", " ").split())
        return response

    return look


@pytest.fixture
def pottery(make_offer, biagio) -> Offer:
    """Within Aurora as it is drawn here."""
    Place.objects.filter(pk=biagio.place.pk).update(lat=45.08)
    biagio.place.refresh_from_db()
    return make_offer("Pottery", where="at_place", place=biagio.place)


def drawn(response) -> list[str]:
    """The names of the points."""
    return re.findall(r'<a class="dot[^>]*><title>(.*?)</title>', response.words)


def test_the_search_page_leads_to_the_map_with_the_same_filters(client, pottery):
    page = client.get("/search/", {"q": "pottery", "price_up_to": "20"}).content.decode()

    assert 'href="/search/map/?q=pottery&amp;price_up_to=20"' in page


def test_everybody_sees_a_point_that_leads_to_its_offer_and_the_same_as_a_list(looked, pottery):
    page = looked()

    assert drawn(page) == ["Pottery"]
    assert f'href="{pottery.get_absolute_url()}" hx-get="?spot={pottery.pk}"' in page.words
    assert f'<a href="{pottery.get_absolute_url()}">Pottery</a> <span class="soft small">Biagio</span>' in page.words
    assert "You go to 1 of them yourself" in page.words


def test_what_comes_to_ones_home_is_no_point_but_counts_in_its_neighbourhood(looked, offer, aurora):
    page = looked()

    assert drawn(page) == []
    assert "<title>Aurora: 1 offer</title>" in page.words
    assert "the map has no points" in page.words


def test_no_house_number_and_no_door_stands_on_the_map(looked, make_offer, aurora):
    hidden = Place.objects.create(line="via Cecchi 18", extra="Scala B", area=aurora, lat=45.0811, lon=7.6811)
    make_offer("Knitting", where="at_place", place=hidden)

    page = looked()

    assert "via Cecchi, Aurora" in page.words
    assert "18" not in re.sub(r"<svg.*?</svg>", "", page.words).split("The places of the map")[1].split("</section>")[0]
    assert "Scala B" not in page.words


def test_filters_and_neighbourhoods_keep_to_the_map(looked, pottery, aurora):
    page = looked(language="ar", near="Aurora")

    for chip in page.context["chips"]:
        assert chip.href.startswith("?")
        assert looked(**dict(parse_qsl(chip.href.lstrip("?")))).status_code == 200
    assert '<a href="?near=Aurora&language=ar&within=3000" class="on"' in page.words
    assert 'href="/search/?near=Aurora&language=ar">Back to the list' in page.words


def test_a_point_takes_the_day_along_to_its_offer(looked, pottery):
    page = looked(on=(day := timezone.localdate() + timedelta(days=2)).isoformat())

    assert page.words.count(f'href="{pottery.get_absolute_url()}?from={day}"') == 2  # the point, and the list


def test_what_the_filters_leave_out_has_no_point(looked, pottery):
    assert drawn(looked(q="plumber")) == []
    assert drawn(looked(price="free")) == []


def test_a_point_that_is_pressed_shows_its_cards_and_keeps_the_filters(looked, pottery, make_offer, biagio):
    other = make_offer("Weaving", where="at_place", place=biagio.place)

    page = looked(language="ar")
    pressed = looked(language="ar", spot=pottery.pk)

    assert drawn(page) == ["piazza della Repubblica, Aurora: 2 offers"]
    assert f'href="?language=ar&spot={other.pk}"' in page.words  # without scripts: this page, with the cards
    assert [offer.title for offer in pressed.context["cards"]] == ["Weaving", "Pottery"]
    assert 'aria-current="true"><title>piazza' in pressed.words


def test_with_scripts_the_cards_come_alone(looked, pottery):
    part = looked(HTMX, spot=pottery.pk)

    assert "<html" not in part.words
    assert 'href="/offers/' in part.words
    assert '<symbol id="i-clock"' in part.words  # the page around it may lack what its cards draw
    assert "HX-Request" in part["Vary"]


@each("spot", ["0", "x", "99999999999999999999", "-1", "a\0b"])
def test_a_place_that_is_not_there_is_told(looked, pottery, spot):
    page = looked(spot=spot)

    assert page.status_code == 200
    assert "This place is not among what you are looking for now." in page.words


def test_of_many_at_one_place_the_list_names_a_few_and_leads_to_all(looked, make_offer, biagio):
    for number in range(15):
        make_offer(f"Coat {number}", where="at_place", place=biagio.place)

    page, pressed = looked(), looked(spot=Offer.objects.first().pk)

    assert "12 more here" in page.words
    assert len(pressed.context["cards"]) == 12
    assert "Also here" in pressed.words
    assert "Coat 0</a>" in pressed.words


def test_a_place_beyond_the_edge_stands_in_the_list_alone(looked, make_offer, biagio):
    Place.objects.filter(pk=biagio.place.pk).update(lat=45.2)
    make_offer("Far out", where="at_place", place=biagio.place)

    page = looked()

    assert drawn(page) == []
    assert "beyond the edge of the map" in page.words


def test_how_far_one_gets_is_a_circle(looked, pottery):
    assert 'class="reach"' in looked(near="Aurora", minutes="20").words
    assert 'class="reach"' not in looked(near="Aurora").words
    assert 'class="here"' not in looked(minutes="20").words


def test_a_filter_that_cannot_be_gets_a_sentence(looked, pottery):
    page = looked(near="Atlantis", minutes="4")

    assert "We do not know this place." in page.words
    assert drawn(page) == ["Pottery"]


def test_a_city_without_neighbourhoods_has_a_map_all_the_same(looked):
    assert looked().status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_offers(looked, pottery, make_offer, biagio):
    def queries(**filters) -> int:
        with CaptureQueriesContext(connection) as caught:
            looked(**filters)
        return len(caught)

    looked()  # whoever asks first reads the areas
    few = [queries(), queries(near="Aurora", on="tomorrow"), queries(spot=pottery.pk)]
    for number in range(8):
        make_offer(f"Another {number}", where="at_place", place=biagio.place)

    assert [queries(), queries(near="Aurora", on="tomorrow"), queries(spot=pottery.pk)] == few
    assert max(few[:2]) <= 12
    assert few[2] <= 22  # the cards of what was pressed, drawn for the first time
