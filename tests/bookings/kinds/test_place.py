"""A bench with several places: nobody takes care of anything, and no more sit there than fit."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from bookings import kinds, lifecycle
from marketplace.lives.engine import Actor
from services import availability
from services.models import Offer
from tests.cast import at
from tests.folding import each


@pytest.fixture
def sit(workshop):
    def ask(user, hour=10, hours=2, **told):
        start = at(hour)
        return lifecycle.ask(
            workshop, Actor(user), {"starts_at": start, "ends_at": start + hours * HOUR, "seats": 1} | told
        )

    return ask


HOUR = timedelta(hours=1)


def test_places_are_booked_and_paid_by_the_hour_and_place(sit, nadia, bench):
    booking = sit(nadia, seats=2)

    assert (booking.status, booking.seats, booking.price_cents) == ("confirmed", 2, 1200)
    assert booking.sentence("customer").startswith("It is kept for you:")
    assert kinds.of(booking).details(booking, frozenset({"customer"})) == [("Places", "2")]
    assert set(booking.crew.all()) == {bench}


def test_no_more_sit_there_than_fit(sit, nadia, dora, person):
    sit(nadia, seats=2)
    sit(dora, hour=11)

    with pytest.raises(ValidationError, match="not free any more"):
        sit(person("Third"), hour=11, hours=1)
    assert sit(person("Fourth"), hour=12, seats=2).status == "confirmed"


def test_the_times_are_those_with_so_many_places(sit, nadia, workshop):
    sit(nadia, hour=9, hours=4, seats=2)
    day = at(0).date()

    alone, both = (availability.times(workshop, day, 1, 60, seats=seats)[0].times for seats in (1, 2))

    assert alone[0].starts_at == at(9)
    assert both[0].starts_at == at(13)


@each("seats", [0, 4, "many", None])
def test_a_number_that_no_bench_has_is_named(sit, nadia, seats):
    with pytest.raises(ValidationError) as refusal:
        sit(nadia, seats=seats)

    assert set(refusal.value.error_dict) == {"seats"}


def test_a_single_place_asks_for_no_number(workshop, bench, nadia, sit):
    type(bench).objects.filter(pk=bench.pk).update(lanes=1)

    assert kinds.of(workshop).fields(Offer.objects.get(pk=workshop.pk)) == {}
    assert sit(nadia).seats == 1


def test_what_nobody_goes_to_is_no_place(sit, nadia, workshop):
    Offer.objects.filter(pk=workshop.pk).update(where="phone")

    with pytest.raises(ValidationError, match="where this place is"):
        sit(nadia, seats=1)
