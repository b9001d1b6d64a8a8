"""What is far away, on the pages: the card is saved, and charged later or on the booking's page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from marketplace.lives.tasks import take_due
from tests.frontend.pages.test_payments import card, text_of
from tests.payments import ASKS, FAR, GOOD, SAVES, catch_up, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


def test_whoever_asks_for_a_far_day_reads_that_the_card_is_only_saved(client, make_offer, takes_cards, slot):
    address = reverse("ask", args=[make_offer(horizon_days=84).pk])
    far, near = (
        text_of(client.get(address, {"start": slot(days=days)[0].isoformat(), "minutes": 120})) for days in (FAR, 2)
    )

    assert "your card is only saved now" in far
    assert "your card is only saved now" not in near


def test_she_agrees_to_the_day_and_saves_her_card(client, far_away, nadia):
    booking = far_away()
    client.force_login(nadia)
    page = text_of(client.get(booking.get_absolute_url()))
    assert "Nothing is taken now. You allow us to take €24" in page
    assert "Agree and save the card" in page

    there = client.post(reverse("pay", args=[booking.pk])).url
    page = text_of(client.get(there))
    assert "Save your card" in page
    assert "You allow us to take €24" in page
    assert "may be saved" in text_of(client.post(there, card(ASKS)))
    client.post(there, card(ASKS, proved="1"))
    catch_up()

    assert "The card is saved. €24 are taken from it on" in text_of(client.get(booking.get_absolute_url()))


def test_what_the_bank_refused_is_paid_on_the_booking_until_a_day(client, far_away, nadia, dora, now_is):
    booking = far_away(at_once=True)
    pay(booking, SAVES)
    catch_up()
    now_is(booking.starts_at - timedelta(days=6, hours=23))
    take_due()
    catch_up()
    client.force_login(nadia)

    page = text_of(client.get(booking.get_absolute_url()))
    assert "You can pay by card until" in page
    assert "Pay €24" in page
    there = client.post(reverse("pay", args=[booking.pk])).url
    client.post(there, card(GOOD))
    catch_up()

    assert "€24 are paid by card" in text_of(client.get(booking.get_absolute_url()))
    client.force_login(dora)
    assert client.post(reverse("pay", args=[booking.pk])).status_code == 404
