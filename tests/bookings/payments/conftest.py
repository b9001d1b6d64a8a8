"""An offer with terms that keep half of the price on the day before, and what shares come to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Booking
from bookings.payments import bundles, purchases
from marketplace.lives.engine import Actor
from marketplace.lives.tasks import take_due
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


@pytest.fixture
def later(now_is):
    """later(hours=50): the clock has gone on, and what was due is done."""

    def pass_by(**time):
        now_is(timezone.now() + timedelta(**time))
        take_due()
        catch_up()

    return pass_by


@pytest.fixture
def transferred(paid_and_done, later) -> Booking:
    """24 euros, done and transferred."""
    later(hours=50)
    return fresh(paid_and_done)
