"""Who comes in by which door, and who does not."""

import re
import time
from runpy import run_path

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.organisations import membership

PASSWORD = "una-parola-lunga-7"


def code_in(letter) -> str:
    return re.search(r"\b\d{6}\b", letter.body)[0]


def sign_up(client: Client, email: str) -> None:
    client.post(reverse("account_signup"), {"given_name": "Nadia", "email": email, "password1": PASSWORD})


def sign_in_by_code(client: Client, email: str) -> None:
    client.post(reverse("account_request_login_code"), {"email": email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])})


def test_a_password_that_somebody_else_set_before_opens_nothing(db):
    """An outsider signs up with Nadia's e-mail and waits until she proves it for him."""
    outsider, nadia = Client(), Client()
    sign_up(outsider, "nadia@example.org")

    sign_in_by_code(nadia, "nadia@example.org")

    assert nadia.get(reverse("account")).status_code == 200
    later = Client()
    later.post(reverse("account_login"), {"login": "nadia@example.org", "password": PASSWORD})
    assert later.get(reverse("account")).status_code == 302
    assert not User.objects.get().has_usable_password()


def test_a_password_set_when_signing_up_stays_with_whoever_proves_the_e_mail(db):
    client = Client()
    sign_up(client, "nadia@example.org")
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[-1])})

    assert User.objects.get().check_password(PASSWORD)
    assert client.get(reverse("account")).status_code == 200


def test_whoever_signed_up_with_a_password_comes_in_by_it_again(db):
    client, later = Client(), Client()
    sign_up(client, "nadia@example.org")
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[-1])})
    client.post(reverse("account_logout"))
    assert client.get(reverse("account")).status_code == 302

    answer = later.post(reverse("account_login"), {"login": "Nadia@example.org", "password": PASSWORD})

    assert answer.url == reverse("after_sign_in")
    assert later.get(reverse("account")).status_code == 200


def test_a_wrong_password_lets_nobody_in(nadia):
    nadia.set_password(PASSWORD)
    nadia.save()
    client = Client()

    answer = client.post(reverse("account_login"), {"login": nadia.email, "password": PASSWORD.upper()})

    assert answer.context["form"].errors
    assert client.get(reverse("account")).status_code == 302


def test_a_later_code_leaves_the_password_alone(nadia):
    nadia.set_password(PASSWORD)
    nadia.save()
    for _time in range(2):
        Client().force_login(nadia)
        sign_in_by_code(Client(), nadia.email)

    nadia.refresh_from_db()
    assert nadia.check_password(PASSWORD)


@pytest.fixture
def at_home(nadia) -> Client:
    """Nadia's browser: she has just signed in."""
    EmailAddress.objects.create(user=nadia, email=nadia.email, verified=True, primary=True)
    client = Client(headers={"accept-language": "en"})
    sign_in_by_code(client, nadia.email)
    return client


def name_another(client: Client, email: str) -> None:
    client.post(reverse("account_email"), {"email": email, "action_add": ""})


def confirm_it(client: Client):
    return client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[-1])}, follow=True)


def test_a_new_e_mail_takes_the_place_of_the_one_before(nadia, at_home):
    name_another(at_home, "haddad@example.org")
    confirm_it(at_home)

    nadia.refresh_from_db()
    assert nadia.email == "haddad@example.org"
    assert [row.email for row in EmailAddress.objects.filter(user=nadia)] == ["haddad@example.org"]
    assert "haddad@example.org" in at_home.get(reverse("account_email")).content.decode()


def test_an_e_mail_that_a_desk_enters_before_it_is_confirmed_stays_with_that_row(nadia, at_home, biagio, elena):
    name_another(at_home, "haddad@example.org")
    entered = membership.let_in(biagio, elena, "worker", {"given_name": "N.", "email": "haddad@example.org"}).user

    answer = confirm_it(at_home)

    assert answer.status_code == 200
    assert "already registered with this email address" in answer.content.decode()
    nadia.refresh_from_db()
    assert (nadia.email, entered.email) == ("nadia@example.org", "haddad@example.org")
    assert not EmailAddress.objects.filter(email="haddad@example.org").exists()


@pytest.mark.parametrize("who", ["visitor", "resident"])
def test_operators_come_in_by_the_door_of_everybody(client, nadia, who):
    if who == "resident":
        client.force_login(nadia)

    answer = client.post("/admin/login/", {"username": nadia.email, "password": PASSWORD})

    assert answer.status_code == (302 if who == "visitor" else 403)
    assert who == "resident" or answer.url.startswith(reverse("account_login"))


def wrong_password(n: int, caller: str):
    """Each time another name and another forged address before the one that the proxy saw."""
    told = {"login": f"nobody{n}@example.org", "password": PASSWORD}
    return Client().post(reverse("account_login"), told, headers={"x-forwarded-for": f"6.6.6.{n}, {caller}"})


def test_behind_the_proxy_wrong_passwords_are_counted_by_the_address_that_the_proxy_saw(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    answers = [wrong_password(n, "10.0.0.7") for n in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert wrong_password(99, "10.0.0.8").status_code == 200


def try_password(email: str, password: str, address: str = "10.0.0.7"):
    """A browser that comes from there."""
    client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.fixture
def guessed(nadia):
    """Somebody has tried six passwords of Nadia's, from the address of the library."""
    nadia.set_password(PASSWORD)
    nadia.save()
    EmailAddress.objects.create(user=nadia, email=nadia.email, verified=True, primary=True)
    for number in range(6):
        assert try_password(nadia.email, f"guess-{number}").status_code == 200
    return nadia


def test_after_many_wrong_passwords_a_kind_page_says_to_wait_and_shows_another_way(guessed):
    answer = try_password(guessed.email, PASSWORD)

    page = answer.content.decode()
    assert answer.status_code == 429
    assert "For a quarter of an hour no password counts" in page
    assert reverse("account_request_login_code") in page


def test_the_page_does_not_tell_whether_somebody_has_an_account(guessed):
    for number in range(6):
        try_password("nobody@example.org", f"guess-{number}", "10.0.0.9")

    known, unknown = try_password(guessed.email, "x"), try_password("nobody@example.org", "x", "10.0.0.9")

    assert (known.status_code, unknown.status_code) == (429, 429)
    assert without_tokens(known) == without_tokens(unknown)


def without_tokens(answer) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |nonce=)"[^"]+"', "", answer.content.decode())


def test_a_stranger_locks_out_nobody_but_the_stranger(guessed):
    assert try_password(guessed.email, PASSWORD, "10.0.0.8").url == reverse("after_sign_in")


def test_the_mailed_code_opens_meanwhile(guessed):
    client = Client(REMOTE_ADDR="10.0.0.7")

    sign_in_by_code(client, guessed.email)

    assert client.get(reverse("account")).status_code == 200


def test_it_is_counted_where_all_processes_look_and_is_over_after_a_quarter_of_an_hour(guessed, monkeypatch):
    assert caches["default"].__class__.__name__ == "Tries"
    later = time.time() + 901
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)

    assert try_password(guessed.email, PASSWORD).url == reverse("after_sign_in")


@pytest.mark.parametrize(("flag", "proxies"), [("1", 1), ("", 0)])
def test_only_an_installation_behind_a_proxy_believes_one(monkeypatch, flag, proxies):
    monkeypatch.setenv("BEHIND_PROXY", flag)

    settings = run_path("marketplace/settings.py")

    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == proxies
    assert bool(settings["SECURE_PROXY_SSL_HEADER"]) == bool(proxies)
