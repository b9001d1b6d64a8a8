"""The first page: one question, and what there is."""

from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from frontend.pages import home
from marketplace.organisations.models import Organisation
from services.models import Category
from services.search import offered
from tests.cast import settled
from tests.folding import each


@pytest.fixture(autouse=True)
def nothing_kept():
    """What the test before drew: its listings went without anybody counting an edition."""
    for name in ("drawn", "pieces"):
        caches[name].clear()


@pytest.fixture
def page(client, db):
    def look() -> str:
        content = client.get("/", headers={"accept-language": "en"}).content.decode()
        return " ".join(unescape(content).replace("\xa0", " ").split())

    return look


@pytest.fixture
def early(monkeypatch):
    """Seven in the morning in Turin: the day is still free."""
    morning = timezone.localtime().replace(hour=7, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: morning)


def test_an_empty_city_still_has_a_first_page(page):
    assert "What do you need?" in page()
    assert "Nothing is told yet: the first booking may be yours." in page()


def test_each_category_says_how_much_there_is_in_it(page, make_offer):
    Category.objects.create(slug="pets", name={"en": "Pets"}, drawing="cat-pets")
    make_offer()
    make_offer("Hidden", status="review")

    assert '<a href="/search/?category=babysitting">' in page()
    assert "Babysitting<small>1 offer</small>" in page()
    assert "category=pets" not in page()


def test_what_is_there_more_than_a_thousand_times_is_not_counted_further(page, make_offer, biagio, monkeypatch):
    for module in (home, offered):
        monkeypatch.setattr(module, "MOST", 2)
    make_offer("One")
    make_offer("Two")
    assert "Babysitting<small>2 offers</small>" in page()

    make_offer("Three")
    for number in range(2):
        settled(Organisation.objects.create(name=f"Body {number}", slug=f"body-{number}"), "verified")

    assert "Babysitting<small>more than 2 offers</small>" in page()
    assert "More than 2 organisations of Torino. The City checks" in page()
    assert '<a href="/organisations/">See the organisations</a>' in page()


def test_what_was_counted_is_kept_until_a_listing_changes(page, make_offer):
    make_offer()
    page()
    with CaptureQueriesContext(connection) as caught:
        again = page()
    assert not any("cardinality" in query["sql"] for query in caught)
    assert "Babysitting<small>1 offer</small>" in again

    make_offer("Another")

    assert "Babysitting<small>2 offers</small>" in page()


def test_what_is_free_today_is_shown(page, offer, early):
    assert "Today, 9:00" in page()
    assert '<a href="/search/?on=today">See the one offer</a>' in page()


def test_of_many_who_are_free_no_more_are_counted_than_it_says(page, make_offer, early, monkeypatch):
    monkeypatch.setattr(home, "COUNTED", 2)
    for number in range(4):
        make_offer(f"Free {number}")

    assert '<a href="/search/?on=today">See more than 2 offers</a>' in page()


def test_in_the_evening_tomorrow_is_shown(page, make_offer, early):
    make_offer(notice_minutes=24 * 60)

    assert "Free tomorrow" in page()
    assert "Tomorrow, 9:00" in page()


def test_where_nobody_is_free_it_says_so(page, make_offer):
    make_offer(notice_minutes=4 * 24 * 60)

    assert "Today and tomorrow nobody is free." in page()


def test_near_the_place_searched_last(page, client, offer, aurora, early):
    client.cookies["near"] = aurora.code

    assert "Near Aurora, free today" in page()
    assert "Biagio, at your home, 800 m away" in page()


@each("code", ["nowhere", "a\\360b", "x" * 4000])
def test_a_strange_place_on_the_device_is_passed_over(page, client, offer, code):
    client.cookies["near"] = code

    assert "What do you need?" in page()


def test_what_happened_so_far_is_what_was_told(page, project, done, published):
    done(6)
    published()
    done(3)

    assert "<dt>bookings done</dt><dd>6</dd>" in page()
    assert "<dt>people who had something done</dt><dd>6</dd>" in page()
    assert '<a href="/results/">' in page()


def test_who_is_behind_it_is_named(page, offer):
    assert '<a href="/organisations/biagio/">Biagio</a>' in page()


def test_of_many_bodies_four_are_named_those_with_most_offers_first(page, make_offer, biagio):
    for number, name in enumerate(("Alba", "Bocciofila", "Cascina", "Dora", "Emmaus"), 1):
        body = settled(Organisation.objects.create(name=name, slug=name.lower()), "verified")
        for nth in range(number):
            make_offer(f"{name} {nth}", organisation=body)

    shown = page()

    assert [shown.find(f'/organisations/{slug}/">') > 0 for slug in ("emmaus", "alba")] == [True, False]
    assert shown.index(">Emmaus<") < shown.index(">Dora<") < shown.index(">Cascina<") < shown.index(">Bocciofila<")
    assert "All 6 organisations" in shown


def test_of_each_body_the_first_sentence_stands_there_whole(page, offer, biagio):
    first = (
        "We are neighbours of the courtyard who have looked after one another’s children and doors for twenty years."
    )
    type(biagio).objects.filter(pk=biagio.pk).update(
        about={"it": f"{first} Come and see.", "en": f"{first} Come and see."}
    )

    assert first in page()
    assert "Come and see." not in page()


def test_the_number_of_queries_does_not_grow_with_the_offers(page, make_offer, early):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            page()
        return len(caught)

    make_offer()
    few = queries()
    for number in range(6):
        make_offer(f"Another {number}")

    assert queries() <= few <= 16
