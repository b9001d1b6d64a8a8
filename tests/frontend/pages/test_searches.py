"""The searches that somebody keeps: one press on the page of results, a list, one press to stop."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from services.models import SavedSearch
from tests.folding import each


@pytest.fixture
def hers(client, nadia):
    client.force_login(nadia)
    return client


def keep(client, filters: str = "category=babysitting"):
    return client.post(reverse("search_keep"), {"filters": filters}, follow=True)


def test_the_page_of_results_keeps_what_it_shows(hers, nadia, offer):
    page = hers.get("/search/?category=babysitting&q=").content.decode()
    assert 'value="category=babysitting"' in page
    assert "Tell me what is new here" in page

    kept = keep(hers).content.decode()

    assert "Kept: Babysitting." in kept
    assert SavedSearch.objects.get().person == nadia
    assert 'href="/search/?category=babysitting"' in kept


@each("query", ["", "?on=2020-01-01", "?category=flying"])
def test_what_cannot_be_kept_shows_no_button(hers, offer, query):
    assert reverse("search_keep") not in hers.get(f"/search/{query}").content.decode()


def test_a_visitor_is_led_to_the_entrance_and_back_to_her_search(client, offer):
    page = client.get("/search/?category=babysitting").content.decode()

    assert f"{reverse('account_login')}?next=/search/%3Fcategory%3Dbabysitting" in page
    assert keep(client).redirect_chain[0][0].startswith(reverse("account_login"))


def test_where_nothing_is_found_it_can_be_kept_too(hers, offer):
    page = hers.get(f"/search/?q=tata&price=free&on={timezone.localdate()}").content.decode()

    assert "Tell me when others are free" in page


def test_one_press_stops_it(hers, nadia, offer):
    keep(hers)

    page = hers.post(reverse("search_stop", args=[SavedSearch.objects.get().pk]), follow=True)

    assert "You hear no more of this search." in page.content.decode()
    assert not SavedSearch.objects.exists()


def test_nobody_sees_or_stops_another_s(client, hers, dora, offer):
    keep(hers)
    saved = SavedSearch.objects.get()
    client.force_login(dora)

    assert "babysitting" not in client.get(reverse("searches")).content.decode()
    assert client.post(reverse("search_stop", args=[saved.pk])).status_code == 404
    assert SavedSearch.objects.exists()


def test_a_visitor_has_no_list(client):
    assert client.get(reverse("searches")).url.startswith(reverse("account_login"))


def test_a_refusal_is_said(hers, offer):
    assert "Say first what you are looking for" in keep(hers, "page=2").content.decode()


def test_the_number_of_questions_does_not_grow_with_the_list(hers, offer):
    keep(hers, "q=one")
    with CaptureQueriesContext(connection) as of_one:
        hers.get(reverse("searches"))
    for words in ("two", "three", "four"):
        keep(hers, f"q={words}")

    with CaptureQueriesContext(connection) as of_four:
        hers.get(reverse("searches"))

    assert len(of_four) == len(of_one)
