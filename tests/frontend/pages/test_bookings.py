"""What somebody has booked, the page of one booking and the steps on it."""

from datetime import timedelta

from django.db import connection
from django.urls import reverse

from bookings import lifecycle, messaging
from frontend.pages import bookings as bookings_page
from marketplace.lives.engine import Actor, take
from tests.folding import each


def text_of(answer) -> str:
    return answer.content.decode()


def page_for(client, booking, reader) -> str:
    client.force_login(reader)
    return text_of(client.get(booking.get_absolute_url()))


def step_of(booking, name) -> str:
    return reverse("booking_step", args=[booking.pk, name])


# --- the page -----------------------------------------------------------------------------------------------------
def test_the_customer_reads_whose_turn_it_is_and_by_when(client, booking, nadia):
    page = page_for(client, booking, nadia)

    assert "It is Biagio&#x27;s turn" in page
    assert "You asked for this time." in page
    assert "Biagio answers by" in page
    assert "Without an answer the request ends" in page


def test_the_desk_sees_its_verbs_and_the_staff_frame(client, booking, elena):
    page = page_for(client, booking, elena)

    assert "Your turn, by" in page
    assert "Nadia waits for your answer" in page
    assert step_of(booking, "accept") in page
    assert 'class="staff"' in page


def test_the_first_name_of_who_comes_is_known_once_confirmed(client, booking, nadia, elena):
    before = page_for(client, booking, nadia)
    take(booking, "accept", Actor(elena))
    after = page_for(client, booking, nadia)

    assert "Samira" not in before
    assert "Samira" in after


def test_the_note_on_how_it_went_is_read_by_the_desk_and_not_by_the_customer(
    client, confirmed, nadia, elena, samira, now_is
):
    now_is(confirmed.ends_at)
    take(confirmed, "finish", Actor(samira), {"work_note": "The little one slept."})

    pages = {reader: page_for(client, confirmed, reader) for reader in (elena, samira, nadia)}

    assert [who.given_name for who, page in pages.items() if "The little one slept." in page] == ["Elena", "Samira"]


def test_nobody_sees_more_of_the_address_than_is_due(client, offer, nadia, elena, samira, wishes, soon):
    booking = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=wishes()["starts_at"] + timedelta(hours=3),
        ends_at=wishes()["ends_at"] + timedelta(hours=3), door="Bell Haddad"))  # fmt: skip

    asked = page_for(client, booking, elena)
    take(booking, "accept", Actor(elena))
    agreed = page_for(client, booking, samira)

    assert "Aurora" in asked
    assert "Cecchi" not in asked
    assert "via Cecchi, Aurora" in agreed
    assert "Bell Haddad" not in agreed
    assert "Bell Haddad" in page_for(client, booking, nadia)


def test_the_door_and_the_phones_are_shown_on_the_day(client, soon, confirmed, nadia, samira):
    nadia.phone = "+393331234567"
    nadia.save()
    booking = soon(0.5)

    worker = page_for(client, booking, samira)

    assert "via Cecchi 18" in worker
    assert "333 123 4567" in worker
    assert "011 555 0101" in page_for(client, booking, nadia)


def test_phones_stay_hidden_before_the_day(client, confirmed, nadia, samira):
    nadia.phone = "+393331234567"
    nadia.save()

    assert "333 123 4567" not in page_for(client, confirmed, samira)
    assert "011 555 0101" not in page_for(client, confirmed, nadia)


@each("page", ["booking", "booking_stream", "booking_messages"])
def test_outsiders_find_nothing(client, booking, dora, gianni, page):
    for outsider in (dora, gianni):
        client.force_login(outsider)

        assert client.get(reverse(page, args=[booking.pk])).status_code == 404
        assert client.get(reverse(page, args=[10**30])).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, booking):
    for name in ("booking", "booking_stream", "booking_messages"):
        assert reverse("account_login") in client.get(reverse(name, args=[booking.pk])).url
    assert reverse("account_login") in client.get(step_of(booking, "withdraw")).url


def test_words_of_people_are_never_markup(client, offer, nadia, elena, wishes):
    booking = lifecycle.ask(offer, Actor(nadia), wishes(note="<script>alert(1)</script>", door="<b>x"))
    messaging.post(booking, Actor(nadia), "<img src=x>")

    page = page_for(client, booking, nadia)

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert "<img src=x" not in page


def test_the_page_asks_a_fixed_number_of_questions(client, booking, nadia, elena, django_assert_max_num_queries):
    page_for(client, booking, nadia)
    for number in range(20):
        messaging.post(booking, Actor(elena if number % 2 else nadia), f"Words {number}")

    with django_assert_max_num_queries(31):
        client.get(booking.get_absolute_url())


# --- the list -----------------------------------------------------------------------------------------------------
def test_the_list_parts_what_comes_what_waits_and_what_is_past(client, offer, nadia, elena, wishes, slot, booking):
    start, end = slot(14)
    coming = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=start, ends_at=end))
    take(coming, "accept", Actor(elena))
    start, end = slot(10, days=3)
    past = lifecycle.ask(offer, Actor(nadia), wishes(starts_at=start, ends_at=end))
    take(past, "withdraw", Actor(nadia))
    messaging.post(coming, Actor(elena), "See you soon")
    client.force_login(nadia)

    answer = client.get(reverse("bookings"))

    assert [found.pk for found in answer.context["upcoming"]] == [coming.pk]
    assert [found.pk for found in answer.context["waiting"]] == [booking.pk]
    assert [found.pk for found in answer.context["page"]] == [past.pk]
    assert answer.context["upcoming"][0].unread == 1
    assert f"?again={past.pk}" in text_of(answer)


def test_no_statement_of_the_list_joins_so_many_tables_that_it_begins_with_all_bookings(
    client, booking, nadia, django_assert_max_num_queries
):
    client.force_login(nadia)
    limit = connection.cursor().execute("SHOW join_collapse_limit").fetchone()[0]

    with django_assert_max_num_queries(40) as asked:
        client.get(reverse("bookings"))

    assert max(statement["sql"].count(" JOIN ") for statement in asked.captured_queries) < int(limit)


def test_many_open_bookings_come_in_pages(client, offer, nadia, wishes, slot, monkeypatch):
    monkeypatch.setattr(bookings_page, "COMING", 2)
    asked = []
    for day in range(2, 5):
        start, end = slot(10, days=day)
        asked.append(lifecycle.ask(offer, Actor(nadia), wishes(starts_at=start, ends_at=end)))
    client.force_login(nadia)

    first, second = (client.get(reverse("bookings"), {"coming": number}) for number in ("1", "2"))

    assert [found.pk for found in first.context["waiting"]] == [booking.pk for booking in asked[:2]]
    assert [found.pk for found in second.context["waiting"]] == [asked[2].pk]
    assert 'rel="next" href="?coming=2"' in text_of(first)


def test_an_empty_list_invites(client, dora, booking):
    client.force_login(dora)

    page = text_of(client.get(reverse("bookings")))

    assert "Nothing booked yet" in page
    assert reverse("search") in page


def test_reading_a_booking_clears_its_mark(client, booking, nadia, elena):
    messaging.post(booking, Actor(elena), "Hello")
    page_for(client, booking, nadia)

    assert client.get(reverse("bookings")).context["waiting"][0].unread == 0


def test_the_list_asks_the_same_whatever_its_length(client, offer, nadia, wishes, slot, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(nadia)
    lifecycle.ask(offer, Actor(nadia), wishes())
    client.get(reverse("bookings"))
    with CaptureQueriesContext(connection) as once:
        client.get(reverse("bookings"))
    for day in range(3, 9):
        start, end = slot(10, days=day)
        lifecycle.ask(offer, Actor(nadia), wishes(starts_at=start, ends_at=end))

    with django_assert_num_queries(len(once)):
        client.get(reverse("bookings"))
