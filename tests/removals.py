"""The cast of removals: a crew with a van, what Nadia has to move, and a quote for it."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from services import availability
from services.models import Offer, Resource, Skill, WeeklyHours
from tests.cast import at


@pytest.fixture
def helper(person, biagio) -> Resource:
    """Yusuf carries, every day from 9 to 18."""
    return open_every_day(Resource.objects.create(organisation=biagio, user=person("Yusuf"), name="Yusuf"))


@pytest.fixture
def van(biagio) -> Resource:
    return open_every_day(Resource.objects.create(organisation=biagio, name="The white van"))


def open_every_day(resource: Resource) -> Resource:
    for weekday in range(7):
        WeeklyHours.objects.create(resource=resource, weekday=weekday, opens=time(8), closes=time(18))
    availability.write_out(resource)
    return resource


@pytest.fixture
def removal(make_offer, babysitting, known_streets, worker, helper, van) -> Offer:
    """Samira and Yusuf carry, and there is one van."""
    babysitting.questions = []
    babysitting.save()
    offer = make_offer("Moving house", kind="removal", price="from", price_cents=6_000)
    offer.resources.set([worker, helper, van])
    carry, drive = (Skill.objects.create(slug=slug, name={"en": slug}) for slug in ("carry", "van"))
    carry.resources.set([worker, helper])
    drive.resources.set([van])
    return offer


@pytest.fixture
def removal_wishes() -> Callable[..., dict]:
    """From via Cecchi to corso Giulio Cesare, in five days: a bed, two chairs, and an accordion as big as a box."""

    def make(**other: Any) -> dict:
        base = {"from_address": "via Cecchi 18", "from_door": "Haddad", "from_floor": 3, "from_lift": False}
        base |= {"to_address": "corso Giulio Cesare 5", "to_door": "", "to_floor": 1, "to_lift": True, "note": ""}
        lines = [
            {"room": "bedroom", "thing": "double_bed", "number": 1},
            {"room": "kitchen", "thing": "chair", "number": 2},
            {"room": "kitchen", "thing": "box", "number": 1, "words": "an accordion"},
        ]
        return base | {"day": at(9, days=5).date(), "time_of_day": "any", "inventory": lines} | other

    return make


@pytest.fixture
def moving(removal, nadia, elena, removal_wishes) -> Booking:
    """Asked by Nadia, for Elena to name a price."""
    return lifecycle.ask(removal, Actor(nadia), removal_wishes())


@pytest.fixture
def quote_words() -> Callable[..., dict]:
    def make(**other: Any) -> dict:
        day = at(9, days=5).date()
        base = {"price": "320.00", "hours": "4", "crew": 2, "van": True, "day": day, "at": time(9)}
        return base | {"until": day - timedelta(days=2), "words": "Without the lamps."} | other

    return make


@pytest.fixture
def quoted(moving, elena, quote_words) -> Booking:
    return take(moving, "quote", Actor(elena), quote_words())


@pytest.fixture
def mending(make_offer, babysitting, worker) -> Offer:
    """Samira mends what is torn, at Biagio's place."""
    fields = {"kind": "repair", "price": "from", "price_cents": 500, "where": "at_place"}
    return make_offer("Mending", category=babysitting, **fields)


@pytest.fixture
def mending_wishes() -> Callable[..., dict]:
    def make(**other: Any) -> dict:
        base = {"what": "A coat whose lining is torn", "day": at(9, days=5).date(), "time_of_day": "any", "note": ""}
        return base | other

    return make
