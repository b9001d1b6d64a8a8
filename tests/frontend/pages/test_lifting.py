"""New and little asked organisations, as pages show them: a word on the card, and the rule with its numbers."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.organisations.models import Organisation
from services.models import Lift, LiftRule
from tests.cast import settled


@pytest.fixture
def read(client, db):
    def look(path: str) -> str:
        page = client.get(path, headers={"accept-language": "en"}).content.decode()
        return " ".join(unescape(page).replace("\xa0", " ").split())

    return look


@pytest.fixture
def rule(db) -> LiftRule:
    """The only one there is."""
    LiftRule.objects.all().delete()
    numbers = {"new_days": 31, "asked_days": 62, "asked_percent": 43, "nearer_percent": 19}
    return LiftRule.objects.create(valid_from=timezone.localdate(), sooner_minutes=45, places_up=2, **numbers)


@pytest.fixture
def lifted(rule, make_offer, aurora, babysitting, biagio):
    """Nuova's offer, older than three of Biagio's, is lifted."""
    nuova = settled(Organisation.objects.create(name="Nuova", slug="nuova"), "verified")
    make_offer("Babysitting by Nuova", organisation=nuova, place=biagio.place)
    for number in range(3):
        make_offer(f"Babysitting {number}")
    return Lift.objects.create(organisation=nuova, category=babysitting, why="new")


@pytest.mark.parametrize(("why", "word"), [("new", "New here"), ("little_asked", "To get to know")])
def test_a_card_that_stands_higher_says_why(lifted, read, why, word):
    Lift.objects.update(why=why)

    page = read("/search/")

    order = [page.index(title) for title in ("Babysitting 2", "Babysitting by Nuova", "Babysitting 1", "Babysitting 0")]
    assert order == sorted(order)
    assert page.count(f'<span class="tag ok">{word}</span>') == 1


def test_the_first_page_lifts_among_the_three_that_it_shows(lifted, read, monkeypatch, biagio):
    morning = timezone.localtime().replace(hour=7, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: morning)
    Lift.objects.update(organisation=biagio)

    page = read("/")

    order = [page.index(title) for title in ("Babysitting 0", "Babysitting 1", "Babysitting by Nuova")]
    assert order == sorted(order)
    assert page.count("New here") == 2


def test_a_list_takes_one_query_more_where_somebody_is_lifted(lifted, client):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            client.get("/search/")
        return len(caught)

    queries()  # whoever asks first reads the areas and draws the cards
    some = queries()
    Lift.objects.all().delete()
    queries()

    assert some == queries() + 1


def test_the_page_about_the_order_says_the_numbers_of_the_rule(rule, read):
    page = read("/how-results-are-ordered/")

    for sentence in (
        "the first offer of the organisation came out less than 31 days ago",
        "in the last 62 days the organisation was asked, for each of its offers, less than 43% as often as is usual",
        "With a place, their distance counts as 19% shorter than it is.",
        "With a day and no place, they count as free 45 minutes sooner.",
        "In the other lists they move up by 2 places at most.",
    ):
        assert sentence in page


def test_without_a_rule_for_today_the_page_says_that_nobody_is_lifted(rule, read):
    LiftRule.objects.update(valid_from=timezone.localdate() + timedelta(days=1))

    page = read("/how-results-are-ordered/")

    assert "At the moment nobody is lifted." in page
    assert "shorter than it is" not in page


def test_where_being_little_asked_counts_for_nothing_it_is_not_told(rule, read):
    LiftRule.objects.update(asked_percent=0)

    assert "To get to know" not in read("/how-results-are-ordered/")
