"""Secret addresses, the feeds behind them, a booking as a file."""

import re
from datetime import UTC

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import feeds
from bookings.models import CalendarKey
from services import outside
from services.models import OutsideCalendar
from tests.folding import each


@pytest.fixture
def hers(client, nadia):
    """A browser in which Nadia is signed in."""
    client.force_login(nadia)
    return client


@pytest.fixture
def key(nadia):
    return feeds.make(nadia, "booked")


def at(secret: str) -> str:
    return reverse("feed", args=[secret])


def made(page) -> str:
    return re.search(r'id="made"[^>]* value="[^"]*(/calendars/[^"]*)"', page.content.decode())[1]


def test_the_address_is_shown_once_and_opens_the_feed_without_sign_in(hers, client, confirmed):
    page = hers.post(reverse("calendars"), {"shows": "booked"})
    address = made(page)
    hers.logout()

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"].startswith("private")
    assert confirmed.reference in answer.content.decode()
    assert "Set-Cookie" not in answer
    client.force_login(confirmed.customer)
    assert 'id="made"' not in client.get(reverse("calendars")).content.decode()


def test_what_has_not_changed_is_not_sent_again(client, key, confirmed):
    first = client.get(at(key[1]))

    again = client.get(at(key[1]), headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_a_revoked_address_is_not_found(hers, key):
    hers.post(reverse("calendar_revoke", args=[key[0].pk]))

    assert hers.get(at(key[1])).status_code == 404


def test_an_address_that_never_was_is_not_found(client, db):
    assert client.get(at("x" * 43)).status_code == 404
    assert client.post(at("x" * 43)).status_code == 405


def test_nobody_revokes_somebody_else_s_address(client, dora, key):
    client.force_login(dora)

    assert client.post(reverse("calendar_revoke", args=[key[0].pk])).status_code == 404
    assert client.get(at(key[1])).status_code == 200


def test_a_feed_that_is_read_all_the_time_is_asked_to_wait(client, key, monkeypatch):
    monkeypatch.setattr("frontend.pages.calendars.FOR_FEED", 2)
    answers = [client.get(at(key[1])) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_who_tries_addresses_is_asked_to_wait(client, db, monkeypatch):
    monkeypatch.setattr("frontend.pages.calendars.FOR_ADDRESS", 2)

    assert [client.get(at(f"{n}" * 43)).status_code for n in range(3)] == [404, 404, 429]


def test_no_secret_stands_in_the_logs(client, key, nadia, monkeypatch, caplog):
    monkeypatch.setattr("frontend.pages.calendars.FOR_FEED", 0)
    assert client.get(at(key[1])).status_code == 429
    assert client.post(at(key[1])).status_code == 405
    assert client.get(at(key[1]).removesuffix(".ics")).status_code == 404
    feeds.revoke_all(nadia)
    assert client.get(at(key[1])).status_code == 404

    said = [record.getMessage() for record in caplog.records]

    assert sum("/calendars/***" in words for words in said) >= 4
    assert key[1] not in " ".join(said)


def test_one_booking_s_file_is_kept_by_nobody(hers, confirmed):
    answer = hers.get(reverse("booking_calendar", args=[confirmed.pk]))

    assert answer["Cache-Control"] == "private, no-store"


def test_a_calendar_she_has_not_cannot_be_chosen(hers, biagio):
    page = hers.post(reverse("calendars"), {"shows": f"desk-{biagio.pk}"})

    assert page.status_code == 422
    assert not CalendarKey.objects.exists()


def test_the_desk_chooses_its_own(desk, biagio):
    page = desk.post(reverse("calendars"), {"shows": f"desk-{biagio.pk}", "discreet": "on"})

    assert made(page)
    assert CalendarKey.objects.get().organisation == biagio


def test_visitors_sign_in_first(client, db):
    for name in ("calendars", "booking_calendar"):
        answer = client.get(reverse(name, args=[1] if name == "booking_calendar" else []))
        assert answer.status_code == 302


def test_a_booking_is_a_file_for_those_who_see_it(hers, confirmed, dora):
    answer = hers.get(reverse("booking_calendar", args=[confirmed.pk]))
    assert f"UID:{confirmed.reference}@" in answer.content.decode()
    hers.force_login(dora)

    assert hers.get(reverse("booking_calendar", args=[confirmed.pk])).status_code == 404


def test_the_page_of_addresses_asks_as_little_for_many_as_for_one(hers, nadia):
    feeds.make(nadia, "booked")
    hers.get(reverse("calendars"))
    with CaptureQueriesContext(connection) as for_one:
        hers.get(reverse("calendars"))
    for _ in range(3):
        feeds.make(nadia, "booked")

    with CaptureQueriesContext(connection) as for_many:
        hers.get(reverse("calendars"))

    assert len(for_many) == len(for_one)


# --- what is busy elsewhere -----------------------------------------------------------------------------------------
URL = "https://calendar.example.org/secret-token/a.ics"


@pytest.fixture
def phone(client, samira):
    """A browser in which Samira is signed in."""
    client.force_login(samira)
    return client


def page_of(resource):
    return reverse("outside_calendars", args=[resource.pk])


def test_a_worker_adds_her_calendar_and_its_address_is_not_shown_again(phone, worker):
    assert f'href="{page_of(worker)}"' in phone.get(reverse("calendars")).content.decode()

    page = phone.post(page_of(worker), {"url": URL}, follow=True).content.decode()

    assert "calendar.example.org" in page
    assert "secret-token" not in page
    assert "It is being read." in page


def test_the_desk_adds_and_removes_it(desk, worker):
    assert f'href="{page_of(worker)}"' in desk.get(reverse("desk_resource", args=[worker.pk])).content.decode()
    desk.post(page_of(worker), {"url": URL})
    calendar = OutsideCalendar.objects.get()

    answer = desk.post(reverse("outside_remove", args=[calendar.pk]))

    assert answer["Location"] == page_of(worker)
    assert not OutsideCalendar.objects.exists()


def test_what_went_wrong_is_said_to_whoever_looks(phone, worker, samira):
    calendar = outside.add(worker, samira, URL)
    outside.read(calendar.pk, lambda url: b"<html>")

    page = phone.get(page_of(worker)).content.decode()

    assert "There is no calendar at this address." in page
    assert "It is tried again" in page


@each("url", ["", "http://example.org/", "https://a\0b/", "x" * 2000])
def test_an_address_that_may_not_be_asked_is_refused_beside_its_field(phone, worker, url):
    answer = phone.post(page_of(worker), {"url": url})

    assert answer.status_code == 422
    assert not OutsideCalendar.objects.exists()


def test_a_booking_at_a_busy_time_is_shown_to_the_desk(desk, worker, elena, confirmed):
    calendar = outside.add(worker, elena, URL)
    times = (f"DT{name}:{when.astimezone(UTC):%Y%m%dT%H%M%SZ}" for name, when in (
        ("START", confirmed.starts_at), ("END", confirmed.ends_at)
    ))  # fmt: skip
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *times, "END:VEVENT", "END:VCALENDAR", ""]
    outside.read(calendar.pk, lambda url: "\r\n".join(lines).encode())

    page = desk.get(page_of(worker)).content.decode()

    assert "Booked, but busy elsewhere" in page
    assert confirmed.get_absolute_url() in page


def test_somebody_else_s_calendars_are_not_found(client, dora, worker, samira):
    calendar = outside.add(worker, samira, URL)
    client.force_login(dora)

    assert client.get(page_of(worker)).status_code == 404
    assert client.post(page_of(worker), {"url": URL}).status_code == 404
    assert client.post(reverse("outside_remove", args=[calendar.pk])).status_code == 404
    assert OutsideCalendar.objects.count() == 1


def test_many_outside_calendars_ask_as_little_as_one(phone, worker, samira):
    outside.add(worker, samira, URL)
    phone.get(page_of(worker))
    with CaptureQueriesContext(connection) as for_one:
        phone.get(page_of(worker))
    for number in range(4):
        outside.add(worker, samira, f"{URL}?{number}")

    with CaptureQueriesContext(connection) as for_many:
        phone.get(page_of(worker))

    assert len(for_many) == len(for_one)
