"""What a booking shows to whom: the worker's name, the address, the phone, as precisely as somebody needs it by now."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from bookings.kinds import of
from bookings.models import Booking
from marketplace.lives.engine import Actor, take

CUSTOMER, DESK = frozenset({"customer"}), frozenset({"provider"})


def test_who_booked_learns_the_workers_name_with_the_yes(booking, elena):
    before = booking.worker_for(CUSTOMER)

    confirmed = take(booking, "accept", Actor(elena))

    assert (before, confirmed.worker_for(CUSTOMER)) == ("", "Samira")


def test_the_desk_knows_from_the_first_moment_whom_it_keeps_free(booking):
    assert booking.worker_for(DESK) == "Samira"


def test_the_api_keeps_the_name_back_as_the_page_does(booking, nadia, elena):
    assert name_told(booking, nadia) == ""
    assert name_told(booking, elena) == "Samira"

    take(booking, "accept", Actor(elena))

    assert name_told(booking, nadia) == "Samira"


def name_told(booking: Booking, reader) -> str:
    client = APIClient()
    client.force_login(reader)
    return client.get(f"/api/v1/bookings/{booking.pk}/").json()["worker_name"]


def test_the_desk_sees_the_area_then_the_street_then_the_door(booking, elena):
    asked = booking.place_for(DESK)
    confirmed = take(booking, "accept", Actor(elena))
    days_before = confirmed.place_for(DESK)
    confirmed.starts_at = timezone.now() + timedelta(hours=23)

    assert (asked, days_before) == ("Aurora", "via Cecchi, Aurora")
    assert confirmed.place_for(DESK) == "via Cecchi 18, Aurora"


def test_when_it_is_over_the_desk_sees_the_area_again(confirmed, elena):
    over = take(confirmed, "call_off", Actor(elena), {"reason": "Samira is ill."})

    assert over.place_for(DESK) == "Aurora"


@pytest.mark.parametrize(("days", "shown"), [(0, True), (1, False)])
def test_the_phone_is_for_the_day_itself(confirmed, now_is, days, shown):
    now_is(confirmed.starts_at - timedelta(days=days))

    assert confirmed.shows_phone is shown


def test_staff_is_seen_as_the_organisation_by_who_booked(confirmed, elena):
    accepted = confirmed.changes.get(step="accept")

    assert confirmed.who(accepted, "customer") == "Biagio"
    assert confirmed.who(accepted, "worker") == "Elena"


def test_no_edit_of_the_offer_shows_where_a_customer_lives(booking, offer, biagio):
    type(offer).objects.filter(pk=offer.pk).update(where="at_place", place=biagio.place)

    booking = Booking.objects.get()

    assert booking.place_for(DESK) == "Aurora"
    assert booking.place_for(frozenset({"customer"})) == "via Cecchi 18, Aurora"


def test_the_stops_of_a_delivery_stay_as_they_were_too(parcels, delivery, biagio):
    type(delivery).objects.filter(pk=delivery.pk).update(where="at_place", place=biagio.place)

    booking = Booking.objects.get()

    shown = str(of(booking).details(booking, DESK))
    assert "Cecchi" not in shown
    assert "Giulio Cesare" not in shown


def test_where_the_organisation_is_stays_no_secret_when_the_offer_moves(on, come, nadia, biagio, dinner):
    type(dinner).objects.filter(pk=dinner.pk).update(place=biagio.place)
    booked = come(nadia, on(offer=type(dinner).objects.get(pk=dinner.pk)))

    type(dinner).objects.filter(pk=dinner.pk).update(where="at_home", place=None)

    assert Booking.objects.get(pk=booked.pk).place_for(DESK) == biagio.place.shown("door")
