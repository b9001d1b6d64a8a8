"""What a person finds on her own page and does there, in each of its languages."""

from collections.abc import Iterator
from datetime import date
from gettext import NullTranslations

import pytest
from django.utils.translation import override, trans_real

from marketplace.accounts.language import ALSO
from marketplace.accounts.models import User
from marketplace.casework import files, overrides
from marketplace.casework.models import Permission, Reading
from tests.casework import MARKER, PIN
from tests.folding import each

WHY = "The school has called and nobody finds her: it cannot wait."


def text_of(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def inside(client, card):
    """A browser in which Fatou's page is open, by her card. She reads English."""
    client.post("/mia/enter/", {"code": card, "pin": PIN})
    return client


def test_it_shows_who_works_with_her_what_she_permits_and_who_has_read(inside, fatou, chiara, permit, write):
    write("story", story=MARKER)
    permit("limits", "wishes")
    for _look in range(2):
        files.open_file(fatou.number, chiara, "page", ["limits"])

    page = text_of(inside.get("/mia/"))

    for words in ("Servizio sociale Aurora", "Casa delle donne", "What not to ask", "Works with you", "(× 2)"):
        assert words in page
    assert MARKER not in page
    assert "File" not in page.partition("</title>")[0]


def test_it_asks_as_little_for_many_readings_as_for_few(inside, fatou, chiara, permit, django_assert_num_queries):
    permit("limits")
    for _look in range(40):
        files.open_file(fatou.number, chiara, "page")

    with django_assert_num_queries(11):
        page = text_of(inside.get("/mia/"))
    with django_assert_num_queries(4):
        whole = text_of(inside.get("/mia/readings/"))

    assert "All of them" in page
    assert "(× 40)" in whole


def test_an_override_and_a_refusal_are_told_in_plain_words(inside, fatou, rita):
    for _try in range(2):
        with pytest.raises(files.Closed):
            files.open_file(fatou.number, rita, "page")
    overrides.force(fatou.number, rita, "danger", WHY)
    files.open_file(fatou.number, rita, "page")

    page = text_of(inside.get("/mia/"))

    assert "In an emergency, without asking you" in page
    assert "Tried, and it stayed closed" in page
    assert WHY not in page


def test_to_look_at_the_page_opens_nothing_of_the_file(inside):
    inside.get("/mia/")
    inside.get("/mia/readings/")

    assert not Reading.objects.exists()


def test_a_permission_is_taken_back_and_others_are_not_hers(inside, permit, fatou, other_service, rita):
    own = permit("limits")
    page = text_of(inside.get("/mia/"))
    answer = inside.post(f"/mia/permissions/{own.pk}/take-back/")

    assert f"/mia/permissions/{own.pk}/take-back/" in page
    assert answer["Location"] == "/mia/"
    own.refresh_from_db()
    assert own.withdrawn_by == fatou.person
    assert "from now on they read nothing" in text_of(inside.get("/mia/"))
    assert inside.post(f"/mia/permissions/{own.pk + 1}/take-back/").status_code == 404
    with pytest.raises(files.Closed):
        files.open_file(fatou.number, rita, "page")


def test_an_outsider_takes_nothing_back(client, permit, nadia):
    own = permit("limits")
    client.force_login(nadia)

    answer = client.post(f"/mia/permissions/{own.pk}/take-back/")

    assert answer["Location"] == "/mia/"
    assert Permission.objects.get(pk=own.pk).lasts


def test_a_pause_begins_ends_and_is_shown(inside, active):
    inside.post("/mia/ask/pause/", {"days": "30"})
    resting = text_of(inside.get("/mia/"))
    inside.post("/mia/ask/go-on/")
    going = text_of(inside.get("/mia/"))

    assert "You have a pause until" in resting
    assert "Nothing is proposed, and nobody is told why." in resting
    assert "Work can be proposed to you. Saying no changes nothing." in going


def test_everything_stops_by_one_press(inside, active, permit):
    permit("limits")

    inside.post("/mia/ask/stop/")

    active.refresh_from_db()
    assert active.status == "paused"
    assert not active.permissions.now().exists()


def test_to_ask_for_a_talk_is_seen_by_those_who_work_with_her(inside, client, fatou, chiara):
    inside.post("/mia/ask/talk/")
    asked = text_of(inside.get("/mia/"))
    client.force_login(chiara)
    listed, file = (text_of(client.get(path)) for path in ("/casework/", fatou.get_absolute_url()))
    client.post(f"/casework/{fatou.number}/card/talked/")

    assert "You asked to talk with somebody" in asked
    assert "Wants to talk" in listed
    assert "Wants to talk with you" in file
    fatou.refresh_from_db()
    assert fatou.talk_asked_at is None


def test_she_takes_a_copy_of_all_and_it_is_written_down(inside, write, fatou):
    write("story", story=MARKER)

    answer = inside.post("/mia/copy/")

    assert MARKER in text_of(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="copy.html"'
    assert (Reading.objects.get().door, Reading.objects.get().reader) == ("export", fatou.person)


def test_an_outsider_gets_no_copy(client, fatou, nadia):
    client.force_login(nadia)

    assert client.post("/mia/copy/")["Location"] == "/mia/"
    assert not Reading.objects.exists()


@each("name", ["nothing", "admit", "end"])
def test_nothing_else_can_be_asked(inside, fatou, name):
    assert inside.post(f"/mia/ask/{name}/").status_code == 404
    assert inside.get("/mia/ask/stop/").status_code == 405


def test_what_cannot_be_is_said_on_the_page(inside, fatou):
    answer = inside.post("/mia/ask/pause/", {"days": "12"}, headers={"referer": "http://testserver/mia/"}, follow=True)

    assert "Choose how long." in text_of(answer)


@pytest.fixture(params=[code for code, _name in ALSO])
def missed(request) -> Iterator[tuple[str, list[str]]]:
    """A language that only this page speaks, and what its catalogue was asked and did not know."""
    with override(request.param):
        catalogue = trans_real.catalog()
    asked: list[str] = []

    class Listening(NullTranslations):
        def gettext(self, message: str) -> str:
            asked.append(message)
            return message

        def ngettext(self, one: str, many: str, number: int) -> str:
            asked.append(one)
            return one

    before, catalogue._fallback = catalogue._fallback, Listening()
    yield request.param, asked
    catalogue._fallback = before


def test_a_language_of_this_page_knows_all_that_is_said_on_it(
    inside, fatou, active, chiara, rita, permit, missed, card
):
    language, asked = missed
    User.objects.filter(pk=fatou.person_id).update(language=language)
    permit(*files.questions.CODES, until=date(2030, 1, 1))
    permit(purpose="contact")
    files.open_file(fatou.number, chiara, "page")
    overrides.force(fatou.number, rita, "danger", WHY)
    for by in (rita, fatou.person):
        files.open_file(fatou.number, by, "page")
    with pytest.raises(files.Closed):
        files.open_file(fatou.number, User.objects.create_user("x@example.org"), "page")

    walk = ["/mia/", "/mia/readings/"]
    for name, days in (("talk", ""), ("pause", "7"), ("go-on", ""), ("go-on", ""), ("pause", "1"), ("stop", "")):
        inside.post(f"/mia/ask/{name}/", {"days": days}, headers={"referer": "http://testserver/mia/"})
        walk.append("/mia/")
    pages = "".join(text_of(inside.get(path)) for path in walk)
    inside.post("/mia/leave/")
    for told in ({}, {"code": "x", "pin": "y"}, {"code": card, "pin": "\0"}):
        inside.post("/mia/enter/", told | {"language": language})
    door = text_of(inside.get(f"/mia/?language={language}"))

    assert f'lang="{language}"' in door
    assert f'<html lang="{language}"' in pages
    assert asked == []
