"""What every page carries, whoever looks and whatever went wrong: a demo says that it is one, and headers guard it."""

from runpy import run_path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse

from frontend.demo.people import PEOPLE
from frontend.pages import errors, home
from frontend.urls import urlpatterns
from marketplace.lives.engine import Actor, take
from tests.folding import each

INVENTED = "People and figures on this page are invented."
PLAIN = [f"/{one.pattern}" for one in urlpatterns if "<" not in str(one.pattern)]  # no number stands in it
SIGNING_IN = ["login", "signup", "logout", "request_login_code", "reset_password", "email", "set_password"]
ROOMS = [*PLAIN, *(reverse(f"account_{name}") for name in SIGNING_IN), reverse("usersessions_list")]
GUARDED = ["/", "/search/", "/accounts/login/", "/desk/", "/bookings/", "/nothing-here/", "/api/docs/"]
# A page, a redirect, an answer of the API, one that refuses, a file, a text, the admin, what is not there.
GUARDED += ["/accounts/2fa/", "/welcome/", "/api/v1/me/", "/api/v1/files/", "/api/schema/", "/results/results.csv"]
GUARDED += [
    "/.well-known/security.txt",
    "/admin/",
    "/health/",
    "/media/offers/none.webp",
    "/calendars/" + "x" * 30 + ".ics",
]


def pages(client) -> dict[str, str]:
    """All pages that open to whoever sits before this browser, without those that lead on to another one."""
    answers = {path: client.get(path, headers={"accept-language": "en"}) for path in [*ROOMS, "/nothing-here/"]}
    shown = {
        path: one for path, one in answers.items() if one.status_code in {200, 404} and "html" in one["Content-Type"]
    }
    return {path: one.content.decode() for path, one in shown.items()}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def everybody(nadia, elena, samira, gianni, offer) -> dict:
    return {"visitor": None, "nadia": nadia, "elena": elena, "samira": samira, "gianni": gianni}


@each(("who", "least"), [("visitor", 12), ("nadia", 15), ("elena", 25), ("samira", 15), ("gianni", 15)])
def test_in_a_demo_every_page_says_that_people_are_invented(client, demo, everybody, who, least):
    if everybody[who]:
        client.force_login(everybody[who])

    shown = pages(client)

    assert len(shown) >= least
    assert [path for path, text in shown.items() if INVENTED not in text] == []


def test_elsewhere_no_page_says_so(client, everybody):
    client.force_login(everybody["elena"])

    assert [path for path, text in pages(client).items() if INVENTED in text] == []


def test_in_a_demo_the_page_of_an_offer_of_a_booking_and_of_a_refusal_say_so(client, demo, booking, elena):
    client.force_login(elena)
    take(booking, "accept", Actor(elena))

    addresses = [booking.get_absolute_url(), booking.offer.get_absolute_url()]
    seen = [client.get(path) for path in [*addresses, reverse("booking_step", args=[booking.pk, "accept"])]]

    assert [page.status_code for page in seen] == [200, 200, 409]
    assert all(INVENTED in page.content.decode() for page in seen)


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.stale_form, 403),
        (errors.server_error, 500),
    ],
)  # fmt: skip
def test_in_a_demo_pages_of_errors_say_so(demo, page, status):
    request = RequestFactory().get("/somewhere/", headers={"accept-language": "en"})
    request.csp_nonce, request.user = "n", AnonymousUser()

    answer = page(request)

    assert answer.status_code == status
    assert INVENTED in answer.content.decode()


def test_in_a_demo_the_page_of_a_database_that_is_away_says_so(demo, rf):
    try:
        raise OperationalError
    except OperationalError:
        answer = errors.server_error(rf.get("/", headers={"accept-language": "en"}))

    assert answer.status_code == 503
    assert INVENTED in answer.content.decode()


def test_the_description_of_the_api_says_so_in_a_demo_alone(client, db, settings):
    for settings.DEMO in (True, False):
        page = client.get("/api/docs/", headers={"accept-language": "en"}).content.decode()

        assert (INVENTED in page) == settings.DEMO


# --- headers ------------------------------------------------------------------------------------------------------
def guards(answer) -> dict[str, set[str]]:
    """The rules of the content security policy, by what they are about."""
    rules = [rule.split() for rule in answer["Content-Security-Policy"].split(";")]
    return {name: set(sources) for name, *sources in rules}


def assert_guarded(answer) -> None:
    rules = guards(answer)
    assert rules["default-src"] == {"'self'"}
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == {"'none'"}
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:"} & (rules["script-src"] | rules["style-src"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@each("path", GUARDED)
def test_no_page_lets_in_scripts_of_others_or_stands_in_a_frame(client, elena, path):
    client.force_login(elena)

    assert_guarded(client.get(path))


def test_the_page_of_our_own_fault_is_guarded_too(client, db, monkeypatch):
    monkeypatch.setattr(home, "render", lambda *args: 1 / 0)
    client.raise_request_exception = False

    answer = client.get("/")

    assert answer.status_code == 500
    assert_guarded(answer)


@pytest.mark.parametrize(("address", "secure"), [("https://cortile.example.org", True), ("http://localhost", False)])
def test_an_address_with_tls_makes_cookies_secure_and_stays_with_it(monkeypatch, address, secure):
    monkeypatch.setenv("SITE_URL", address)

    settings = run_path("marketplace/settings.py")

    assert settings["SESSION_COOKIE_SECURE"] == settings["CSRF_COOKIE_SECURE"] == secure
    assert bool(settings["SECURE_HSTS_SECONDS"]) == secure


@pytest.mark.parametrize("secure", [True, False])
def test_cookies_are_sent_to_this_site_alone_and_read_by_no_script(client, settings, demo, offer, person, secure):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = secure
    client.post("/demo/", {"demo": person("Somebody", email=PEOPLE[0].email).email})
    client.post("/language/", {"language": "en"})
    client.get("/search/", {"near": "Aurora"})
    client.get("/account/")
    client.post("/account/", {"given_name": "Somebody", "language": "en"})

    cookies = client.cookies

    assert set(cookies) == {settings.SESSION_COOKIE_NAME, "csrftoken", "language", "near"}  # as /privacy/ says
    assert "Saved." in client.get("/account/").content.decode()
    assert {cookie["samesite"] for cookie in cookies.values()} == {"Lax"}
    assert {bool(cookie["secure"]) for cookie in cookies.values()} == {secure}
    assert [name for name, cookie in cookies.items() if not cookie["httponly"]] == ["csrftoken"]


def test_what_a_visitor_is_told_stands_in_no_cookie(client, settings, db):
    """Somebody else who sits before this browser next reads no sentence, and no name, out of it."""
    client.get("/mia/readings/", headers={"accept-language": "en"})

    page = client.get("/mia/", headers={"accept-language": "en"}).content.decode()

    assert "Your page is closed. Open it once more." in page
    assert set(client.cookies) <= {settings.SESSION_COOKIE_NAME, "csrftoken"}
