"""Plain pages, feedback to the City, and the choice of language."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import messaging
from frontend.tasks import send_feedback
from marketplace.lives.engine import Actor, take
from marketplace.organisations import feedback
from tests.folding import each

PAGES = ["about", "privacy", "terms", "how-results-are-ordered", "accessibility", "accessibility/thanks"]
PAGES += ["how-work-is-proposed"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_the_plain_pages_are_there_for_everybody(client, db, page, language):
    response = client.get(f"/{page}/", headers={"accept-language": language})

    assert response.status_code == 200
    assert response.content.count(b"<h1>") == 1
    assert f'<html lang="{language}">' in response.content.decode()


def test_what_the_city_reads_is_what_your_data_says(client, confirmed, nadia, elena, samira, operator, now_is):
    """Without a complaint no messages; with one, until it is settled."""
    messaging.post(confirmed, Actor(nadia), "The bell does not work.")
    now_is(confirmed.ends_at)
    page, read = client.get("/privacy/", headers={"accept-language": "en"}).content.decode(), []
    client.force_login(operator)
    for step, actor, facts in (
        ("finish", samira, {}),
        ("complain", nadia, {"complaint": "She broke the lamp."}),
        ("settle", elena, {"answer": "We pay for it.", "stays_due": "yes"}),
    ):
        take(confirmed, step, Actor(actor), facts)
        read.append(b"The bell does not work." in client.get(confirmed.get_absolute_url()).content)

    assert "they read only while a complaint about it is open" in page
    assert read == [False, True, False]


def test_the_map_says_where_it_comes_from(client, aurora):
    type(aurora).objects.update(attribution="Borders: somebody, licence")

    assert "Borders: somebody, licence" in client.get("/about/").content.decode()


def test_what_does_not_work_goes_to_the_city(client, city):
    type(city).objects.update(email="city@example.org")

    response = client.post("/accessibility/", {"text": "The button says nothing.", "email": "nadia@example.org"})

    assert response.url == "/accessibility/thanks/"
    task = ProcrastinateJob.objects.get(task_name="frontend.send_feedback")
    send_feedback(**task.args)
    (letter,) = mail.outbox
    assert letter.to == ["city@example.org"]
    assert letter.reply_to == ["nadia@example.org"]
    assert "The button says nothing." in letter.body


def write(client, **headers):
    return client.post("/accessibility/", {"text": "The button says nothing."}, **headers)


def test_letters_of_one_address_are_not_endless_and_the_words_stay(client, city):
    answers = [write(client) for _ in range(feedback.MOST + 1)]

    assert {answer.status_code for answer in answers[:-1]} == {302}
    assert answers[-1].status_code == 422
    assert "The button says nothing." in answers[-1].content.decode()
    assert ProcrastinateJob.objects.filter(task_name="frontend.send_feedback").count() == feedback.MOST


def test_each_person_and_each_address_has_letters_of_its_own(client, city, nadia):
    for _ in range(feedback.MOST):
        write(client)

    assert write(client, REMOTE_ADDR="10.0.0.9").status_code == 302
    client.force_login(nadia)
    assert write(client).status_code == 302


def test_a_forged_address_has_no_letters_of_its_own(client, city):
    answers = [write(client, headers={"x-forwarded-for": f"6.6.6.{n}"}) for n in range(feedback.MOST + 1)]

    assert answers[-1].status_code == 422


@each("fields", [{}, {"text": ""}, {"text": "x" * 4001}, {"text": "ok", "email": "nobody"}, {"text": "a\0b"}])
def test_feedback_that_cannot_be_is_told_and_kept(client, city, fields):
    response = client.post("/accessibility/", fields, headers={"accept-language": "en"})

    assert response.status_code == 422
    assert not ProcrastinateJob.objects.filter(task_name="frontend.send_feedback").exists()
    assert fields.get("text", "")[:100].replace("\0", "") in response.content.decode().replace("\0", "")


def test_the_form_knows_the_page_and_the_mail_of_somebody_signed_in(client, nadia):
    client.force_login(nadia)

    page = client.get("/accessibility/", {"page": "/offers/7/"}).content.decode()

    assert 'value="/offers/7/"' in page
    assert 'value="nadia@example.org"' in page


def test_a_chosen_language_stays_on_the_device(client, db):
    response = client.post("/language/", {"language": "en", "next": "/terms/"})

    assert response.url == "/terms/"
    assert '<html lang="en">' in client.get("/terms/").content.decode()


def test_a_chosen_language_stays_with_the_person(client, nadia):
    client.force_login(nadia)

    client.post("/language/", {"language": "it"})

    nadia.refresh_from_db()
    assert nadia.language == "it"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "", "\\\\evil"])
def test_the_way_back_stays_on_this_site(client, db, wanted):
    assert client.post("/language/", {"language": "en", "next": wanted}).url == "/"


def test_a_language_that_we_do_not_speak_changes_nothing(client, nadia):
    client.force_login(nadia)

    client.post("/language/", {"language": "tlh"})

    nadia.refresh_from_db()
    assert nadia.language == "en"


def test_a_language_is_not_chosen_by_a_mere_link(client, db):
    assert client.get("/language/").status_code == 405


def test_whoever_finds_a_hole_reads_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:sicurezza@example.org"

    answer = client.get("/.well-known/security.txt")

    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert told["Contact"] == "mailto:sicurezza@example.org"
    assert told["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert timedelta(days=150) < left < timedelta(days=366)
