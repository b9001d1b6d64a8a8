"""Residents who swap under Abito's name: what they show, and a swap that Nadia asked of Dora."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Booking
from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.places.models import Place
from services.models import GarmentType, Offer, OwnGarment, SwapRule, Wardrobe
from services.wardrobe import shown as showing
from tests.cast import ROME, at
from tests.wardrobes import LONG_AGO


@pytest.fixture
def library(wardrobe, aurora) -> Place:
    """Where Abito says that one meets."""
    place = Place.objects.create(line="piazza della Biblioteca 1", area=aurora, lat=45.083, lon=7.686)
    wardrobe.meeting_places.add(place)
    return place


@pytest.fixture
def swapping(make_offer, wardrobe, trying_on, fitting_room, library) -> Offer:
    """Swaps between residents, a quarter of an hour each."""
    fields = {"organisation": trying_on.organisation, "kind": "swap", "category": trying_on.category}
    fields |= {"where": "at_place", "place": trying_on.place, "answer_hours": 48}
    offer = make_offer("Swap clothes", price="free", price_cents=0, min_minutes=15, max_minutes=15, **fields)
    offer.resources.set([fitting_room])
    Wardrobe.objects.filter(pk=wardrobe.pk).update(swaps=offer)
    wardrobe.refresh_from_db()
    return offer


@pytest.fixture
def swap_rule(wardrobe) -> SwapRule:
    """Twice in 180 days: then 60 days without asking. The last three hours count."""
    return SwapRule.objects.create(wardrobe=wardrobe, valid_from=LONG_AGO)


@pytest.fixture
def shown(wardrobe, swapping, coat) -> Callable[..., OwnGarment]:
    """shown(dora): a coat that she shows to swap."""

    def make(by: User, kind: GarmentType | None = None, size: str = "M", **told: Any) -> OwnGarment:
        return showing.show(wardrobe, by, {"type": kind or coat, "size": size, **told})

    return make


@pytest.fixture
def swap(swapping, shown, swap_rule, nadia, dora) -> Booking:
    """Nadia offers her coat for Dora's, in three days at three."""
    return lifecycle.ask(swapping, Actor(nadia), swap_wishes(shown(nadia), shown(dora), at(15, days=3)))


@pytest.fixture
def agreed_swap(swap, dora) -> Booking:
    return take(swap, "accept", Actor(dora))


def swap_wishes(mine: OwnGarment, theirs: OwnGarment, start: datetime, **told: Any) -> dict[str, Any]:
    """Where the wardrobe says that one meets."""
    when = timezone.localtime(start, ROME)
    place = theirs.wardrobe.meeting_places.values_list("pk", flat=True).first()
    wishes = {"garment": theirs.label, "mine": mine.label, "day": when.date(), "at": when.time(), "where": place}
    return wishes | told
