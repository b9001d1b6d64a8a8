"""In by the City's broker: whom it names is let in, and whoever speaks in its place is not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.environment import broker
from tests import oidc_provider
from tests.folding import each

DOOR, BACK = "/accounts/oidc/city/login/", "/accounts/oidc/city/login/callback/"
LUCIA = {"sub": "it-4711", "given_name": "Lucia", "family_name": "Ferri"}


@pytest.fixture
def provider(settings):
    with oidc_provider.running() as running:
        running.told = running.besides = LUCIA
        apps = broker(running.url, oidc_provider.CLIENT, oidc_provider.SECRET)
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
        yield running


def begin(client: Client, **how) -> dict[str, str]:
    """What the browser is sent to the broker with."""
    way = client.post(DOOR, query_params=how).url
    return {name: values[0] for name, values in parse_qs(urlsplit(way).query).items()}


def come_back(client: Client, provider, asked: dict[str, str]):
    code = provider.code(asked["code_challenge"])
    return client.get(BACK, {"code": code, "state": asked["state"]}, headers={"accept-language": "en"})


def go(client: Client, provider, **how):
    return come_back(client, provider, begin(client, **how))


def is_in(client: Client) -> bool:
    return client.get(reverse("account")).status_code == 200


def test_somebody_new_gets_a_profile_with_her_name_and_is_led_on(client, db, provider):
    answer = go(client, provider, next="/search/")

    user = User.objects.get()
    assert answer.url == "/search/"
    assert is_in(client)
    assert (user.name, user.email, user.has_usable_password()) == ("Lucia Ferri", None, False)


def test_she_is_known_again_by_the_number_alone(db, provider):
    go(Client(), provider)
    provider.told = provider.besides = {"sub": "it-4711", "given_name": "L.", "email": "new@example.org"}
    again = Client()

    go(again, provider)

    assert is_in(again)
    assert User.objects.get().name == "Lucia Ferri"


def test_two_people_of_one_name_are_two(db, provider):
    go(Client(), provider)
    provider.told = provider.besides = LUCIA | {"sub": "it-4712"}

    go(Client(), provider)

    assert User.objects.count() == 2


@pytest.mark.parametrize("verified", [True, False])
def test_an_e_mail_that_it_tells_opens_nobody_s_account(client, nadia, provider, verified):
    provider.told = provider.besides = LUCIA | {"email": nadia.email, "email_verified": verified}

    go(client, provider)

    assert client.session["_auth_user_id"] != str(nadia.pk)
    assert User.objects.filter(email=nadia.email).get() == nadia


def test_of_what_it_tells_nothing_is_kept_but_the_name(client, db, provider):
    provider.told = provider.besides = LUCIA | {"fiscal_number": "TINIT-FRRLCU80A41L219X", "birthdate": "1980-01-01"}
    for _time in range(2):
        go(client, provider)

    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data) == ("it-4711", {})
    assert "FRRLCU80" not in str(dict(client.session))


def test_whoever_has_an_account_joins_the_two_when_she_is_in(client, nadia, provider):
    client.force_login(nadia)
    go(client, provider, process="connect")
    later = Client()

    go(later, provider)

    assert later.session["_auth_user_id"] == str(nadia.pk)
    assert User.objects.count() == 1


def test_what_leads_to_one_account_is_not_led_to_another(client, nadia, dora, provider):
    for user in (nadia, dora):
        client.force_login(user)
        go(client, provider, process="connect")

    assert SocialAccount.objects.get().user == nadia


def test_whoever_has_a_second_proof_gives_it_here_too(client, nadia, provider):
    from allauth.mfa.totp.internal.auth import TOTP

    client.force_login(nadia)
    go(client, provider, process="connect")
    TOTP.activate(nadia, "JBSWY3DPEHPK3PXP")
    later = Client()

    assert go(later, provider).url == reverse("mfa_authenticate")
    assert not is_in(later)


# --- who speaks in its place ----------------------------------------------------------------------------------------
def another_key(provider):
    provider.signs = rsa.generate_private_key(65537, 2048)


def no_signature(provider):
    provider.signs, provider.algorithm = "", "none"


def a_shared_secret(provider):
    provider.signs, provider.algorithm = oidc_provider.SECRET * 2, "HS256"


def no_token(provider):
    provider.sends_token = False


def told(**facts):
    def change(provider):
        provider.told = provider.told | facts

    change.__name__ = "_".join(facts)
    return change


def somebody_else_besides(provider):
    provider.besides = {"sub": "it-1", "given_name": "Eva"}


@each(
    "wrong",
    [
        another_key, no_signature, a_shared_secret, no_token, somebody_else_besides, told(aud="another city"),
        told(iss="https://elsewhere.example"), told(exp=1), told(sub=""),
    ],
)  # fmt: skip
def test_what_the_broker_has_not_signed_for_us_just_now_opens_nothing(client, db, provider, wrong):
    wrong(provider)

    answer = go(client, provider)

    assert answer.status_code == 401
    assert "SPID or CIE did not tell us who you are" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()


def test_a_state_is_good_once(db, provider):
    client = Client()
    asked = begin(client)
    come_back(client, provider, asked)
    client.post(reverse("account_logout"))

    assert come_back(client, provider, asked).status_code == 401
    assert not is_in(client)


def test_a_way_back_that_another_browser_began_leads_nowhere(db, provider):
    stranger, nadias = Client(), Client()
    asked = begin(stranger)

    assert come_back(nadias, provider, asked).status_code == 401
    assert not is_in(nadias)


def test_a_code_that_was_given_for_another_way_is_refused(client, db, provider):
    asked = begin(client)
    other = begin(Client())

    answer = come_back(client, provider, asked | {"code_challenge": other["code_challenge"]})

    assert answer.status_code == 401


def test_the_way_there_is_begun_by_a_press_not_by_a_link(client, db, provider):
    assert client.get(DOOR, headers={"accept-language": "en"}).status_code == 200
    assert Client(enforce_csrf_checks=True).post(DOOR).status_code == 403


def test_a_broker_that_is_away_is_told_kindly(client, db, settings):
    apps = broker("http://127.0.0.1:9", oidc_provider.CLIENT, oidc_provider.SECRET)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}

    answer = client.post(DOOR, headers={"accept-language": "en"})

    assert answer.status_code == 401
    assert "Nothing is lost" in answer.content.decode()


@pytest.mark.parametrize("page", [DOOR, BACK, "/accounts/oidc/openid_connect/login/"])
def test_without_a_broker_there_is_no_such_door(client, db, page):
    assert client.get(page).status_code == client.post(page).status_code == 404
    assert "SPID" not in client.get(reverse("account_login")).content.decode()


def test_the_library_s_own_doors_stay_closed(client, db, provider):
    assert client.post("/accounts/oidc/openid_connect/login/").status_code == 404


@pytest.mark.parametrize("told", [("https://b.example", "", ""), ("", "c", "s"), ("http://b.example", "c", "s")])
def test_half_a_broker_or_one_without_tls_is_told_in_one_line(told):
    with pytest.raises(SystemExit, match=r"\AOIDC_"):
        broker(*told)


def test_no_broker_is_no_broker():
    assert broker("", "", "") == []
