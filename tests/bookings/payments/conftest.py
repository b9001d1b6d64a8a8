"""An offer with terms that keep half of the price on the day before, and what shares come to."""

import pytest

from bookings import lifecycle
from bookings.models import Booking
from bookings.payments import bundles, purchases
from marketplace.lives.engine import Actor
from marketplace.organisations.models import Mandate
from services.models import Bundle, CancellationPolicy, Offer, Tier
from tests.payments import catch_up, fresh, pay_for


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


@pytest.fixture
def known(biagio, elena, nadia):
    """Biagio's desk knows Nadia."""
    Mandate.objects.create(organisation=biagio, person=nadia, entered_by=elena, how="At the counter")
    return nadia


@pytest.fixture
def sitting(make_offer, half_kept) -> Offer:
    return make_offer(at_once=True, policy=half_kept)


@pytest.fixture
def membership(biagio, elena, sitting):
    """membership(10) is a year of ten services; membership(None) of as many as are needed."""

    def write(services: int | None) -> Bundle:
        return bundles.write(biagio, elena, services, 24_000, [sitting], yearly=True)

    return write


@pytest.fixture
def bundle(biagio, elena, sitting):
    return bundles.write(biagio, elena, 6, 9900, [sitting])


@pytest.fixture
def begun(bundle, takes_cards, nadia):
    """Nadia goes on to pay; the page is there."""
    purchase = purchases.begin(bundle, nadia, "press")
    catch_up()
    return fresh(purchase)


@pytest.fixture
def bought(begun):
    pay_for(begun)
    catch_up()
    return fresh(begun)
