"""The list of what there is, with its filters in the address."""

from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.utils import timezone

from marketplace.places.models import Area
from services.search import vocabulary
from tests.folding import each


def words(response) -> str:
    return " ".join(unescape(response.content.decode()).replace("\xa0", " ").split())


def test_everybody_sees_what_is_published_before_any_account(looked, make_offer):
    make_offer("Shown")
    make_offer("Hidden", status="review")

    page = words(looked())

    assert "<b>1 result</b>, the newest first" in page
    assert "Shown" in page
    assert "Hidden" not in page


def test_a_card_says_who_how_far_when_and_what_it_costs(looked, offer, aurora):
    page = words(looked(near="Aurora"))

    assert "Biagio, at your home, 800 m away" in page
    assert "You pay €12 an hour" in page
    assert "From 1 hour to 4 hours" in page
    assert '<h1 dir="auto">Near Aurora</h1>' in page


def test_on_a_day_in_a_crowd_it_says_that_the_nearest_alone_were_looked_at(looked, offer, aurora):
    said = "We looked among the nearest twenty thousand offers."
    assert said not in words(looked(near="aurora", on="tomorrow"))
    Area.objects.update(near_metres=5000, changed_at=timezone.now())

    assert said in words(looked(near="aurora", on="tomorrow"))
    assert said not in words(looked(near="aurora"))


def test_the_headline_says_what_was_asked_for(looked, offer, aurora):
    response = looked(category="babysitting", on="tomorrow", near="aurora")

    assert '<h1 dir="auto">Babysitting, tomorrow, near Aurora</h1>' in words(response)
    assert "<title>1 result: Babysitting, tomorrow, near Aurora - Cortile</title>" in words(response)


def test_a_filter_that_is_on_is_a_link_that_takes_it_off(looked, offer, aurora):
    page = looked(near="Aurora", within="3000", price="free", page="2").content.decode()

    assert 'class="chip on" href="?near=Aurora&amp;within=3000"' in page
    assert 'class="chip on" href="?price=free"' in page  # without a place "within" means nothing


def test_more_filters_say_how_many_each_would_show_and_what_shows_nothing_is_no_link(looked, make_offer, aurora):
    make_offer("Paid at home", price_cents=1500)
    make_offer("Free on the phone", where="phone", price="free", price_cents=0)

    page = words(looked(language="ar", price_up_to="30"))

    assert 'href="?price_up_to=20&language=ar">Up to €20 an hour (2)</a>' in page
    assert 'href="?price_up_to=10&language=ar">Up to €10 an hour (1)</a>' in page  # what is free
    assert 'href="?language=ar&price=free">Free of charge (1)</a>' in page
    assert '<span class="chip none">Online (0)</span>' in page
    assert 'class="chip on" href="?price_up_to=30&language=ar" aria-current="true">Up to €30 an hour (2)</a>' in page


def test_pressing_a_filter_shows_as_many_as_it_said(looked, make_offer):
    make_offer("By the hour", price_cents=900)
    make_offer("For points", kind="garment", price="free", price_cents=0, where="at_place")

    chips = [chip for group in looked().context["more"] for chip in group.chips if chip.number]

    assert [chip.label for chip in chips if "point" in chip.label or "hour" in chip.label] == [
        "For points", "Up to €10 an hour", "Up to €20 an hour", "Up to €30 an hour"
    ]  # fmt: skip
    for chip in chips:
        shown = looked(**dict(parse_qsl(chip.href.lstrip("?"))))
        assert shown.context["page"].paginator.count == chip.number, chip.label


def test_a_filter_of_which_not_all_were_counted_says_at_least_so_many(looked, make_offer, monkeypatch):
    monkeypatch.setattr("services.search.facets.MOST", 1)
    for number in range(3):
        make_offer(f"Offer {number}")

    page = words(looked())

    assert ">At my home (1+)</a>" in page
    assert ">By phone</a>" in page  # nobody looked at all: that is not none


def test_a_mistyped_word_is_answered_with_a_link_that_keeps_the_other_filters(looked, offer, aurora):
    vocabulary.count_words()

    page = words(looked(q="Babisitter", near="Aurora", where="at_home", page="3"))

    assert 'Did you mean <a href="?q=babysitter&near=Aurora&where=at_home"><b>babysitter</b></a>?' in page
    assert "Did you mean" not in words(looked(q="babisitter", price="free"))
    assert "Did you mean" not in words(looked(q="babysitter"))


def test_a_day_shows_how_many_times_are_free_on_it(looked, offer):
    day = timezone.localdate() + timedelta(days=2)

    assert "9:00 (and 16 more times)" in words(looked(on=day.isoformat()))


def test_a_part_of_a_day_is_a_chip_that_narrows_the_times(looked, offer):
    day = (timezone.localdate() + timedelta(days=2)).isoformat()

    whole, afternoon = looked(on=day), looked(**{"on": day, "from": "12:00", "until": "18:00"})

    assert f'href="?on={day}&amp;until=12%3A00">In the morning</a>' in whole.content.decode()
    assert f'class="chip on" href="?on={day}"><span class="hide">Remove the filter:' in afternoon.content.decode()
    assert "12:00 (and 10 more times)" in words(afternoon)
    assert 'value="18:00"' in words(afternoon)


@each(
    ("hours", "label"),
    [
        ({"from": "18:00"}, "In the evening"), ({"from": "10:00", "until": "12:30"}, "From 10:00 until 12:30"),
        ({"from": "10:00"}, "From 10:00 on"), ({"until": "9:30"}, "Before 9:30"),
    ],
)  # fmt: skip
def test_hours_are_said_on_their_chip_and_fall_with_the_day(looked, offer, hours, label):
    page = looked(on="tomorrow", price="free", **hours).content.decode()

    assert f"</span>{label} " in page
    assert 'class="chip on" href="?price=free"' in page


def test_hours_without_a_day_mean_nothing(looked, offer):
    page = words(looked(**{"from": "20:00"}))

    assert "<b>1 result</b>" in page
    assert "From 20:00" not in page


def test_places_are_a_filter_for_what_takes_place_on_dates(looked, on, dinner, offer):
    on(days=3, seats=3)

    page, none = words(looked(seats="2")), words(looked(seats="4"))

    assert "<b>1 result</b>" in page
    assert "Dinner in the courtyard" in page
    assert "Without “4 places left”" in none


def test_the_map_is_also_a_list_of_links_with_numbers(looked, offer, aurora):
    page = looked(language="ar").content.decode()

    assert page.count("?language=ar&amp;near=Aurora&amp;within=3000") == 2
    assert "<title>Aurora: 1 offer</title>" in page
    assert ">Aurora (1)</a>" in page


def test_pressing_a_neighbourhood_shows_as_many_as_it_said(looked, make_offer, aurora):
    falchera = Area.objects.create(
        code="falchera", name="Falchera", rings=aurora.rings, centre_lat=45.13, centre_lon=7.7
    )
    make_offer("Falchera only").areas.add(falchera)
    make_offer("By phone", where="phone")

    page = looked()

    for stone in page.context["map"]["stones"]:
        pressed = looked(near=stone["name"], within="3000")
        assert pressed.context["page"].paginator.count == stone["number"]


def test_a_neighbourhood_without_offers_cannot_be_pressed(looked, aurora):
    page = looked(q="nothing of the kind").content.decode()

    assert "Aurora (0)</span>" in page
    assert "Aurora (0)</a>" not in page


@each(
    ("filters", "sentence"),
    [
        ({"on": "2020-01-01"}, "This day is past."),
        ({"on": "soon"}, "This is not a day that we understand."),
        ({"near": "Atlantis"}, "We do not know this place."),
        ({"category": "nonsense"}, "We have no such category."),
        ({"within": "0", "near": "Aurora"}, "greater than or equal to 100"),
        ({"q": "x" * 200}, "at most 100 characters"),
        ({"q": "a\0b"}, "Null characters are not allowed."),
        ({"language": "klingon"}, "two letters"),
        ({"on": "tomorrow", "from": "12:00", "until": "10:00"}, "The end must come after the start."),
        ({"seats": "0"}, "at least one place"),
        ({"lasting": "5"}, "from 15 minutes to 12 hours"),
    ],
)
def test_a_filter_that_cannot_be_gets_a_sentence(looked, offer, aurora, filters, sentence):
    response = looked(**filters)

    assert response.status_code == 200
    assert sentence in words(response)
    assert "<b>1 result</b>" in words(response)


@each("page", ["0", "-1", "x", "99999999999999999999999", "2"])
def test_a_page_that_is_not_there_shows_the_nearest_one(looked, offer, page):
    assert "Babysitter at your home" in words(looked(page=page))


@pytest.fixture
def few_are_counted(monkeypatch):
    """As if a city had more than are counted."""
    monkeypatch.setattr("services.search.counts.MOST", 14)
    monkeypatch.setattr("frontend.pages.search.MOST", 14)


def test_more_than_are_counted_are_said_to_be_more(few_are_counted, looked, make_offer, aurora):
    for number in range(15):
        make_offer(f"Offer {number}")

    first, beyond = words(looked()), words(looked(page="500"))

    assert "<b>More than 14 results</b>, the newest first" in first
    assert "<title>More than 14 results: Everything on offer - Cortile</title>" in first
    assert "1 to 12 of more than 14" in first
    assert "The list ends" not in first
    assert "13 to 14 of more than 14" in beyond
    assert "The list ends after the first 14 results." in beyond
    assert "More results" not in beyond


def test_a_neighbourhood_has_no_number_where_there_are_too_many_to_count(few_are_counted, looked, make_offer, aurora):
    for number in range(15):
        make_offer(f"Offer {number}")

    page = looked().content.decode()

    assert "too many to count for each neighbourhood" in page
    assert "<title>Aurora</title>" in page
    assert ">Aurora</a>" in page


def test_as_many_as_are_counted_are_told_exactly(few_are_counted, looked, make_offer, aurora):
    for number in range(14):
        make_offer(f"Offer {number}")

    page = words(looked(page="2"))

    assert "<b>14 results</b>" in page
    assert "13 to 14 of 14" in page
    assert "<title>Aurora: 14 offers</title>" in page


def test_what_people_type_is_never_markup(looked, offer):
    page = looked(q="<script>alert(1)</script>", near='"><img src=x>').content.decode()

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_the_neighbourhood_searched_last_is_remembered_no_more_exactly(looked, client, offer, aurora):
    looked(near="via Cecchi 18")

    assert client.cookies["near"].value == aurora.code
    assert client.cookies["near"]["httponly"]
