"""The desk: what waits first, the week, people, booking for callers; every page closed to those who have no desk."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings import lifecycle, messaging
from bookings.models import Booking
from frontend.pages.desk import today
from marketplace.lives.engine import Actor, take
from marketplace.notices import telling
from marketplace.notices.models import Notice
from marketplace.organisations import profile
from marketplace.organisations.models import Membership
from tests.folding import each

PAGES = (
    "desk", "desk_week", "desk_offers", "desk_offer_new", "desk_hours", "desk_people", "desk_enter", "desk_book",
    "desk_organisation", "desk_keys",
)  # fmt: skip


def text(answer) -> str:
    return answer.content.decode()


def queries_of(desk, name) -> int:
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse(name))
    return len(queries)


# --- who comes in -------------------------------------------------------------------------------------------------
@each("name", PAGES)
def test_every_page_opens_for_the_owner(desk, confirmed, name):
    assert desk.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_asked_to_sign_in(client, biagio, name):
    assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_an_outsider_finds_nothing(client, dora, biagio, name):
    client.force_login(dora)

    assert client.get(reverse(name), follow=True).status_code == 404


@each("name", PAGES[1:])
def test_a_worker_has_no_desk(client, samira, name):
    client.force_login(samira)

    assert client.get(reverse(name)).status_code == 404


def test_who_works_elsewhere_is_led_there(client, samira, gianni):
    for user, page in ((samira, "shifts"), (gianni, "officer")):
        client.force_login(user)
        assert client.get(reverse("desk")).headers["Location"] == reverse(page)


@pytest.mark.parametrize("name", ["desk_organisation", "desk_keys"])
def test_a_coordinator_does_not_own_the_profile(client, person, biagio, name):
    mario = person("Mario")
    Membership.objects.create(organisation=biagio, user=mario, role="coordinator")
    client.force_login(mario)

    assert client.get(reverse(name)).status_code == 404


def test_nothing_of_another_body_is_found_by_its_number(client, dora, other_desk, elena, samira, carlo, worker, offer):
    client.force_login(dora)
    notice = Notice.objects.create(reader=carlo, life=offer, cause="test", role="customer", channel="phone")
    role, hours = Membership.objects.get(user=samira), worker.weekly_hours.first()

    for method, address in (
        ("get", reverse("desk_offer", args=[offer.pk])),
        ("post", reverse("desk_offer", args=[offer.pk])),
        ("post", reverse("desk_offer_step", args=[offer.pk, "withdraw"])),
        ("get", reverse("desk_resource", args=[worker.pk])),
        ("post", reverse("desk_resource", args=[worker.pk])),
        ("post", reverse("desk_weekly_remove", args=[worker.pk, hours.pk])),
        ("post", reverse("desk_exception_remove", args=[worker.pk, 1])),
        ("get", reverse("desk_person", args=[carlo.pk])),
        ("post", reverse("desk_mandate_end", args=[carlo.pk])),
        ("post", reverse("desk_member_end", args=[role.pk])),
        ("post", reverse("desk_phoned", args=[notice.pk])),
        ("post", reverse("desk_key_revoke", args=[1])),
    ):
        assert getattr(client, method)(address).status_code == 404, address


# --- today --------------------------------------------------------------------------------------------------------
def test_what_waits_stands_first_with_its_likely_answer_as_a_button(desk, booking):
    page = text(desk.get(reverse("desk")))

    assert "Accept with Samira" in page
    assert reverse("booking_step", args=[booking.pk, "decline"]) in page
    assert "Ages of the children" in page
    assert "left" in page


def test_the_button_accepts(desk, booking):
    page = text(desk.get(reverse("desk")))
    fields = dict(re.findall(r'name="(seen|key|next)" value="([^"]*)"', page))

    desk.post(reverse("booking_step", args=[booking.pk, "accept"]), fields)

    assert Booking.objects.get(pk=booking.pk).status == "confirmed"


def test_an_answer_on_an_old_page_is_not_taken(desk, booking, elena):
    seen = booking.last_change_id
    take(booking, "accept", Actor(elena))

    desk.post(reverse("booking_step", args=[booking.pk, "call_off"]), {"seen": seen, "reason": "ill"})

    assert Booking.objects.get(pk=booking.pk).status == "confirmed"


def test_todays_jobs_are_listed_with_their_hour(desk, confirmed):
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    Booking.objects.filter(pk=confirmed.pk).update(starts_at=start, ends_at=start + timedelta(hours=2))

    assert "Samira with Nadia" in text(desk.get(reverse("desk")))


def test_words_that_wait_are_shown_until_somebody_at_the_desk_reads_them(desk, booking, nadia):
    messaging.post(booking, Actor(nadia), "The bell is broken.")
    assert "The bell is broken." in text(desk.get(reverse("desk")))

    desk.get(booking.get_absolute_url())

    assert "The bell is broken." not in text(desk.get(reverse("desk")))


def test_who_has_no_mail_is_in_the_queue_to_phone_until_it_is_said(desk, elena, carlo, offer, wishes):
    booking = take(ask_for(carlo, elena, offer, wishes), "accept", Actor(elena))
    telling.announce(booking.last_change)
    page = text(desk.get(reverse("desk")))
    assert "Carlo Bianchi" in page
    assert "tel:+390115550199" in page

    desk.post(reverse("desk_phoned", args=[Notice.objects.get(reader=carlo).pk]))

    assert Notice.objects.get(reader=carlo).done_by == elena
    assert "tel:+390115550199" not in text(desk.get(reverse("desk")))


def ask_for(person, elena, offer, wishes):
    return lifecycle.ask(offer, Actor(elena, person), wishes())


def test_the_number_of_questions_does_not_grow_with_the_queue(desk, booking, offer, dora, wishes, slot):
    messaging.post(booking, Actor(booking.customer), "Hi")
    desk.get(reverse("desk"))  # the first page of a session writes down where one is signed in
    few = queries_of(desk, "desk")

    for hour in (12, 14, 16):
        starts_at, ends_at = slot(hour=hour)
        messaging.post(
            lifecycle.ask(offer, Actor(dora), wishes(starts_at=starts_at, ends_at=ends_at)), Actor(dora), "Hi"
        )

    assert queries_of(desk, "desk") == few


def test_somebody_with_two_desks_chooses(desk, elena, biagio):
    abito = profile.found(elena, {"name": "Abito"})
    assert "Abito" in text(desk.get(reverse("desk")))

    desk.post(reverse("desk_choose"), {"desk": biagio.pk})

    assert desk.get(reverse("desk")).context["organisation"] == biagio
    desk.post(reverse("desk_choose"), {"desk": abito.pk})
    assert desk.get(reverse("desk")).context["organisation"] == abito


@each("number", ["", "x", "0", "99999999999999999999", "²", "9" * 5000])
def test_a_desk_that_is_not_hers_cannot_be_chosen(desk, number):
    assert desk.post(reverse("desk_choose"), {"desk": number}).status_code == 404


# --- the week -----------------------------------------------------------------------------------------------------
def test_a_day_of_the_week_lists_its_jobs(desk, confirmed):
    day = confirmed.starts_at.date().isoformat()

    page = text(desk.get(reverse("desk_week"), {"day": day}))

    assert "Samira with Nadia" in page
    assert "per cent full" in page


@each("day", ["", "tomorrow", "2026-02-31", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_today(desk, day):
    answer = desk.get(reverse("desk_week"), {"day": day})

    assert answer.context["day"] == answer.context["today"]


def test_days_of_the_same_hours_stand_on_one_line(client, elena, worker):
    worker.weekly_hours.filter(weekday__in=(5, 6)).update(opens=time(10))
    worker.weekly_hours.filter(weekday=2).delete()
    client.force_login(elena)

    page = client.get(reverse("desk_hours")).content.decode()

    assert [line.split(" ")[0] for line in re.findall(r"<li>(\S+ [^<]*:00)</li>", page)] == [
        "Monday-Tuesday",
        "Thursday-Friday",
        "Saturday-Sunday",
    ]


# --- long queues --------------------------------------------------------------------------------------------------
@pytest.fixture
def asked(offer, person, slot, wishes, monkeypatch):
    """Five requests, of which a page of the desk shows two."""
    monkeypatch.setattr(today, "LINES", 2)
    bookings = []
    for day in range(2, 7):
        start, end = slot(10, days=day)
        resident = person(f"Resident{day}")
        bookings.append(lifecycle.ask(offer, Actor(resident), wishes(starts_at=start, ends_at=end)))
        messaging.post(bookings[-1], Actor(resident), f"Hello {day}")
    return bookings


def test_a_long_queue_says_how_long_it_is_and_leads_to_the_rest(desk, asked):
    page = desk.get(reverse("desk"))

    assert [line.booking for line in page.context["lines"]] == asked[:2]
    assert "<b>5</b>to answer" in text(page)
    assert 'rel="next" href="?answer=2"' in text(page)
    assert 'rel="next" href="?read=2"' in text(page)


def test_the_rest_of_a_queue_is_a_page_of_its_own(desk, asked):
    page = desk.get(reverse("desk"), {"answer": "3", "read": "2"})

    assert [line.booking for line in page.context["lines"]] == asked[4:]
    assert [message.text for _booking, message in page.context["unread"]] == ["Hello 4", "Hello 5"]
    assert 'rel="prev" href="?answer=2&amp;read=2"' in text(page)


@each("number", ["0", "-1", "x", "99999999999999999999", "\0"])
def test_a_part_of_a_queue_that_is_not_there_breaks_nothing(desk, asked, number):
    page = desk.get(reverse("desk"), {"answer": number, "do": number, "read": number, "phone": number})

    assert page.status_code == 200
    assert page.context["lines"]
