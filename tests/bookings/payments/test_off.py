"""A city that takes no cards: everything works, and is paid on site, also where an organisation once had an account."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings import lifecycle
from bookings.models import Charge
from bookings.payments import purchases
from marketplace.environment import Stripe
from marketplace.lives.engine import Actor, take
from tests.payments import catch_up, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def off(settings):
    settings.STRIPE = Stripe("", "", standin=False)


def test_a_booking_lives_from_its_asking_to_its_end(make_offer, takes_no_cards, nadia, elena, wishes, now_is):
    booking = lifecycle.ask(make_offer(), Actor(nadia), wishes())
    take(booking, "accept", Actor(elena))
    now_is(booking.ends_at + timedelta(hours=1))
    done = take(fresh(booking), "confirm", Actor(nadia))
    catch_up()

    assert (done.status, done.shares.get().source) == ("done", "on_site")
    assert not Charge.objects.exists()


def test_nobody_is_offered_a_card_and_none_is_taken(client, make_offer, takes_no_cards, nadia, wishes, slot):
    offer = make_offer()
    client.cookies["language"] = "en"

    page = client.get(reverse("ask", args=[offer.pk]), {"start": slot()[0].isoformat(), "minutes": 120})

    assert page.status_code == 200
    assert "How do you want to pay?" not in page.content.decode()
    with pytest.raises(ValidationError, match="cannot be paid by card"):
        lifecycle.ask(offer, Actor(nadia), wishes(pay_by="card"))


def test_no_bundle_is_sold_from_a_page(takes_no_cards, bundle):
    assert bundle not in purchases.on_sale()
