"""Cards for series through their pages: what is said before asking, the way to the page of the card, another one."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings import series as plans
from bookings.models import SavedCard, Series
from bookings.payments import lasting
from bookings.payments.standin import acting
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Mandate
from marketplace.wording import local
from tests.cast import ROME
from tests.folding import each
from tests.lasting import at_quarter_past
from tests.payments import GOOD, catch_up, dates_of, save_card, stand, turn, work_once

EN = {"accept-language": "en"}


@pytest.fixture
def asked(make_offer, takes_cards, filled, slot):
    """asked(weeks) is the address of the page with all dates, and what is sent to it."""

    def make(weeks=4, **offer):
        until = local(slot()[0], ROME).date() + timedelta(weeks=weeks - 1)
        told = filled(dates="1", every="1", until=until.isoformat(), pay_by="card")
        return reverse("series_ask", args=[make_offer(at_once=True, **offer).pk]), told

    return make


@pytest.fixture
def hers(client, nadia):
    client.force_login(nadia)
    client.cookies["language"] = "en"
    return client


def text_of(answer):
    return answer.content.decode()


def address(name, series):
    return reverse(name, args=[series.pk])


def test_before_asking_it_says_the_sum_who_pays_and_when_each_date_is_charged(hers, asked, subsidise):
    subsidise(percent=50, most_cents=3000, period="year")
    where, told = asked()

    page = text_of(hers.post(where, told))

    assert all(words in page for words in ("The City pays", "€30", "You pay by card", "€66"))
    assert "Each date is charged a week before it" in page
    assert 'name="own_seen" value="6600"' in page


def test_one_press_leads_to_a_page_where_one_card_is_saved(hers, asked):
    where, told = asked()
    answer = hers.post(where, told | {"send": "1"})
    series = Series.objects.get()
    waiting = text_of(hers.get(answer.url))
    catch_up()
    ready = text_of(hers.get(answer.url))

    on = hers.post(address("series_pay", series))

    assert "The times are kept for you for 15 minutes." in waiting
    assert "is being prepared" in waiting
    assert "You allow us to take from this card" in ready
    assert on.url == SavedCard.objects.get().page


def test_each_date_says_when_it_is_charged(hers, weekly_card):
    series = weekly_card(days=20, at_once=True)
    save_card(series)

    page = text_of(hers.get(series.get_absolute_url()))

    assert page.count("The card is saved. €24 are taken from it on") == 4
    assert "Visa 4242" in page
    assert "Give another card" in page


def test_the_page_of_a_date_leads_to_the_one_card(hers, weekly_card):
    series = weekly_card(at_once=True)

    page = text_of(hers.get(dates_of(series)[1].get_absolute_url()))

    assert "Save one card for all dates" in page
    assert f'href="{series.get_absolute_url()}"' in page


def test_back_from_the_page_it_is_looked_at_in_the_background(hers, weekly_card):
    series = weekly_card(days=20, at_once=True)
    turn(lost=100)
    acting.pay(lasting.page_of(series).session_id, GOOD)

    answer = hers.get(address("series_saved", series))
    work_once()

    assert answer.url == series.get_absolute_url()
    assert stand(series) == [("confirmed", "saved")] * 4


def test_another_card_has_a_page_of_its_own(hers, weekly_card):
    series = weekly_card(days=20, at_once=True)
    save_card(series)

    hers.post(address("series_card", series))
    catch_up()
    page = text_of(hers.get(series.get_absolute_url()))

    assert "The page for another card is open." in page
    assert series.cards.count() == 2


def test_where_no_card_is_needed_any_more_it_says_so(hers, weekly_card, nadia):
    series = weekly_card(days=20, at_once=True)
    save_card(series)
    plans.out_of(series, Actor(nadia), plans.ALL, series.first, {"cause": "plans"})
    catch_up()

    page = text_of(hers.get(series.get_absolute_url()))
    paid = hers.post(address("series_pay", series), follow=True)

    assert "The card is forgotten" in page
    assert "Give another card" not in page
    assert "There is no card to save here any more." in text_of(paid)
    assert hers.post(address("series_card", series)).status_code == 409


def test_not_saved_in_time_the_page_says_plainly_that_nothing_is_booked(hers, weekly_card, now_is):
    series = weekly_card(at_once=True)
    at_quarter_past(now_is)

    page = text_of(hers.get(series.get_absolute_url()))

    assert "It was not saved in time" in page
    assert "Nothing was taken." in page


@each("name", ["series_card", "series_pay", "series_saved"])
def test_nobody_but_whoever_booked_it_comes_near_the_card(client, weekly_card, elena, dora, name):
    series = weekly_card(days=20, at_once=True)

    for person in (elena, dora):
        client.force_login(person)
        ask = client.get if name == "series_saved" else client.post
        assert ask(address(name, series)).status_code == 404


def test_the_desk_reads_how_it_stands_and_is_offered_no_page(client, weekly_card, elena):
    series = weekly_card(at_once=True)
    client.force_login(elena)

    page = text_of(client.get(series.get_absolute_url(), headers=EN))

    assert "Nadia is saving a card." in page
    assert address("series_pay", series) not in page


def test_a_desk_is_told_that_its_series_is_paid_on_site(
    client, make_offer, takes_cards, elena, nadia, biagio, filled, slot
):
    offer = make_offer(at_once=True)
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="At the counter")
    until = (local(slot()[0], ROME).date() + timedelta(days=7)).isoformat()
    where = f"{reverse('desk_book_series')}?person={nadia.pk}&offer={offer.pk}"
    client.force_login(elena)
    told = filled(dates="1", every="1", until=until, pay_by="card")

    page = text_of(client.post(where, told, headers=EN))

    assert "as a series is paid on site" in page
    assert "Nadia pays on site" in page


@pytest.mark.parametrize("weeks", [2, 8])
def test_the_page_asks_the_database_as_often_however_many_dates_there_are(
    hers, weekly_card, weeks, django_assert_num_queries
):
    series = weekly_card(weeks, days=20, at_once=True)
    save_card(series)
    hers.get(series.get_absolute_url())

    with django_assert_num_queries(24):
        hers.get(series.get_absolute_url())


def test_dates_that_were_read_before_the_card_was_saved_are_fetched_again(hers, weekly_card, monkeypatch):
    """Both are read one after the other, and the worker may save the card in between."""
    series = weekly_card()
    standings = plans.standings

    def then_it_is_saved(shown):
        rows = standings(shown)
        save_card(series)
        return rows

    with monkeypatch.context() as patch:
        patch.setattr(plans, "standings", then_it_is_saved)
        torn = text_of(hers.get(address("series", series)))
    whole = text_of(hers.get(address("series", series)))

    assert 'hx-select-oob="#dates"' in torn
    assert 'hx-select-oob="#dates"' not in whole
