"""What was typed is there again: after signing in, for a similar offer, and when somebody books the same once more."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from bookings import lifecycle
from frontend.forms import drafts
from marketplace.lives.engine import Actor, take
from tests.folding import each

URLENCODED = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies["language"] = "en"


@pytest.fixture
def address(offer):
    return reverse("ask", args=[offer.pk])


def text_of(answer) -> str:
    return answer.content.decode()


def test_what_a_visitor_typed_survives_signing_in(client, nadia, address, filled):
    answer = client.post(address, filled(note="No eggs please"))
    client.force_login(nadia)
    page = text_of(client.get(address))

    assert answer.url.startswith(reverse("account_login"))
    assert answer.url.endswith(address)
    for words in ("No eggs please", "Haddad, floor 3", "via Cecchi 18", "Here is what you wrote"):
        assert words in page
    assert client.get(reverse("after_sign_in")).url == address


def test_a_visitor_sees_mistakes_before_signing_in(client, address, filled):
    answer = client.post(address, filled(ages=""))

    assert answer.status_code == 422


def test_an_accepted_draft_is_forgotten(client, nadia, address, filled):
    client.post(address, filled(note="No eggs please"))
    client.force_login(nadia)

    client.post(address, filled(note="No eggs please"))

    assert "No eggs please" not in text_of(client.get(address))
    assert client.get(reverse("after_sign_in")).url == reverse("bookings")


def test_an_offer_withdrawn_meanwhile_keeps_the_words_for_the_next(client, offer, make_offer, nadia, elena, filled):
    client.force_login(nadia)
    similar = make_offer("Babysitter in the evening")
    take(offer, "withdraw", Actor(elena))

    answer = client.post(reverse("ask", args=[offer.pk]), filled(note="No eggs please"))

    assert answer.status_code == 404
    assert "No eggs please" in text_of(answer)
    page = text_of(client.get(reverse("ask", args=[similar.pk])))
    assert "No eggs please" in page
    assert "via Cecchi 18" in page
    assert "3 and 6" not in page  # what another category asked is not carried over


def test_an_offer_withdrawn_in_the_same_moment_is_told_on_the_form(client, offer, elena, address, filled):
    client.force_login(elena)  # she still sees her own offer
    take(offer, "withdraw", Actor(elena))

    answer = client.post(address, filled(note="No eggs please"))

    assert answer.status_code == 422
    assert "withdrawn a moment ago" in text_of(answer)
    assert "No eggs please" in text_of(answer)


def test_booking_again_brings_address_answers_and_note(client, offer, nadia, wishes, address):
    before = lifecycle.ask(offer, Actor(nadia), wishes(note="No eggs please", door="Haddad"))
    take(before, "withdraw", Actor(nadia))
    client.force_login(nadia)

    page = text_of(client.get(address, {"again": before.pk}))

    for words in ("via Cecchi 18", "Haddad", "3 and 6", "No eggs please"):
        assert words in page
    assert 'value="120" selected' in page


@each("again", [None, "x", "-1", "9" * 40, "²"])
def test_nobody_books_somebody_elses_booking_again(client, booking, dora, address, again):
    client.force_login(dora)

    page = text_of(client.get(address, {"again": again or booking.pk}))

    assert 'via Cecchi 18"' not in page
    assert "3 and 6" not in page


def after_signing_in(client, somebody, answer) -> str:
    """The page to which the sign-in leads back."""
    client.force_login(somebody)
    return text_of(client.get(parse_qs(urlsplit(answer.url).query)["next"][0]))


def test_a_reason_typed_after_the_session_ended_is_there_again(client, booking, elena):
    address = reverse("booking_step", args=[booking.pk, "decline"])
    page = f"http://testserver{address}"

    answer = client.post(address, {"reason": "Samira is ill", "key": "k"}, headers={"referer": page})

    assert answer.url.startswith(reverse("account_login"))
    assert "Samira is ill" in after_signing_in(client, elena, answer)


def test_a_reason_typed_for_somebody_on_the_phone_comes_back_as_for_her(client, booking, nadia, elena):
    address = reverse("booking_step", args=[booking.pk, "decline"])
    page = f"http://testserver{address}?for_customer=1"

    answer = client.post(address, {"reason": "No", "for_customer": "1"}, headers={"referer": page})

    assert parse_qs(urlsplit(answer.url).query)["next"] == [f"{address}?for_customer=1"]


def test_a_reason_that_was_taken_is_forgotten(client, booking, elena):
    address = reverse("booking_step", args=[booking.pk, "decline"])
    client.post(address, {"reason": "Samira is ill"})
    client.force_login(elena)

    client.post(address, {"reason": "Samira is ill"})

    assert "typed" not in client.session


def test_words_typed_on_one_page_do_not_turn_up_on_another(client, booking, offer, nadia, elena, wishes):
    other = lifecycle.ask(
        offer, Actor(nadia), wishes(starts_at=booking.ends_at, ends_at=booking.ends_at + timedelta(hours=2))
    )
    client.post(reverse("booking_step", args=[booking.pk, "decline"]), {"reason": "Samira is ill"})
    client.force_login(elena)

    page = client.get(reverse("booking_step", args=[other.pk, "decline"]))

    assert "Samira is ill" not in text_of(page)


def test_outsiders_who_sign_in_on_this_device_do_not_read_what_was_typed(client, booking, dora):
    answer = client.post(reverse("booking_step", args=[booking.pk, "decline"]), {"reason": "Samira is ill"})
    client.force_login(dora)

    assert client.get(parse_qs(urlsplit(answer.url).query)["next"][0]).status_code == 404


def test_an_offer_written_after_the_session_ended_is_there_again(client, offer, worker, elena):
    words = {"it_title": "Compiti", "en_summary": "Homework with patience", "resources": [worker.pk]}

    answer = client.post(reverse("desk_offer_new"), words)
    page = after_signing_in(client, elena, answer)

    assert "Compiti" in page
    assert "Homework with patience" in page
    assert re.search(rf'name="resources"[^>]*value="{worker.pk}"[^>]*checked', page)


def test_a_profile_written_after_the_session_ended_is_there_again(client, biagio, elena):
    answer = client.post(
        reverse("desk_organisation"), {"about_en": "We are open on Sundays", "languages": ["it", "ar"]}
    )

    assert "We are open on Sundays" in after_signing_in(client, elena, answer)


def test_the_citys_reason_typed_after_the_session_ended_is_there_again(client, make_offer, gianni):
    waiting = make_offer("Dogs", status="review")

    answer = client.post(reverse("officer_step", args=[waiting.pk, "send_back"]), {"send_back-reason": "Say more"})

    assert "Say more" in after_signing_in(client, gianni, answer)


@each(
    "sent",
    [
        {"reason": "x" * 100_000}, {"reason": ["a"] * 1000}, {f"f{n}": "x" for n in range(999)},
        {f"f{n}": "x" * 20_000 for n in range(100)}, {f"{n}{'x' * 10_000}": "x" for n in range(100)},
    ],
)  # fmt: skip
@each(("page", "name"), [("step", "typed"), ("ask", "draft")])
def test_a_draft_has_a_size(client, booking, address, page, name, sent):
    step = reverse("booking_step", args=[booking.pk, "decline"])

    client.post({"step": step, "ask": address}[page], urlencode(sent, doseq=True), content_type=URLENCODED)

    assert len(str(client.session[name])) < drafts.LARGEST + 5000  # the quotes and brackets


@pytest.mark.parametrize("page", ["ask", "series_ask"])
def test_a_visitor_keeps_nothing_for_an_offer_that_is_not_there(db, client, filled, page):
    answer = client.post(reverse(page, args=[999_999]), filled(note="No eggs please"))

    assert answer.status_code == 404
    assert "No eggs please" in text_of(answer)  # what she typed is not lost
    assert "What you typed is kept" not in text_of(answer)
    assert not Session.objects.exists()


def test_one_address_opens_only_so_many_sessions_by_drafts(client, booking, address, filled, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_OPENED", 2)
    step = reverse("booking_step", args=[booking.pk, "decline"])
    message = reverse("booking_messages", args=[booking.pk])

    for to in (address, step):
        assert Client().post(to, filled(text="x")).url.startswith(reverse("account_login"))
    for to in (message, address, step):
        answer = Client(headers={"accept-language": "en"}).post(to, filled(text="No eggs please"))
        assert answer.status_code == 429
        assert "No eggs please" in text_of(answer)
        assert f'href="{reverse("account_login")}?next=/' in text_of(answer)

    assert Session.objects.count() == 2


def test_what_no_draft_kept_is_sent_from_its_page_after_signing_in(client, nadia, address, filled, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_OPENED", 0)
    page = text_of(client.post(address, filled(note="No eggs please")))
    told = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    client.force_login(nadia)

    answer = client.post(address, told)

    assert answer.status_code == 302
    assert nadia.bookings.get().note == "No eggs please"


def test_who_has_a_session_goes_on_writing_into_it(client, address, filled, monkeypatch):
    client.post(address, filled(note="No eggs please"))
    monkeypatch.setattr(drafts, "MOST_OPENED", 0)

    client.post(address, filled(note="No nuts please"))

    assert drafts_of(client)["note"] == "No nuts please"


def drafts_of(client) -> dict:
    return client.session["draft"]["words"]
