"""Search by how long the way is: filters that say it, and take each other's place."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from marketplace.places.models import TravelSpeed
from marketplace.places.points import project
from tests.folding import each


@pytest.fixture
def looked(client, db):
    """Look at the search page with these filters; English."""

    def look(**filters):
        response = client.get("/search/", filters, headers={"accept-language": "en"})
        response.words = " ".join(unescape(response.content.decode()).replace("\xa0", " ").split())
        return response

    return look


@pytest.fixture
def around(make_offer, aurora):
    make_offer("Far", where="at_place", location=project(45.02, 7.62))
    make_offer("Near", where="at_place", location=project(45.084, 7.69))


def group(response, name: str) -> dict[str, str]:
    (found,) = (group for group in response.context["more"] if group.name == name)
    return {chip.label.replace("\xa0", " "): f"{chip.href}{' on' if chip.on else ''}" for chip in found.chips}


def test_a_way_that_is_on_is_a_chip_that_takes_it_off_with_its_minutes(looked, around):
    page = looked(near="Aurora", minutes="20", by="walk", price="free")

    assert 'href="?near=Aurora&price=free"><span class="hide">Remove the filter:' in page.words
    assert "</span>Within 20 minutes on foot " in page.words
    assert 'class="chip on" href="?price=free"' in page.words  # without a place nothing of it stays


def test_only_what_one_reaches_in_that_time_is_listed(looked, around):
    on_foot, by_car = looked(near="Aurora", minutes="20"), looked(near="Aurora", minutes="60", by="car")

    assert "<b>1 result</b>" in on_foot.words
    assert "Near" in on_foot.words
    assert "<b>2 results</b>" in by_car.words


def test_metres_and_minutes_take_each_others_place(looked, around):
    far = group(looked(near="Aurora", minutes="20", by="walk"), "How far")

    assert far["Within 1 km"] == "?near=Aurora&within=1000"
    assert far["Within 20 minutes on foot"] == "?near=Aurora&minutes=20&by=walk on"
    assert group(looked(near="Aurora", within="1000"), "How far")["Within 30 minutes by bus and tram"] == (
        "?near=Aurora&minutes=30&by=transit"
    )


def test_a_way_without_a_speed_is_not_offered(looked, around):
    TravelSpeed.objects.exclude(mode="walk").update(valid_to=timezone.localdate() - timedelta(days=1))

    far = group(looked(near="Aurora"), "How far")

    assert [label for label in far if "minutes" in label] == ["Within 10 minutes on foot", "Within 20 minutes on foot"]


@each(
    ("filters", "sentence"),
    [
        ({"minutes": "4"}, "greater than or equal to 5"),
        ({"minutes": "61"}, "less than or equal to 60"),
        ({"minutes": "x"}, "Enter a whole number."),
        ({"minutes": "20", "by": "carpet"}, "carpet is not one of the available choices."),
    ],
)
def test_a_way_that_cannot_be_gets_a_sentence_and_hides_nothing(looked, around, filters, sentence):
    page = looked(near="Aurora", **filters)

    assert sentence in page.words
    assert "<b>2 results</b>" in page.words


def test_minutes_without_a_place_mean_nothing(looked, around):
    page = looked(minutes="5", by="walk")

    assert "<b>2 results</b>" in page.words
    assert "Within 5 minutes" not in page.words


def test_pressing_a_neighbourhood_keeps_the_way_and_shows_as_many_as_it_said(looked, around):
    (stone,) = looked(minutes="20", by="walk").context["map"]["stones"]

    pressed = looked(near="Aurora", minutes="20", by="walk")

    assert stone["href"] == "?minutes=20&by=walk&near=Aurora"
    assert stone["number"] == pressed.context["page"].paginator.count == 1
    assert pressed.context["map"]["whole"] == "?"
