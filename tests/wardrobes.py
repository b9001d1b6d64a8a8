"""Abito's wardrobe to play with: its rules, a household with a card, coats on the rack."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from bookings import giving, lifecycle
from bookings import till as tills
from bookings.models import Booking, Till
from bookings.till.late import signature
from marketplace.accounts.models import User
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Membership, Organisation
from marketplace.places.models import Place
from services import availability
from services.models import (
    Bag,
    Category,
    Garment,
    GarmentType,
    Household,
    Offer,
    Recharge,
    Resource,
    Tag,
    Wardrobe,
    WeeklyHours,
)
from services.wardrobe import households, intake
from tests.cast import ROME, settled

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def abito(db, aurora) -> Organisation:
    place = Place.objects.create(line="via Cecchi 2", area=aurora, lat=45.0836, lon=7.6855)
    return settled(Organisation.objects.create(name="Abito", slug="abito", place=place), "verified")


@pytest.fixture
def amina(person, abito) -> User:
    """Coordinates Abito."""
    user = person("Amina")
    Membership.objects.create(organisation=abito, user=user, role="coordinator")
    return user


@pytest.fixture
def tomas(person, abito) -> User:
    """Works in Abito's wardrobe."""
    user = person("Tomas")
    Membership.objects.create(organisation=abito, user=user, role="worker")
    return user


@pytest.fixture
def fitting_room(abito) -> Resource:
    """Open every day from 9 to 18, two at a time."""
    resource = Resource.objects.create(organisation=abito, name="Fitting rooms", lanes=2)
    hours = {"resource": resource, "opens": time(9), "closes": time(18)}
    WeeklyHours.objects.bulk_create(WeeklyHours(weekday=weekday, **hours) for weekday in range(7))
    availability.write_out(resource)
    return resource


@pytest.fixture
def trying_on(make_offer, abito, fitting_room, db) -> Offer:
    """Half an hour in a fitting room, free."""
    clothes = Category.objects.create(slug="clothes", name={"it": "Vestiti", "en": "Clothes"})
    fields = {"organisation": abito, "kind": "garment", "category": clothes, "at_once": True, "where": "at_place"}
    price = {"price": "free", "price_cents": 0, "min_minutes": 30, "max_minutes": 30}
    offer = make_offer("Choose clothes", place=abito.place, **fields, **price)
    offer.resources.set([fitting_room])
    return offer


@pytest.fixture
def wardrobe(abito, trying_on) -> Wardrobe:
    """150 points for each member every three months; a coat costs 30, and each member may have one in a period."""
    made = Wardrobe.objects.create(
        organisation=abito, slug="abito", name={"it": "Guardaroba di Abito", "en": "Abito's wardrobe"}, offer=trying_on
    )
    Recharge.objects.create(wardrobe=made, adult_points=150, child_points=150, months=3, valid_from=LONG_AGO)
    return made


@pytest.fixture
def kind_of(wardrobe) -> Callable[..., GarmentType]:
    """kind_of("coat", points=30, most=1): a type with its points in this wardrobe."""

    def make(slug: str, points: int = 10, most: int | None = None, sizing: str = "adult") -> GarmentType:
        made = GarmentType.objects.create(
            slug=slug, name={"it": slug, "en": slug.capitalize()}, drawing=f"gar-{slug}", sizing=sizing
        )
        Tag.objects.create(wardrobe=wardrobe, type=made, points=points, most=most, valid_from=LONG_AGO)
        return made

    return make


@pytest.fixture
def coat(kind_of) -> GarmentType:
    return kind_of("coat", points=30, most=1)


@pytest.fixture
def hung(wardrobe, tomas) -> Callable[..., Garment]:
    """hung(coat, size="M") hangs on the rack."""

    def make(kind: GarmentType, size: str = "M", **fields: Any) -> Garment:
        garment = intake.take_in(wardrobe, tomas, {"type": kind, "size": size, **fields})
        return intake.move(garment, "hang", tomas)

    return make


@pytest.fixture
def household(wardrobe, amina, nadia) -> Household:
    """Nadia's, alone, with 150 points."""
    return households.admit(wardrobe, amina, "means", next_year(), [nadia])


def next_year() -> date:
    return timezone.localdate(timezone=ROME) + timedelta(days=365)


@pytest.fixture
def choose(trying_on) -> Callable[..., Booking]:
    """choose(nadia, garment, ...): she puts them aside."""

    def ask(user: User, *garments: Garment, **told: Any) -> Booking:
        labels = [garment.label for garment in garments]
        return lifecycle.ask(trying_on, Actor(user), {"garments": labels} | told)

    return ask


def points(household: Household) -> int:
    return book.balance(household.account)


def of_wardrobe(wardrobe: Wardrobe, kind: Account.Kind) -> int:
    return book.balance(wardrobe.account(kind))


@pytest.fixture
def drop_off(make_offer, abito, wardrobe) -> Offer:
    """A quarter of an hour at the counter, to bring clothes to."""
    counter = Resource.objects.create(organisation=abito, name="Counter")
    hours = {"resource": counter, "opens": time(9), "closes": time(18)}
    WeeklyHours.objects.bulk_create(WeeklyHours(weekday=weekday, **hours) for weekday in range(7))
    availability.write_out(counter)
    giving_clothes = Category.objects.create(slug="giving", name={"it": "Donare", "en": "Giving"})
    fields = {
        "organisation": abito,
        "kind": "place",
        "category": giving_clothes,
        "at_once": True,
        "where": "at_place",
        "place": abito.place,
    }
    price = {"price": "free", "price_cents": 0, "min_minutes": 15, "max_minutes": 15}
    offer = make_offer("Give clothes", **fields, **price)
    offer.resources.set([counter])
    Wardrobe.objects.filter(pk=wardrobe.pk).update(drop_off=offer)
    wardrobe.refresh_from_db()
    return offer


@pytest.fixture
def brought(drop_off, dora, amina, slot, now_is) -> Booking:
    """Dora's bag is on the counter."""
    starts_at, ends_at = slot(hour=10, minutes=15)
    booking = lifecycle.ask(drop_off, Actor(dora), {"starts_at": starts_at, "ends_at": ends_at})
    now_is(starts_at + timedelta(minutes=1))
    take(booking, "start", Actor(amina))
    return Booking.objects.get(pk=booking.pk)


@pytest.fixture
def bag(brought, tomas) -> Bag:
    """Dora's, with twelve pieces that weigh three kilos."""
    return giving.take_in(brought, tomas, {"number": 12, "grams": 3000}, "the-bag")


@pytest.fixture
def till(wardrobe, tomas) -> Till:
    """A phone that Tomas made a till."""
    return tills.open_one(wardrobe, tomas)


def card_of(household: Household) -> str:
    return household.cards.get(ended_at=None).code


def written(till: Till, card: str, *labels: str, at: datetime | None = None) -> dict[str, Any]:
    """What a till without a line writes, and signs."""
    one: dict[str, Any] = {"card": card, "labels": list(labels), "nonce": str(uuid4())}
    one["taken_at"] = (at or timezone.now()).isoformat()
    return one | {"signature": signature(till.secret, one)}
