"""A card for what is agreed first, on the pages: what is still to be said, what is left to do, and what is far away."""

import pytest
from django.urls import reverse

from marketplace.lives.engine import Actor, take
from tests.cast import at
from tests.frontend.pages.test_payments import text_of
from tests.payments import FAR, catch_up, fresh, pay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def accepted(takes_cards, quoted, nadia):
    """Nadia says yes to 320 euros, by card."""
    booking = take(quoted, "accept", Actor(nadia), {"quote": 1, "pay_by": "card"})
    catch_up()
    return fresh(booking)


def page_of(client, booking, who):
    client.force_login(who)
    return text_of(client.get(booking.get_absolute_url()))


def test_nobody_reads_how_a_price_is_paid_while_that_is_still_to_be_said(client, takes_cards, quoted, nadia, elena):
    hers, desks = page_of(client, quoted, nadia), page_of(client, quoted, elena)

    assert "<dt>You pay</dt>" in hers
    assert "<dt>Nadia pays</dt>" in desks


def test_where_no_card_is_taken_a_price_is_paid_on_site(client, quoted, nadia):
    assert "<dt>You pay on site</dt>" in page_of(client, quoted, nadia)


def test_whoever_has_said_how_reads_it(client, accepted, nadia):
    assert "<dt>You pay by card</dt>" in page_of(client, accepted, nadia)


def test_there_is_something_to_do_as_long_as_it_is_not_paid(client, accepted, nadia):
    unpaid = page_of(client, accepted, nadia)
    pay(accepted)
    catch_up()
    paid = page_of(client, accepted, nadia)

    assert "Pay €320" in unpaid
    assert "There is nothing you have to do." not in unpaid
    assert "There is nothing you have to do." in paid


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (5, "By card: a page for it stays open for up to four days"),
        (FAR, "By card: you save it within four days, and it is charged a week before the day"),
    ],
    ids=["near", "far"],
)
def test_the_yes_says_what_happens_to_the_card(client, takes_cards, moving, elena, nadia, quote_words, days, said):
    day = at(9, days=days).date()
    quoted = take(moving, "quote", Actor(elena), quote_words(day=day))
    client.force_login(nadia)

    page = text_of(client.get(reverse("booking_step", args=[quoted.pk, "accept"])))

    assert said in page
