"""Talk on a booking's page: both sides, with and without scripts, with bad input, and when the session has ended."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import lifecycle, messaging
from bookings.models import Message
from marketplace.lives.engine import Actor, take
from tests.folding import each
from tests.payments import catch_up

HTMX = {"HX-Request": "true"}


def text_of(answer) -> str:
    return answer.content.decode()


def write(client, booking, text, **more):
    return client.post(reverse("booking_messages", args=[booking.pk]), {"text": text, "key": str(uuid4())}, **more)


def test_a_message_without_scripts_leads_back_to_the_stream(client, booking, nadia):
    client.force_login(nadia)

    answer = write(client, booking, "The bell says Haddad")

    assert answer.url == f"{booking.get_absolute_url()}#stream"
    assert "The bell says Haddad" in text_of(client.get(booking.get_absolute_url()))


def test_htmx_gets_a_fresh_form_with_a_new_key(client, booking, nadia):
    client.force_login(nadia)
    key = str(uuid4())

    sent = {"text": "Hello", "key": key}
    answer = client.post(reverse("booking_messages", args=[booking.pk]), sent, headers=HTMX)

    assert answer.status_code == 200
    assert '<form class="stack-s" id="write"' in text_of(answer)
    assert key not in text_of(answer)
    assert "Hello" not in text_of(answer)


def test_everybody_reads_who_wrote(client, confirmed, nadia, elena, samira):
    for writer, words in ((nadia, "Which tram?"), (elena, "Number 4"), (samira, "I come by bike")):
        client.force_login(writer)
        write(client, confirmed, words)

    client.force_login(nadia)
    page = text_of(client.get(confirmed.get_absolute_url()))

    for words in ("Which tram?", "Number 4", "I come by bike", "Biagio, Elena", "Samira", "You"):
        assert words in page


@each("headers", [{}, HTMX])
@each("text", ["", "   ", "\0", "word " * 2000])
def test_a_message_that_cannot_be_comes_back_with_its_words(client, booking, nadia, text, headers):
    client.force_login(nadia)

    answer = write(client, booking, text, headers=headers)

    assert answer.status_code == 422
    assert 'class="wrong"' in text_of(answer)
    assert text.replace("\0", "").strip() in text_of(answer)
    assert not Message.objects.exists()


def test_signs_that_no_database_holds_are_left_out(client, booking, nadia):
    client.force_login(nadia)

    write(client, booking, "مرحبا\0 👩🏽‍🍼 ciao")

    assert Message.objects.get().text == "مرحبا 👩🏽‍🍼 ciao"


def test_a_message_sent_twice_arrives_once(client, booking, nadia):
    client.force_login(nadia)
    sent = {"text": "Hello", "key": str(uuid4())}

    for _ in range(2):
        client.post(reverse("booking_messages", args=[booking.pk]), sent)

    assert Message.objects.count() == 1


def test_a_forged_key_is_only_a_new_one(client, booking, nadia):
    client.force_login(nadia)

    for key in ("x" * 500, "\0", ""):
        client.post(reverse("booking_messages", args=[booking.pk]), {"text": "Hello", "key": key})

    assert Message.objects.count() == 3


def test_outsiders_cannot_write(client, booking, dora):
    client.force_login(dora)

    assert write(client, booking, "Hello").status_code == 404
    assert not Message.objects.exists()


def test_words_typed_when_the_session_had_ended_are_there_after_signing_in(client, booking, nadia):
    answer = write(client, booking, "The bell says Haddad")
    client.force_login(nadia)
    page = text_of(client.get(booking.get_absolute_url()))
    write(client, booking, "The bell says Haddad")

    assert answer.url.startswith(reverse("account_login"))
    assert answer.url.endswith(booking.get_absolute_url())
    assert "The bell says Haddad" in page
    assert "aria-required" not in page
    assert text_of(client.get(booking.get_absolute_url())).count("The bell says Haddad") == 1


def test_kept_words_show_on_their_own_booking_alone(client, booking, nadia, dora):
    write(client, booking, "The bell says Haddad")
    client.force_login(dora)

    answer = client.get(booking.get_absolute_url())

    assert answer.status_code == 404
    assert "Haddad" not in text_of(answer)


# --- what is new --------------------------------------------------------------------------------------------------
def fragment(client, booking, page):
    address = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    return client.get(address, headers=HTMX)


def test_the_stream_answers_only_what_is_new(client, booking, nadia, elena):
    client.force_login(nadia)
    page = text_of(client.get(booking.get_absolute_url()))

    nothing = fragment(client, booking, page)
    messaging.post(booking, Actor(elena), "Number 4")
    news = fragment(client, booking, page)

    assert nothing.status_code == 204
    assert "Number 4" in text_of(news)
    assert f'data-live="booking:{booking.pk}"' in text_of(news)
    assert "textarea" not in text_of(news)  # what is being typed is not touched


@pytest.mark.parametrize("moment", [1, 2])
def test_a_page_to_pay_on_that_opens_while_the_booking_is_drawn_is_there_at_the_next_look(
    client, make_offer, takes_cards, wishes, nadia, moment
):
    booking = lifecycle.ask(make_offer(), Actor(nadia), wishes(pay_by="card"))
    client.force_login(nadia)
    looks = 0

    def meanwhile(execute, query, *rest):
        nonlocal looks
        answer = execute(query, *rest)
        looks += "bookings_charge" in query
        if looks == moment:
            looks += 100
            catch_up()
        return answer

    with connection.execute_wrapper(meanwhile):
        page = text_of(client.get(booking.get_absolute_url()))
    again = text_of(fragment(client, booking, page))

    assert looks > 100
    assert "Pay €24" in again or "Pay €24" in page


def test_a_step_by_the_other_side_changes_the_sign_on_the_door(client, booking, nadia, elena):
    client.force_login(nadia)
    page = text_of(client.get(booking.get_absolute_url()))
    take(booking, "accept", Actor(elena))

    news = text_of(fragment(client, booking, page))

    assert "Samira takes care of it on" in news
    assert news.count('hx-swap-oob="true"') == 3


def test_looking_at_the_stream_is_reading(client, booking, nadia, elena):
    client.force_login(nadia)
    page = text_of(client.get(booking.get_absolute_url()))
    messaging.post(booking, Actor(elena), "Number 4")

    fragment(client, booking, page)

    assert messaging.unread_count(nadia) == 0


def test_the_stream_without_scripts_is_the_page(client, booking, nadia):
    client.force_login(nadia)

    answer = client.get(reverse("booking_stream", args=[booking.pk]))

    assert answer.url == f"{booking.get_absolute_url()}#stream"


# --- a long thread ------------------------------------------------------------------------------------------------
@pytest.fixture
def talked(booking, elena, monkeypatch):
    """Ten messages of which a page shows four."""
    monkeypatch.setattr(messaging, "SHOWN", 4)
    for number in range(10):
        messaging.post(booking, Actor(elena), f"Words {number}")
    return booking


def link_to(words, page):
    """Where a link leads without scripts, and what htmx asks for."""
    found = re.search(rf'<a [^>]*href="([^"]+)" hx-get="([^"]+)"[^>]*>{words}</a>', page)
    return found and found.groups()


def said(page):
    return re.findall(r"<p dir=\"auto\">Words (\d)</p>", page)


def test_a_long_thread_shows_its_end_and_leads_back_to_its_start(client, talked, nadia):
    client.force_login(nadia)
    pages = [text_of(client.get(talked.get_absolute_url()))]
    while found := link_to("Earlier messages", pages[-1]):
        pages.append(text_of(client.get(found[0].split("#")[0])))

    assert [said(page) for page in pages] == [list("6789"), list("2345"), list("01")]
    assert "You asked for this time." in pages[-1]
    assert link_to("Back to the newest messages", pages[-1])[0] == f"{talked.get_absolute_url()}#stream"
    assert not link_to("Back to the newest messages", pages[0])


def test_htmx_gets_the_same_earlier_part_as_a_fragment(client, talked, nadia):
    client.force_login(nadia)
    page = text_of(client.get(talked.get_absolute_url()))
    plain, scripted = link_to("Earlier messages", page)

    part = text_of(client.get(scripted, headers=HTMX))

    assert said(part) == said(text_of(client.get(plain.split("#")[0]))) == list("2345")
    assert part.lstrip().startswith('<section id="stream"')
    assert fragment(client, talked, part).status_code == 204  # it stays while there is nothing new


def test_what_comes_next_is_told_at_the_end_of_the_thread_alone(client, talked, nadia):
    client.force_login(nadia)
    page = text_of(client.get(talked.get_absolute_url()))
    earlier = text_of(client.get(link_to("Earlier messages", page)[0].split("#")[0]))

    assert "Without an answer the request ends" in page
    assert "Without an answer the request ends" not in earlier


def test_to_look_at_an_earlier_part_is_not_to_have_read_the_end(client, talked, nadia):
    client.force_login(nadia)

    client.get(talked.get_absolute_url(), {"before": "0-0"})

    assert messaging.unread_count(nadia) == 10


@each("before", ["", "x", "1", "99999999999999999999-1", "-1--1", "\0", "1-1\n", "<b>"])
def test_a_place_in_the_thread_that_cannot_be_is_its_end(client, talked, nadia, before):
    client.force_login(nadia)

    assert said(text_of(client.get(talked.get_absolute_url(), {"before": before}))) == list("6789")


def test_outsiders_read_no_earlier_part(client, talked, dora):
    client.force_login(dora)
    address = reverse("booking_stream", args=[talked.pk])

    assert client.get(address, {"before": "99-99"}, headers=HTMX).status_code == 404


def test_a_long_thread_takes_the_same_queries(client, talked, nadia, elena, django_assert_num_queries):
    client.force_login(nadia)
    client.get(talked.get_absolute_url())
    with CaptureQueriesContext(connection) as short:
        client.get(talked.get_absolute_url())
    few = len(short)
    for number in range(20):
        messaging.post(talked, Actor(elena), f"More {number}")
    client.get(talked.get_absolute_url())

    with django_assert_num_queries(few):
        client.get(talked.get_absolute_url())
