"""Plans and series that the tests of this folder share."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from bookings import series as plans
from bookings.models import Series
from bookings.models.series import Rule
from marketplace.lives.engine import Actor
from services import availability
from services.models import Resource
from tests.cast import ROME

WEEK = timedelta(days=7)


@pytest.fixture
def rule():
    """Four weeks of the weekday after tomorrow, 10 to 12; any part may be named."""

    first = timezone.localdate(timezone=ROME) + timedelta(days=2)

    def make(weeks=4, **parts):
        base = {"first": first, "last": first + (weeks - 1) * WEEK, "at": time(10), "minutes": 120}
        return Rule(**base | parts)

    return make


@pytest.fixture
def weekly(offer, nadia, elena, rule, words) -> Series:
    """Nadia's babysitter, four times, for Elena to answer."""
    return plans.ask(offer, Actor(nadia), rule(), words)


@pytest.fixture
def far(make_offer, nadia, rule, words):
    """Four weeks of an offer that can be booked ten days ahead: two dates are asked for, two come later."""
    return plans.ask(make_offer(horizon_days=10), Actor(nadia), rule(), words)


@pytest.fixture
def night(now_is):
    """So many days later, at night: hours are written out, then the series is extended."""

    def pass_by(series, days):
        now_is(timezone.now() + timedelta(days=days))
        availability.write_out(Resource.objects.get())
        return plans.extend(series.pk)

    return pass_by
