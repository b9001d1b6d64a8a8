"""Who owes a second proof, and what stays closed until she has given it."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from marketplace.accounts.proofs import Adapter
from marketplace.environment import PROVERS, provers
from marketplace.organisations import keys, proving
from tests.marketplace.accounts.test_signing_in import PASSWORD, code_in

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def the_half_minute_does_not_end(monkeypatch):
    """Else now and then a code is no longer good when it is given."""
    counter = next(apps.yield_hotp_counters_from_time())
    monkeypatch.setattr(apps, "yield_hotp_counters_from_time", lambda: iter([counter]))


@pytest.fixture
def asked(settings):
    """A city at work: no demo, no test."""
    settings.SECOND_PROOF = list(PROVERS)


@pytest.fixture
def prover(gianni):
    """Gianni with an app and codes on paper."""
    EmailAddress.objects.create(user=gianni, email=gianni.email, verified=True, primary=True)
    apps.TOTP.activate(gianni, SECRET)
    RecoveryCodes.activate(gianni)
    return gianni


def code_of_app() -> str:
    return apps.format_hotp_value(apps.hotp_value(SECRET, next(apps.yield_hotp_counters_from_time())))


def sign_in_by_mail(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_request_login_code"), {"email": user.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mail.outbox[-1])})
    return client


@pytest.mark.parametrize("room", ["/officer/", "/funds/", "/casework/", "/bookings/", "/desk/", "/admin/", "/"])
@pytest.mark.parametrize("who", ["gianni", "chiara", "dario", "operator"])
def test_whoever_reads_much_of_others_finds_every_room_closed_until_she_sets_it_up(client, request, asked, who, room):
    client.force_login(request.getfixturevalue(who))

    assert client.get(room).url == reverse("mfa_index")


@pytest.mark.parametrize("who", ["gianni", "chiara"])
def test_nor_does_the_api_open_to_such_a_session(client, request, asked, who):
    client.force_login(request.getfixturevalue(who))

    answer = client.get("/api/v1/me/")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "permission_denied")


def test_what_shows_who_she_is_speaks_her_language_and_lets_her_leave_stays_open(client, asked, gianni):
    client.force_login(gianni)

    for page in ("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account", "usersessions_list", "privacy"):
        assert client.get(reverse(page)).status_code == 200
    assert (
        "Your role reads much about other people"
        in client.get(reverse("mfa_index"), headers={"accept-language": "en"}).content.decode()
    )
    assert client.post(reverse("account_logout")).url == reverse("home")


@pytest.mark.parametrize("who", ["nadia", "elena", "samira"])
def test_nobody_else_is_asked(client, request, asked, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("bookings")).status_code == 200


def test_a_role_that_is_not_named_is_not_asked(client, settings, gianni, chiara):
    settings.SECOND_PROOF = ["caseworker"]
    client.force_login(gianni)
    assert client.get(reverse("officer")).status_code == 200

    client.force_login(chiara)
    assert client.get(reverse("casework")).url == reverse("mfa_index")


def test_where_nobody_is_asked_nothing_is_looked_up(gianni, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not proving.owes({}, gianni)


def test_a_program_s_key_is_no_session_and_works_on(client, asked, biagio, elena):
    _key, words = keys.make(biagio, elena, name="Till", scopes=["offers:read"])

    answer = client.get("/api/v1/offers/", headers={"authorization": f"Key {words}"})

    assert answer.status_code == 200


def test_the_mailed_code_alone_lets_nobody_in_who_has_an_app(asked, prover):
    client = sign_in_by_mail(prover)

    assert client.get(reverse("officer")).url.startswith(reverse("account_login"))
    assert "Now show that it is you" in client.get(reverse("mfa_authenticate")).content.decode()


def test_with_the_code_of_the_app_she_is_in(asked, prover):
    client = sign_in_by_mail(prover)

    client.post(reverse("mfa_authenticate"), {"code": code_of_app()})

    assert client.get(reverse("officer")).status_code == 200


def test_a_code_of_the_app_is_good_once(asked, prover):
    code, first = code_of_app(), sign_in_by_mail(prover)
    first.post(reverse("mfa_authenticate"), {"code": code})

    again = sign_in_by_mail(prover)
    answer = again.post(reverse("mfa_authenticate"), {"code": code})

    assert "Incorrect code." in answer.content.decode()
    assert again.get(reverse("officer")).status_code == 302


def test_a_code_on_paper_is_good_once(asked, prover):
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]

    for good in (True, False):
        client = sign_in_by_mail(prover)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert (client.get(reverse("officer")).status_code == 200) == good


def test_a_session_from_before_is_asked_on_the_way_and_led_back(client, asked, prover):
    client.force_login(prover)

    way = client.get("/officer/?page=2").url

    assert way == f"{reverse('mfa_reauthenticate')}?next=%2Fofficer%2F%3Fpage%3D2"
    assert client.post(way, {"code": code_of_app(), "next": "/officer/?page=2"}).url == "/officer/?page=2"
    assert client.get("/officer/").status_code == 200


def test_what_an_app_counts_from_lies_sealed_and_opens_by_this_secret_alone(prover, settings):
    kept = Authenticator.objects.get(type="totp").data["secret"]

    assert SECRET not in kept
    assert Adapter().decrypt(kept) == SECRET
    settings.SECRET_KEY = "another"
    assert Adapter().decrypt(kept) != SECRET
    assert not Authenticator.objects.get(type="totp").wrap().validate_code(code_of_app())


def test_the_square_code_of_an_app_is_a_picture_by_itself():
    assert 'xmlns="http://www.w3.org/2000/svg"' in Adapter().build_totp_svg("otpauth://totp/gianni?secret=ABC")


@pytest.mark.parametrize(
    ("written", "means"), [("", list(PROVERS)), ("nobody", []), ("officer caseworker", ["officer", "caseworker"])]
)
def test_the_environment_names_the_roles(written, means):
    assert provers(written.split()) == means


def test_a_word_that_is_no_role_is_told_and_opens_no_door():
    with pytest.raises(SystemExit, match="not oficer"):
        provers(["oficer"])


# --- once more before what is dear --------------------------------------------------------------------------------
DEAR = [("elena", "desk_keys"), ("elena", "desk_account"), ("chiara", "casework_override")]


@pytest.mark.parametrize(("who", "page"), DEAR)
def test_before_what_is_dear_whoever_has_a_password_writes_it_once_more(client, request, who, page):
    user = request.getfixturevalue(who)
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    address = reverse(page)

    way = client.get(address).url

    assert way == f"{reverse('account_reauthenticate')}?next={address.replace('/', '%2F')}"
    assert client.post(address, {"reason": "the words of a file"}).url == way
    assert "the words of a file" not in str(dict(client.session))
    assert client.post(way, {"password": "wrong", "next": address}).status_code == 200
    assert client.post(way, {"password": PASSWORD, "next": address}).url == address
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("who", "page"), DEAR)
def test_who_comes_in_by_mailed_codes_alone_is_not_held_up(client, request, who, page):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse(page)).status_code == 200
