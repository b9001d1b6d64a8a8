"""Bad input that no other test tries: at every door a clear answer, and nothing typed is lost."""

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from bookings.models import Booking
from services import availability
from services.models import Offer, WeeklyHours


@pytest.fixture
def window(nadia) -> Client:
    window = Client(headers={"accept-language": "en"})
    window.force_login(nadia)
    return window


@pytest.fixture
def program(nadia) -> APIClient:
    program = APIClient(headers={"accept-language": "en"})
    program.force_login(nadia)
    return program


@pytest.fixture
def spring(monkeypatch, make_offer, worker) -> date:
    """The night in which an hour is skipped, three days from now, and an offer that can be booked all night."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2038, 3, 25, 9, tzinfo=UTC))
    WeeklyHours.objects.update(opens=time(0), closes=time(8))
    availability.write_out(worker)
    make_offer("At night")
    return date(2038, 3, 28)


def wished(night: date, hour: str) -> dict:
    return {"starts_at": f"{night}T{hour}", "minutes": "60", "address": "via Cecchi 18", "door": "3", "ages": "3"}


def test_the_hour_that_daylight_saving_skips_is_told_on_the_page(spring, window):
    path = reverse("ask", args=[Offer.objects.get().pk])

    rest = {"area": "", "note": "No eggs please", "key": ""}
    answer = window.post(path, wished(spring, "02:30:00") | rest)
    none = Booking.objects.count()
    later = window.post(path, wished(spring, "03:30:00+02:00") | rest)

    assert answer.status_code == 422
    assert "No eggs please" in answer.content.decode()
    assert none == 0
    assert later.status_code == 302, "the hour after it can be booked"


@pytest.mark.parametrize("moment", ["02:30:00", "02:30:00[Europe/Rome]", "25:00:00Z", "02:30:60Z"])
def test_a_time_that_does_not_exist_is_told_by_the_api(spring, program, moment):
    times = {"starts_at": f"{spring}T{moment}", "ends_at": f"{spring}T04:30:00Z"}
    body = {"offer": Offer.objects.get().pk, **times, "address": "via Cecchi 18", "answers": {"ages": "3"}}
    answer = program.post("/api/v1/bookings/", body, format="json")

    assert answer.status_code == 400
    assert "starts_at" in {each["attr"] for each in answer.json()["errors"]}


def test_an_outsider_finds_no_booking_at_any_door(booking, dora):
    page, door = Client(), APIClient()
    page.force_login(dora)
    door.force_login(dora)
    own = booking.get_absolute_url()

    pages = [own, f"{own}stream/", f"{own}messages/", f"{own}steps/withdraw/"]
    api = [f"/api/v1/bookings/{booking.pk}/", f"/api/v1/bookings/{booking.pk}/messages/"]

    assert [page.get(path).status_code for path in pages] == [404] * 4
    assert [page.post(path).status_code for path in pages[1:]] == [404] * 3
    assert [door.get(path).status_code for path in api] == [404] * 2
    assert door.post(f"{api[0]}steps/", {"step": "withdraw"}, format="json").status_code == 404


def test_a_session_deleted_while_typing_loses_no_wish(window, offer, nadia, slot):
    window.get(reverse("ask", args=[offer.pk]))
    Session.objects.all().delete()
    sent = {"starts_at": slot()[0].isoformat(), "minutes": "120", "address": "via Cecchi 18", "door": "3", "key": ""}

    answer = window.post(reverse("ask", args=[offer.pk]), sent | {"area": "", "ages": "3", "note": "No eggs please"})
    window.force_login(nadia)
    page = window.get(answer.url.split("next=")[-1].replace("%2F", "/"))

    assert reverse("account_login") in answer.url
    assert "No eggs please" in page.content.decode()
    assert not Booking.objects.exists()


def test_a_session_deleted_while_typing_loses_no_message(window, booking, nadia):
    window.get(booking.get_absolute_url())
    Session.objects.all().delete()

    answer = window.post(f"{booking.get_absolute_url()}messages/", {"text": "The bell says Haddad", "key": ""})
    window.force_login(nadia)

    assert reverse("account_login") in answer.url
    assert "The bell says Haddad" in window.get(booking.get_absolute_url()).content.decode()
