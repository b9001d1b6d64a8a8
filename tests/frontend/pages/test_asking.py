"""Asking for a booking through the page: nothing typed is lost, nothing forged counts."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import lifecycle
from bookings.models import Booking
from marketplace.lives.engine import Actor, take
from tests.folding import each


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def address(offer):
    return reverse("ask", args=[offer.pk])


def text_of(answer) -> str:
    return answer.content.decode()


def key_in(answer) -> str:
    return re.search(r'name="key" value="([^"]+)"', text_of(answer))[1]


def test_a_resident_asks_and_lands_on_her_booking(client, offer, nadia, address, filled):
    client.force_login(nadia)

    answer = client.post(address, filled(), follow=True)

    booking = Booking.objects.get()
    assert answer.redirect_chain[-1][0] == booking.get_absolute_url()
    assert booking.customer == nadia
    assert booking.place.extra == "Haddad, floor 3"
    assert "You asked for this time." in text_of(answer)


def test_the_page_says_what_when_and_for_how_much(client, address, slot):
    start, _ = slot()

    page = text_of(client.get(f"{address}?{urlencode({'start': start.isoformat(), 'minutes': 120})}"))

    assert "10:00\N{WORD JOINER}-\N{WORD JOINER}12:00" in page
    assert "€24" in page
    assert "Biagio answers by" in page
    assert "only the neighbourhood" in page


def test_a_plus_that_became_a_space_is_understood(client, address, slot):
    start, _ = slot()

    page = text_of(client.get(f"{address}?start={start.isoformat()}&minutes=120"))

    assert "Choose another time" in page


@each("start", ["", "yesterday", "2026-13-45T10:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59Z"])
def test_without_a_time_that_is_one_the_page_offers_some(client, address, start):
    answer = client.get(address, {"start": start, "minutes": "x"})

    assert answer.status_code == 200
    assert 'type="radio"' in text_of(answer)


def test_a_time_taken_meanwhile_is_told_before_anything_is_typed(client, offer, nadia, dora, wishes, address, slot):
    lifecycle.ask(offer, Actor(nadia), wishes())
    client.force_login(dora)

    page = text_of(client.get(address, {"start": slot()[0].isoformat(), "minutes": 120}))

    assert "This time is not free any more" in page
    assert 'type="radio"' in page


def test_another_time_can_be_chosen_without_losing_words(client, address, filled):
    answer = client.post(address, filled(note="No eggs please", other=""))

    assert answer.status_code == 200
    assert "No eggs please" in text_of(answer)
    assert 'type="radio"' in text_of(answer)
    assert not Booking.objects.exists()


def moments(slot):
    start, _ = slot()
    return {
        "in the past": (start - timedelta(days=9)).isoformat(),
        "at night": start.replace(hour=3).isoformat(),
        "in a year": (start + timedelta(days=366)).isoformat(),
        "in the hour that is skipped": f"{start.year + 1}-03-{last_sunday(start.year + 1)}T02:30:00",
        "no time": "soon",
        "nothing": "",
    }


def last_sunday(year: int) -> int:
    return next(day for day in range(31, 24, -1) if date(year, 3, day).weekday() == 6)


@each(
    "which",
    ["in the past", "at night", "in a year", "in the hour that is skipped", "no time", "nothing"],
)
def test_a_time_that_cannot_be_is_told_with_others_beside_it(client, nadia, address, filled, slot, which):
    client.force_login(nadia)

    answer = client.post(address, filled(starts_at=moments(slot)[which], note="No eggs please"))

    assert answer.status_code == 422
    assert 'class="wrong"' in text_of(answer)
    assert 'type="radio"' in text_of(answer)
    assert "No eggs please" in text_of(answer)
    assert not Booking.objects.exists()


@each("minutes", ["-120", "0", "45", "1000000", "two", ""])
def test_an_end_before_the_start_or_a_length_not_offered_is_told(client, nadia, address, filled, minutes):
    client.force_login(nadia)

    answer = client.post(address, filled(minutes=minutes))

    assert answer.status_code == 422
    assert not Booking.objects.exists()


def test_a_note_that_is_too_long_comes_back_whole(client, nadia, address, filled):
    client.force_login(nadia)
    long = "Sono una nota lunga. " * 500

    answer = client.post(address, filled(note=long))

    assert answer.status_code == 422
    assert long.strip() in text_of(answer)
    assert "at most 2000 characters" in text_of(answer)


def test_emoji_and_right_to_left_words_arrive_as_written(client, nadia, address, filled):
    client.force_login(nadia)

    client.post(address, filled(note="مرحبا 👶🏽 <b>ciao</b>"))

    assert Booking.objects.get().note == "مرحبا 👶🏽 <b>ciao</b>"


@each("field", ["note", "address", "door", "ages", "starts_at", "minutes", "area", "key"])
def test_characters_that_no_database_holds_break_nothing(client, nadia, address, filled, field):
    client.force_login(nadia)

    answer = client.post(address, filled(**{field: "a\0b"}))

    assert answer.status_code == (302 if field == "key" else 422)


def test_forged_fields_are_not_read(client, nadia, dora, address, filled):
    client.force_login(nadia)
    forged = {"price_cents": "1", "status": "confirmed", "customer": dora.pk, "worker": "1", "at_once": "on"}

    client.post(address, filled(**forged, reference="AAA-AAAA", answer_by="2099-01-01"))

    booking = Booking.objects.get()
    assert (booking.price_cents, booking.status, booking.customer) == (2400, "asked", nadia)


def test_an_unknown_street_asks_for_the_neighbourhood(client, nadia, address, filled, aurora):
    client.force_login(nadia)

    answer = client.post(address, filled(address="vicolo Inesistente 3"))
    again = client.post(address, filled(address="vicolo Inesistente 3", area=aurora.pk))

    assert answer.status_code == 422
    assert "We do not know this street" in text_of(answer)
    assert 'name="area"' in text_of(answer)
    assert again.status_code == 302


def test_somebody_else_was_faster(client, offer, nadia, dora, wishes, address, filled):
    client.force_login(dora)
    lifecycle.ask(offer, Actor(nadia), wishes())

    answer = client.post(address, filled(note="No eggs please"))

    assert answer.status_code == 422
    assert "not free any more" in text_of(answer)
    assert "No eggs please" in text_of(answer)


def test_a_double_click_makes_one_booking(client, nadia, address, filled):
    client.force_login(nadia)
    sent = filled()

    first, second = client.post(address, sent), client.post(address, sent)

    assert first.url == second.url
    assert Booking.objects.count() == 1


def test_two_tabs_with_the_same_time_make_one_booking(client, nadia, address, filled):
    client.force_login(nadia)
    one, other = key_in(client.get(address)), key_in(client.get(address))

    client.post(address, filled(key=one))
    client.post(address, filled(key=other))

    assert Booking.objects.count() == 1


def test_two_tabs_with_two_times_make_two_bookings(client, nadia, address, filled, slot):
    client.force_login(nadia)
    one, other = key_in(client.get(address)), key_in(client.get(address))

    client.post(address, filled(key=one))
    client.post(address, filled(key=other, starts_at=slot(14)[0].isoformat()))

    assert Booking.objects.count() == 2


def test_what_was_cancelled_can_be_asked_for_anew(client, nadia, address, filled):
    client.force_login(nadia)
    client.post(address, filled(key=key_in(client.get(address))))
    take(Booking.objects.get(), "withdraw", Actor(nadia))

    client.post(address, filled(key=key_in(client.get(address))))

    assert Booking.objects.filter(status="asked").count() == 1


def test_outsiders_do_not_find_an_offer_that_is_not_published(client, make_offer, dora):
    draft = make_offer(status="new")
    client.force_login(dora)

    assert client.get(reverse("ask", args=[draft.pk])).status_code == 404
    assert client.get(reverse("ask", args=[10**30])).status_code == 404


def test_booked_at_once_needs_no_answer(client, make_offer, nadia, filled):
    client.force_login(nadia)
    offer = make_offer("Paperwork at our counter", at_once=True, where="at_place")

    page = text_of(client.get(reverse("ask", args=[offer.pk])))
    client.post(reverse("ask", args=[offer.pk]), filled())

    assert "Book this time" in page
    assert 'name="address"' not in page
    assert Booking.objects.get().status == "confirmed"


def test_the_page_asks_a_fixed_number_of_questions(client, address, slot, django_assert_max_num_queries):
    start = {"start": slot()[0].isoformat(), "minutes": 120}
    client.get(address, start)

    with django_assert_max_num_queries(12):
        client.get(address, start)


def test_answers_by_is_never_promised_for_a_past_time(client, address):
    page = text_of(client.get(address, {"start": (timezone.now() - timedelta(days=2)).isoformat(), "minutes": 60}))

    assert "This time is not free any more" in page


def test_who_works_at_a_desk_chooses_for_whom_she_books(client, elena, biagio, offer, address, filled, slot):
    client.force_login(elena)
    start, _ = slot()

    page = text_of(client.get(address, {"start": start.isoformat(), "minutes": 120}))
    made = client.post(address, filled(client=str(biagio.pk)), follow=True)

    assert "Who books?" in page
    assert Booking.objects.get().client == biagio
    assert "Biagio has booked it." in text_of(made)


def test_nobody_else_is_asked_for_whom_and_a_forged_choice_counts_for_nothing(client, nadia, biagio, address, filled):
    client.force_login(nadia)

    client.post(address, filled(client=str(biagio.pk)))

    assert "Who books?" not in text_of(client.get(address))
    assert Booking.objects.get().client is None
