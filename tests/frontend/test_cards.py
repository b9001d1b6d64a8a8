"""Cards and pieces of pages that are drawn once and shown again."""

import re
import time
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.cache.backends import locmem
from django.db import connection

from marketplace.places.models import Area
from services.models import Category, Listing
from tests.cast import settled


@pytest.fixture
def searched(client, db):
    def search(language="en", **filters) -> str:
        answer = client.get("/search/", filters, headers={"accept-language": language})
        return " ".join(unescape(answer.content.decode()).replace("\xa0", " ").split())

    for cache in ("drawn", "pieces"):
        caches[cache].clear()
    return search


def test_a_page_that_was_drawn_before_is_the_same_page(searched, offer, aurora):
    first, again = searched(near="Aurora"), searched(near="Aurora")

    nonce = re.compile(r'nonce="[^"]+"|X-CSRFToken": "[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')
    assert nonce.sub("", again) == nonce.sub("", first)
    assert '<symbol id="cat-babysitting"' in again


def test_a_kept_card_says_how_far_it_is_from_where_one_looks_now(searched, offer, aurora):
    Area.objects.create(code="lontano", name="Lontano", centre_lat=45.03, centre_lon=7.63, rings=aurora.rings)

    near, far, anywhere = searched(near="Aurora"), searched(near="Lontano"), searched()

    assert "at your home, 800 m away" in near
    assert re.search(r"at your home, \d\.\d km away", far)
    assert "away" not in anywhere
    assert "\x1a" not in near + far + anywhere


def test_a_kept_card_is_in_the_language_of_whoever_reads(searched, offer):
    assert "You pay €12 an hour" in searched("en")
    assert "Paghi 12 € l'ora" in searched("it")


def test_the_numbers_of_kept_filters_follow_what_there_is(searched, make_offer, babysitting, aurora):
    make_offer("One")
    second = make_offer("Two")
    assert "Babysitting (2)" in searched()

    settled(second, "withdrawn")

    page = searched()
    assert "Babysitting (1)" in page
    assert "<b>1 result</b>" in page


def test_a_category_that_is_renamed_is_so_on_kept_filters(searched, offer, babysitting):
    searched()

    Category.objects.filter(pk=babysitting.pk).update(name={"en": "Minding children"})

    assert "Minding children (1)" in searched()


def test_after_a_minute_filters_and_numbers_are_worked_out_anew(searched, offer, monkeypatch):
    """What is published in the very moment of a look has told its number before it is in."""
    searched()
    Listing.objects.filter(pk=offer.pk).delete()
    with connection.cursor() as cursor:  # as if nobody had told
        cursor.execute("SELECT setval('services_listing_edition', currval('services_listing_edition') - 1)")
    assert "<b>1 result</b>" in searched()

    monkeypatch.setattr(locmem, "time", SimpleNamespace(time=lambda: time.time() + 61))

    assert "<b>0 results</b>" in searched()


def test_filters_of_one_search_are_not_those_of_another(searched, offer):
    searched()

    assert 'href="?price=free&where=at_home"' in searched(price="free")
