"""The searches that somebody keeps: one press on the page of results, a list, one press to stop."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.places.models import Street
from services.availability import write_out
from services.models import Category, SavedSearch, WeeklyHours
from tests.cast import settled
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
    def questions() -> int:
        with CaptureQueriesContext(connection) as caught:
            hers.get(reverse("searches"))
        return len(caught)

    keep(hers, "category=babysitting&near=via Cecchi&minutes=20")
    of_one = questions()
    for number in range(1, 10):
        keep(hers, f"category=babysitting&near=via Cecchi {number}, Aurora&minutes={number + 5}&by=bike")
        keep(hers, f"near=45.08,7.68{number}&q=tata")
    keep(hers, "q=tata")

    assert SavedSearch.objects.count() == 20
    assert questions() == of_one <= 15


def test_of_what_is_no_more_the_list_says_so(hers, offer):
    Category.objects.create(slug="pets", name={"en": "Pets"})
    keep(hers, "category=pets")
    keep(hers, "near=via Cecchi 18&minutes=20")
    assert "Near via Cecchi 18, Aurora, Within 20 minutes on foot" in hers.get(reverse("searches")).content.decode()

    Category.objects.filter(slug="pets").delete()
    Street.objects.all().delete()

    page = hers.get(reverse("searches")).content.decode()
    assert page.count("<b>A search for something that is no more here</b>") == 2


@pytest.fixture
def full(offer, worker):
    """The offer, while nobody who does it has hours."""
    WeeklyHours.objects.all().delete()
    write_out(worker)
    return offer


def page_of(client, offer) -> str:
    return client.get(reverse("offer", args=[offer.pk]), headers={"accept-language": "en"}).content.decode()


def test_where_nothing_of_an_offer_is_free_one_press_waits_for_it(hers, nadia, full):
    page = page_of(hers, full)
    assert '<button class="btn btn-2" form="tell">Tell me when a time is free</button>' in page
    assert f'name="filters" value="offer={full.pk}"' in page

    kept = keep(hers, f"offer={full.pk}").content.decode()

    assert "Kept: A free time: Babysitter at your home, Biagio. We write to you once" in kept
    assert SavedSearch.objects.get().offer == full
    assert f'<a href="{full.get_absolute_url()}" dir="auto"><b>A free time: Babysitter at your home, Biagio' in kept
    assert "It ends by itself after" in kept
    again = page_of(hers, full)
    assert "We write to you as soon as a time is free." in again
    assert "Tell me when" not in again


def test_a_visitor_is_led_to_the_entrance_and_back_to_the_offer(client, full):
    page = page_of(client, full)

    assert f'{reverse("account_login")}?next={full.get_absolute_url()}">Sign in to be told when a time is free' in page
    assert 'id="tell"' not in page


def test_where_times_are_free_nobody_is_asked_to_wait(hers, offer):
    assert "Tell me when" not in page_of(hers, offer)
    assert "choose a time on its page" in keep(hers, f"offer={offer.pk}").content.decode()


def test_a_desk_waits_for_nothing_that_is_not_shown(client, elena, full):
    client.force_login(elena)
    settled(full, "review")

    assert "Tell me when" not in page_of(client, full)


def test_without_a_date_one_waits_and_for_a_full_one_there_is_the_list(hers, dinner, on, come, dora):
    assert "Tell me when a time is free" in page_of(hers, dinner)

    come(dora, on(seats=2), seats=2)

    page = page_of(hers, dinner)
    assert "You can join the waiting list." in page
    assert "Tell me when" not in page


def test_an_offer_that_is_not_shown_now_is_neither_named_nor_linked(hers, full):
    keep(hers, f"offer={full.pk}")
    settled(full, "review")

    page = hers.get(reverse("searches")).content.decode()

    assert "A free time of an offer that is not shown now" in page
    assert full.title not in page
    assert full.get_absolute_url() not in page


def test_the_number_of_questions_does_not_grow_with_the_offers_one_waits_for(hers, make_offer, worker):
    offers = [make_offer(f"Number {number}") for number in range(4)]
    WeeklyHours.objects.all().delete()
    write_out(worker)
    keep(hers, f"offer={offers[0].pk}")
    with CaptureQueriesContext(connection) as of_one:
        hers.get(reverse("searches"))
    for offer in offers[1:]:
        keep(hers, f"offer={offer.pk}")

    with CaptureQueriesContext(connection) as of_four:
        hers.get(reverse("searches"))

    assert SavedSearch.objects.count() == 4
    assert len(of_four) == len(of_one)
