"""From the card to an account: at the door or inside, by the card, its PIN, and a code by mail."""

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from frontend.pages.window import entrance
from marketplace.accounts.language import ALSO
from marketplace.accounts.models import User
from marketplace.casework import claiming, tasks, windows
from marketplace.casework.models import Claim, WindowKey
from tests.casework import PIN
from tests.folding import each

FIRST, SECOND = "/mia/account/", "/mia/account/code/"
EMAIL = "amir@example.org"


@pytest.fixture
def told(admitted_too, chiara) -> dict[str, str]:
    """What Amir writes, who reads English."""
    User.objects.filter(pk=admitted_too.person_id).update(language="en")
    return {"code": windows.issue(admitted_too, chiara, PIN), "pin": PIN, "email": EMAIL, "language": "en"}


def text_of(answer) -> str:
    return answer.content.decode()


def sent() -> str:
    return claiming.sent_code(Claim.objects.latest("at"))


def second(card: str = "keep") -> dict[str, str]:
    return {"code": sent(), "card": card, "language": "en"}


def test_inside_by_a_card_she_ties_her_e_mail_and_stays_inside(client, told, admitted_too):
    client.post("/mia/enter/", told)
    home = text_of(client.get("/mia/"))
    answer = client.post(FIRST, told)
    done = text_of(client.post(SECOND, second()))

    assert FIRST in home
    assert answer["Location"].startswith(SECOND)
    assert "From now on you sign in with your e-mail" in done
    assert User.objects.get(email=EMAIL) == admitted_too.person
    assert "Amir" in text_of(client.get("/mia/"))
    assert FIRST not in text_of(client.get("/mia/"))


def test_the_card_is_stopped_and_whoever_is_in_by_it_is_out(client, told, admitted_too):
    client.post("/mia/enter/", told)
    client.post(FIRST, told)
    client.post(SECOND, second("stop"))

    assert WindowKey.objects.get().revoked_at
    assert "Amir" not in text_of(client.get("/mia/"))
    client.force_login(User.objects.get(email=EMAIL))
    assert "Amir" in text_of(client.get("/mia/"))


def test_at_the_door_by_who_has_just_signed_up(client, told, admitted_too):
    new = User.objects.create_user(EMAIL, given_name="Amir")
    client.force_login(new)
    asked = text_of(client.get(FIRST))
    client.post(FIRST, told)

    answer = client.post(SECOND, second())

    assert f'value="{EMAIL}"' in asked
    assert answer.status_code == 200
    assert not User.objects.filter(pk=new.pk).exists()
    assert User.objects.get(email=EMAIL) == admitted_too.person
    assert client.get("/account/").status_code == 302


def test_an_account_of_somebody_else_is_neither_taken_nor_named(client, told, elena):
    answers = [client.post(FIRST, told | {"email": email}) for email in ("nobody@example.org", elena.email)]
    refused = client.post(SECOND, second())

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{SECOND}?language=en")}
    assert refused.status_code == 422
    assert "Elena" not in text_of(refused)
    assert User.objects.get(email=elena.email) == elena


@each("wrong", [{"pin": "5831"}, {"code": "ZZZZZZZZZZZZ"}, {"email": "x"}])
def test_what_is_not_right_sends_no_letter(client, told, wrong):
    assert client.post(FIRST, told | wrong).status_code == 422
    assert not Claim.objects.exists()
    assert client.get(SECOND)["Location"] == FIRST


def test_a_wrong_code_ties_nothing(client, told):
    client.post(FIRST, told)

    answer = client.post(SECOND, second() | {"code": "x"})

    assert answer.status_code == 422
    assert not User.objects.filter(email=EMAIL).exists()


def test_after_many_tries_an_address_has_to_wait(client, told, monkeypatch):
    monkeypatch.setattr(entrance, "MOST_TRIES", 2)
    for _try in range(2):
        client.post("/mia/enter/", told | {"pin": "5831"})

    assert client.post(FIRST, told).status_code == 429
    assert not Claim.objects.exists()


def test_the_team_sees_that_there_is_an_account(client, told, admitted_too, chiara):
    client.post(FIRST, told)
    client.post(SECOND, second())
    client.cookies["language"] = "en"
    client.force_login(chiara)

    assert "signs in with an e-mail as well" in text_of(client.get(f"/casework/{admitted_too.number}/card/"))


@pytest.mark.parametrize("language", [code for code, _name in ALSO])
def test_it_is_asked_and_written_in_her_language(client, told, admitted_too, language):
    User.objects.filter(pk=admitted_too.person_id).update(language=language)
    client.post("/mia/enter/", told)
    told |= {"language": language}

    pages = text_of(client.get(FIRST)) + text_of(client.post(FIRST, told | {"email": "x"}))
    client.post(FIRST, told)
    pages += text_of(client.get(SECOND)) + text_of(client.post(SECOND, {"code": "x"}))
    tasks.send_code(**ProcrastinateJob.objects.get(task_name="casework.send_code").args)

    for words in ("Sign in", "Your e-mail", "Look among", "The code from", "I keep it", "This code is", "Enter a"):
        assert words not in pages
    assert {"ar": "رمزك", "fr": "Votre code"}[language] in mail.outbox[0].subject
