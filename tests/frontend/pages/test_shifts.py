"""The phone of somebody who works."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Membership
from marketplace.places.models import Place


@pytest.fixture
def phone(client, samira):
    """A browser in which Samira is signed in."""
    client.force_login(samira)
    return client


@pytest.fixture
def soon(confirmed, now_is):
    """Samira's job starts in half an hour."""
    now_is(confirmed.starts_at - timedelta(minutes=30))
    Booking.objects.filter(pk=confirmed.pk).update(note="Ring twice.")
    return Booking.objects.get(pk=confirmed.pk)


def text(answer) -> str:
    return answer.content.decode()


def press(phone, booking, step, **facts):
    seen = Booking.objects.get(pk=booking.pk).last_change_id
    return phone.post(reverse("booking_step", args=[booking.pk, step]), {"seen": seen, "key": str(uuid4()), **facts})


def test_a_short_way_is_told_on_foot_alone(phone, soon, biagio):
    Place.objects.filter(pk=biagio.place_id).update(lat=soon.place.lat + 0.001, lon=soon.place.lon)

    page = " ".join(text(phone.get(reverse("shifts"))).split())

    assert re.search(r"From Biagio about \d+ minutes on foot</p>", page)


def test_the_next_job_says_how_long_the_way_is(phone, soon, biagio):
    Place.objects.filter(pk=biagio.place_id).update(lat=soon.place.lat + 0.02, lon=soon.place.lon)

    page = " ".join(text(phone.get(reverse("shifts"))).split())

    assert re.search(r"From Biagio about \d+ minutes on foot, \d+ minutes by bicycle, \d+ minutes by bus", page)


def test_a_job_at_the_desk_has_no_way(phone, soon, biagio):
    Booking.objects.filter(pk=soon.pk).update(place=biagio.place)

    assert "on foot" not in text(phone.get(reverse("shifts")))


def test_the_next_job_says_who_where_what_and_whom_to_call(phone, soon):
    page = text(phone.get(reverse("shifts")))

    for words in ("Nadia", "via Cecchi 18", "3 and 6", "Ring twice.", "I have started", "tel:+390115550101"):
        assert words in page
    assert "Haddad" not in page


def test_days_before_the_street_is_known_and_the_number_is_not(phone, confirmed):
    page = text(phone.get(reverse("shifts")))

    assert "via Cecchi" in page
    assert "via Cecchi 18" not in page
    assert "I have started</button>" not in page


def test_a_job_is_started_and_done_with_a_note(phone, soon, elena):
    press(phone, soon, "start")
    assert "When you have finished, press Done" in text(phone.get(reverse("shifts")))

    press(phone, soon, "finish", work_note="All well.")

    done = Booking.objects.get(pk=soon.pk)
    assert (done.status, done.last_change.facts["work_note"]) == ("finished", "All well.")
    assert "No jobs at the moment" in text(phone.get(reverse("shifts")))


def test_what_is_only_asked_is_no_job_yet(phone, booking):
    assert "No jobs at the moment" in text(phone.get(reverse("shifts")))


def test_a_job_that_was_called_off_is_gone(phone, soon, elena):
    take(soon, "call_off", Actor(elena), {"reason": "The family is ill"})

    page = text(phone.get(reverse("shifts")))

    assert "No jobs at the moment" in page
    assert "Done before" not in page


def test_visitors_sign_in_and_outsiders_find_nothing(client, nadia, biagio):
    assert client.get(reverse("shifts")).headers["Location"].startswith(reverse("account_login"))

    client.force_login(nadia)

    assert client.get(reverse("shifts")).status_code == 404


def test_another_workers_jobs_are_not_shown(client, person, biagio, soon):
    florin = person("Florin")
    Membership.objects.create(organisation=biagio, user=florin, role="worker")
    client.force_login(florin)

    assert "Nadia" not in text(client.get(reverse("shifts")))


def test_the_number_of_questions_does_not_grow_with_the_jobs(phone, soon, offer, dora, wishes, slot, elena):
    take_all(offer, dora, wishes, slot, elena, (12,))
    phone.get(reverse("shifts"))  # the first page of a session writes down where one is signed in
    with CaptureQueriesContext(connection) as few:
        phone.get(reverse("shifts"))
    take_all(offer, dora, wishes, slot, elena, (14, 16))

    with CaptureQueriesContext(connection) as many:
        phone.get(reverse("shifts"))

    assert len(many) == len(few)


def take_all(offer, dora, wishes, slot, elena, hours):
    for hour in hours:
        starts_at, ends_at = slot(hour=hour)
        take(lifecycle.ask(offer, Actor(dora), wishes(starts_at=starts_at, ends_at=ends_at)), "accept", Actor(elena))


def test_a_coordinator_who_also_works_has_both_ways_in_the_header(client, elena, biagio):
    Membership.objects.create(organisation=biagio, user=elena, role="worker")
    client.force_login(elena)

    page = text(client.get("/"))

    assert f'<a href="{reverse("desk")}">Desk</a>' in page
    assert f'<a href="{reverse("shifts")}">My jobs</a>' in page


def test_the_header_calls_the_work_by_what_it_is(phone, worker, elena, client):
    assert f'<a href="{reverse("shifts")}">My jobs</a>' in phone.get("/").content.decode()

    client.force_login(elena)
    assert f'<a href="{reverse("desk")}">Desk</a>' in client.get("/").content.decode()
