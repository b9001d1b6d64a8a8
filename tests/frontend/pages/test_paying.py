"""Who pays what, on the pages before and after asking."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from bookings import lifecycle
from marketplace.lives.engine import Actor, take


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("name", ["offer", "ask"])
def test_the_pages_say_who_pays_before_one_asks(client, offer, slot, name):
    start, _ = slot()

    page = text_of(
        client.get(f"{reverse(name, args=[offer.pk])}?{urlencode({'start': start.isoformat(), 'minutes': 120})}")
    )

    assert "You pay on site" in page
    assert "€24" in page


def test_each_side_reads_who_pays_and_whoever_is_sent_the_price_alone(client, confirmed, nadia, elena, samira):
    pages = {}
    for reader in (nadia, elena, samira):
        client.force_login(reader)
        pages[reader.given_name] = text_of(client.get(confirmed.get_absolute_url()))

    assert "You pay on site" in pages["Nadia"]
    assert "Nadia pays on site" in pages["Elena"]
    assert "on site" not in pages["Samira"]
    assert "€24" in pages["Samira"]


def test_what_was_cancelled_early_leaves_nothing_to_pay(client, confirmed, nadia):
    cancelled = take(confirmed, "cancel", Actor(nadia))
    client.force_login(nadia)

    page = text_of(client.get(cancelled.get_absolute_url()))

    assert "<dt>You pay on site</dt><dd>nothing</dd>" in page


def test_what_is_free_has_nobody_who_pays(client, make_offer, nadia, wishes):
    gift = lifecycle.ask(make_offer(price="free", price_cents=0), Actor(nadia), wishes())
    client.force_login(nadia)

    assert "You pay on site" not in text_of(client.get(gift.get_absolute_url()))


def test_before_one_asks_the_page_says_what_the_city_carries(client, offer, slot, subsidise, aurora, filled):
    subsidise(percent=50, areas=[aurora])
    address = reverse("ask", args=[offer.pk])
    start, _ = slot()

    unknown = text_of(client.get(f"{address}?{urlencode({'start': start.isoformat(), 'minutes': 120})}"))
    known = text_of(client.post(address, filled(plan="")))

    assert "In Aurora Città di Torino carries 50 % of the price" in unknown
    assert "The City pays</dt>" not in unknown
    assert "The City pays</dt><dd>€12" in known
    assert "You pay on site</dt><dd>€12" in known
    assert 'name="own_seen" value="1200"' in known


def test_a_part_that_is_gone_meanwhile_is_said_before_anything_is_asked(client, offer, nadia, filled, aurora):
    client.force_login(nadia)

    answer = client.post(reverse("ask", args=[offer.pk]), filled(own_seen="1200"))

    assert answer.status_code == 422
    assert "You would pay €24 and not €12." in text_of(answer)
    assert 'name="own_seen" value="2400"' in text_of(answer)


def test_both_sides_read_what_the_city_pays(client, subsidise, offer, nadia, elena, wishes):
    subsidise(percent=50)
    booking = lifecycle.ask(offer, Actor(nadia), wishes())

    for reader in (nadia, elena):
        client.force_login(reader)
        assert "The City pays</dt><dd>€12" in text_of(client.get(booking.get_absolute_url()))


def test_at_the_desk_it_is_said_who_pays_before_one_books_for_a_caller(client, subsidise, offer, carlo, elena):
    subsidise(percent=50)
    client.force_login(elena)

    page = text_of(client.get(f"{reverse('desk_book')}?person={carlo.pk}&offer={offer.pk}"))

    assert "The City pays" in page
    assert "Carlo pays on site" in page
