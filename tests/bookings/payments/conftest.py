"""An offer with terms that keep half of the price on the day before, and what shares come to."""

import pytest

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor
from services.models import CancellationPolicy, Tier


@pytest.fixture
def half_kept(biagio) -> CancellationPolicy:
    """Less than a day before the start half of the price is kept."""
    policy = CancellationPolicy.objects.create(organisation=biagio, name="A day before")
    Tier.objects.create(policy=policy, hours=24, percent=50)
    return policy


@pytest.fixture
def booked(make_offer, half_kept, nadia, wishes) -> Booking:
    """Two hours for 24 euros, booked by Nadia at once."""
    return lifecycle.ask(make_offer(at_once=True, policy=half_kept), Actor(nadia), wishes())
