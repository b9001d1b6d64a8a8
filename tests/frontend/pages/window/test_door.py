"""In by a card, out again with nothing left; and a card opens this page, not one other."""

import logging
import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from frontend.pages.window import doors, entrance
from frontend.urls import urlpatterns
from marketplace.casework import windows
from marketplace.casework.models import WindowKey
from tests.casework import PIN
from tests.folding import each

ADDRESSES = [str(one.pattern) for one in urlpatterns]
PLAIN = [f"/{one}" for one in ADDRESSES if "<" not in one and not one.startswith("mia/")]
ENGLISH = {"accept-language": "en"}


def text_of(answer) -> str:
    return answer.content.decode()


def enter(client, code: str, pin: str = PIN, **headers):
    return client.post("/mia/enter/", {"code": code, "pin": pin}, headers=ENGLISH | headers)


def test_the_door_asks_for_code_and_pin_and_says_nothing_else(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/mia/", headers=ENGLISH)

    assert "The code on your card" in text_of(answer)
    assert "<title>My page - Cortile</title>" in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_code_and_pin_open_the_page(client, card, django_assert_num_queries):
    answer = enter(client, card)

    with django_assert_num_queries(11):
        page = text_of(client.get(answer["Location"], headers=ENGLISH))

    assert answer["Location"] == "/mia/"
    assert "Fatou" in page
    assert "Chiara" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_code_in_an_address_opens_nothing(client, card, method):
    getattr(client, method)(f"/mia/?code={card}&pin={PIN}")
    client.get(f"/mia/enter/?code={card}&pin={PIN}")

    assert "Fatou" not in text_of(client.get("/mia/", headers=ENGLISH))


def test_an_unknown_code_and_a_wrong_pin_are_answered_alike(client, card):
    unknown, wrong = enter(client, windows.new_code()), enter(client, card, "5831")

    assert unknown.status_code == wrong.status_code == 422
    assert plain(unknown) == plain(wrong)
    assert card not in text_of(wrong) or PIN not in text_of(wrong)


def plain(answer) -> str:
    """Without what differs each time, and without what was typed."""
    page = text_of(answer)
    for start, end in (
        ('name="csrfmiddlewaretoken" value="', '"'),
        ('"X-CSRFToken": "', '"'),
        ('name="code" value="', '"'),
    ):
        for piece in page.split(start)[1:]:
            page = page.replace(piece.split(end)[0], "")
    return page


def test_after_many_tries_an_address_has_to_wait(client, card, monkeypatch):
    monkeypatch.setattr(entrance, "MOST_TRIES", 2)
    answers = [enter(client, windows.new_code()).status_code for _try in range(3)]

    late = enter(client, card)

    assert answers == [422, 422, 429]
    assert late.status_code == 429
    assert "Fatou" not in text_of(client.get("/mia/", headers=ENGLISH))


def test_the_session_ends_with_the_browser_and_after_half_an_hour(client, card, monkeypatch):
    answer = enter(client, card)
    assert not answer.cookies["cortile"]["max-age"]
    now = time.time()

    monkeypatch.setattr(doors.time, "time", lambda: now + 29 * 60)
    assert "Fatou" in text_of(client.get("/mia/"))
    monkeypatch.setattr(doors.time, "time", lambda: now + 58 * 60)
    assert "Fatou" in text_of(client.get("/mia/"))
    monkeypatch.setattr(doors.time, "time", lambda: now + 89 * 60)

    assert "Fatou" not in text_of(client.get("/mia/"))
    assert client.post("/mia/ask/stop/")["Location"] == "/mia/"


def test_a_card_opens_no_other_page_and_no_api(client, card, fatou):
    before = {path: client.get(path).status_code for path in PLAIN}
    enter(client, card)

    after = {path: client.get(path) for path in PLAIN}

    assert {path: one.status_code for path, one in after.items()} == before
    assert [path for path, one in after.items() if b"Fatou" in one.content] == []
    for path in (fatou.get_absolute_url(), "/bookings/", "/account/", "/casework/mine/", "/money/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")
    assert client.get("/api/v1/me/").status_code == 401
    assert client.get(f"/api/v1/files/{fatou.number}/").status_code in {401, 404}
    assert "_auth_user_id" not in client.session


def test_whoever_was_signed_in_here_is_signed_out_by_a_card(client, card, nadia):
    client.force_login(nadia)

    enter(client, card)

    assert client.get("/bookings/").status_code == 302
    assert "Fatou" in text_of(client.get("/mia/"))


def test_somebody_who_is_signed_in_has_her_own_page_and_nobody_else_s(client, fatou, nadia):
    client.force_login(fatou.person)
    assert "Fatou" in text_of(client.get("/mia/"))

    client.force_login(nadia)
    page = text_of(client.get("/mia/"))

    assert "Fatou" not in page
    assert 'name="pin"' in page
    assert client.get("/mia/readings/")["Location"] == "/mia/"


def test_leaving_ends_the_session_and_tells_the_browser_to_forget(client, card):
    enter(client, card)

    answer = client.post("/mia/leave/", headers=ENGLISH)

    assert answer["Clear-Site-Data"] == '"cookies", "storage"'
    assert "You have left" in text_of(answer)
    assert "Fatou" not in text_of(client.get("/mia/"))


@each("deed", ["lock", "end", "again"])
def test_a_card_that_was_locked_or_ended_closes_the_page_at_once(client, card, fatou, chiara, deed):
    enter(client, card)
    assert "Fatou" in text_of(client.get("/mia/"))

    if deed == "lock":
        for _try in range(5):
            enter(type(client)(), card, "5831")
    elif deed == "end":
        windows.end(fatou, chiara)
    else:
        windows.issue(fatou, chiara, PIN)

    assert "Fatou" not in text_of(client.get("/mia/"))


def test_the_code_and_the_pin_stand_in_no_log_and_no_session(client, card, caplog):
    caplog.set_level(logging.DEBUG)
    enter(client, card, "5831")
    enter(client, card)
    client.get("/mia/")

    kept = " ".join(str(one.get_decoded()) for one in Session.objects.all())
    assert str(WindowKey.objects.get().pk) in kept
    for word in (card, PIN, "5831"):
        assert word not in caplog.text
        assert word not in kept


def test_languages_by_link_by_browser_and_by_the_person(client, card, fatou):
    by_link = text_of(client.get("/mia/?language=ar"))
    by_browser = text_of(client.get("/mia/", headers={"accept-language": "fr-FR,it;q=0.5"}))
    other = client.post("/mia/language/", {"language": "ar"})
    enter(client, card)
    client.post("/mia/language/", {"language": "fr"})
    client.post("/mia/language/", {"language": "tlh"})

    fatou.person.refresh_from_db()
    hers = client.get("/mia/", headers={"accept-language": "it"})
    assert '<html lang="ar" dir="rtl">' in by_link
    assert '<html lang="fr">' in by_browser
    assert other["Location"] == "/mia/?language=ar"
    assert fatou.person.language == "fr"
    assert "Qui vous suit" in text_of(hers)
    assert hers["Content-Language"] == "fr"
    assert '<html lang="it">' in text_of(client.get("/", headers={"accept-language": "ar,it"}))


def test_the_door_is_found_from_the_page_to_sign_in(client, db):
    assert reverse("window") in text_of(client.get("/accounts/login/"))
