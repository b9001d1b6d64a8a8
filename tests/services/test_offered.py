"""What there is in the whole city, in numbers that stop at a thousand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.organisations.models import Organisation
from services.models import Category
from services.search import busiest, filled, numbers_of, offered
from tests.cast import settled


@pytest.fixture
def alba(db):
    return settled(Organisation.objects.create(name="Alba", slug="alba"), "verified")


def test_a_category_counts_what_everybody_finds(make_offer, babysitting, biagio):
    Category.objects.create(slug="pets", name={"en": "Pets"})
    make_offer()
    make_offer("Hidden", status="review")

    assert [(category.slug, category.number) for category in filled()] == [("babysitting", 1)]

    settled(biagio, "suspended")

    assert filled() == []


def test_nobody_counts_further_than_one_more_than_the_most(make_offer, biagio, alba, monkeypatch):
    monkeypatch.setattr(offered, "MOST", 2)
    for number in range(5):
        make_offer(f"Offer {number}")

    assert [category.number for category in filled()] == [3]
    assert numbers_of([biagio, alba]) == {biagio.pk: 3, alba.pk: 0}


def test_who_offers_most_is_found_among_the_newest(make_offer, biagio, alba, monkeypatch):
    for number in range(3):
        make_offer(f"Old {number}")
    make_offer("New", organisation=alba)
    assert busiest(1) == [biagio]

    monkeypatch.setattr(offered, "MOST", 1)

    assert busiest(4) == [alba]


def test_of_as_many_offers_the_names_decide(make_offer, biagio, alba):
    make_offer("One")
    make_offer("Two", organisation=alba)

    assert busiest(4) == [alba, biagio]


def test_each_is_one_query_that_reads_a_limited_number_of_rows(make_offer, biagio):
    make_offer()
    for ask in (filled, lambda: busiest(4), lambda: numbers_of([biagio])):
        with CaptureQueriesContext(connection) as caught:
            ask()

        assert [
            f"LIMIT {offered.MOST}" in query["sql"] or f"LIMIT {offered.MOST + 1}" in query["sql"] for query in caught
        ] == [True]
