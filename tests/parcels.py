"""The cast of deliveries: an offer with a price table, and what somebody wishes of it."""

import io
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from bookings import lifecycle
from bookings.kinds import of
from bookings.models import Booking, Tariff
from marketplace.lives.engine import Actor
from marketplace.places.models import Street
from services.models import Offer
from tests.cast import at

TABLE = {"base_cents": 300, "km_cents": 100, "s_cents": 50, "m_cents": 100, "l_cents": 200, "xl_cents": 500}


@pytest.fixture
def known_streets(aurora) -> None:
    """Beside via Cecchi, where people move or send things to."""
    Street.objects.create(name="corso Giulio Cesare", folded="corso giulio cesare", area=aurora, lat=45.089, lon=7.699)


@pytest.fixture
def delivery(make_offer, babysitting, known_streets) -> Offer:
    """Samira brings parcels; a price table is in force; via Cecchi and corso Giulio Cesare are known."""
    babysitting.questions = []
    babysitting.save()
    offer = make_offer("Parcels", kind="delivery", price="from", price_cents=300)
    Tariff.objects.create(offer=offer, valid_from=date(2020, 1, 1), floor_cents=50, **TABLE)
    return offer


@pytest.fixture
def parcel_wishes() -> Callable[..., dict]:
    """Two boxes from via Cecchi to corso Giulio Cesare, the day after tomorrow in the morning, for 7 euros."""

    def make(**other: Any) -> dict:
        base = {"from_address": "via Cecchi 18", "from_door": "Haddad", "from_floor": 0, "from_lift": False}
        base |= {"to_address": "corso Giulio Cesare 5", "to_door": "Rossi", "to_floor": 2, "to_lift": True}
        base |= {"day": at(9).date(), "from_opens": time(10), "from_closes": time(11), "note": ""}
        base |= {"to_opens": time(11), "to_closes": time(12), "price_seen": 700}
        return base | {"parcels": [{"number": 2, "size": "M", "kg": 5, "fragile": True}]} | other

    return make


@pytest.fixture
def parcels(delivery, nadia, elena, parcel_wishes) -> Booking:
    """Asked by Nadia, for Elena to answer."""
    return lifecycle.ask(delivery, Actor(nadia), parcel_wishes())


def price_of(offer: Offer, told: dict) -> int | None:
    asked = of(offer).fields(offer)
    return of(offer).estimate(offer, {name: asked[name].clean(told[name]) for name in asked if name in told}, 60)


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(file, "PNG")
    return SimpleUploadedFile("door.png", file.getvalue(), "image/png")
