"""A bench with several places, on the pages."""

from uuid import uuid4

import pytest

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor
from tests.cast import at
from tests.folding import each
from tests.frontend.pages.test_offers import words


@pytest.fixture
def taken(workshop, nadia):
    """Nadia has two of three places on a morning."""
    wishes = {"starts_at": at(9), "ends_at": at(12), "seats": 2}
    return lifecycle.ask(workshop, Actor(nadia), wishes)


def test_the_offer_asks_how_many_and_shows_the_times_for_so_many(look, workshop, taken):
    alone = look(f"/offers/{workshop.pk}/", minutes=60).context["days"]
    both = look(f"/offers/{workshop.pk}/", minutes=60, seats=2)
    day = at(0).date()

    first = {seats: next(d for d, _ in days if d.date == day).times[0].starts_at for seats, days in
             ((1, alone), (2, both.context["days"]))}  # fmt: skip

    assert first == {1: at(9), 2: at(12)}
    assert "€3 an hour and place" in words(both)
    assert both.context["price_cents"] == 600


@each("seats", ["0", "-1", "x", "99", "", "1e3"])
def test_nonsense_counts_as_what_there_is(look, workshop, seats):
    answer = look(f"/offers/{workshop.pk}/", seats=seats)

    assert answer.status_code == 200
    assert answer.context["choice"].seats in (1, 3)


def test_a_time_with_too_few_places_shows_others_and_keeps_what_was_typed(client, look, dora, workshop, taken):
    client.force_login(dora)
    told = {"starts_at": at(10).isoformat(), "minutes": "60", "seats": "2", "note": "With Ada", "key": str(uuid4())}

    refused = client.post(f"/offers/{workshop.pk}/ask/", told, headers={"accept-language": "en"})
    booked = client.post(f"/offers/{workshop.pk}/ask/", told | {"seats": "1"}, headers={"accept-language": "en"})

    assert refused.status_code == 422
    assert "With Ada" in words(refused)
    assert booked.status_code == 302
    booking = Booking.objects.get(customer=dora)
    assert (booking.seats, booking.status) == (1, "confirmed")
    assert "It is kept for you" in words(look(booking.get_absolute_url()))


def test_the_desk_books_a_place_for_a_caller(desk, carlo, workshop):
    path = f"/desk/book/?person={carlo.pk}&offer={workshop.pk}"
    told = {"starts_at": at(10).isoformat(), "minutes": "60", "seats": "3", "note": "", "key": str(uuid4())}

    answer = desk.post(path, told)

    assert answer.status_code == 302
    assert Booking.objects.get().seats == 3
