"""In a city at work an officer is let into no room before she has a passkey, and comes back by it: no demo here, and no
people of its own."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from marketplace.accounts.models import User
from marketplace.lives.engine import Actor, take
from marketplace.notices.models import Letter
from marketplace.organisations.models import Membership
from tests.browser import driving
from tests.browser.axe import holds
from tests.browser.driving import PHONE
from tests.racing import at_once
from tests.servers import City, database_url, running_city

pytestmark = pytest.mark.django_db(transaction=True)
PHONE_WITH_A_FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def at_work(django_db_setup) -> Iterator[City]:
    """Pages and worker, for all tests of this file: each finds the tables as they came."""
    with running_city(database_url(), only=["pages", "worker"]) as running:
        yield running


class Finger:
    """What Chromium has in place of a sensor: it always says yes for the keys that lie on this device."""

    def __init__(self, page: Page) -> None:
        self.line = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        made = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_A_FINGER})
        self.here = {"authenticatorId": made["authenticatorId"]}

    def leave_at_home(self) -> list[dict]:
        keys = self.line.send("WebAuthn.getCredentials", self.here)["credentials"]
        self.line.send("WebAuthn.clearCredentials", self.here)
        return keys

    def fetch(self, keys: list[dict]) -> None:
        for key in keys:
            self.line.send("WebAuthn.addCredential", self.here | {"credential": key})


@pytest.fixture
def page(browser: Browser, at_work: City, gianni) -> Iterator[Page]:
    """Gianni's phone: he has come in by a code, and has no second proof yet."""
    User.objects.filter(pk=gianni.pk).update(language="en")
    EmailAddress.objects.create(user=gianni, email=gianni.email, verified=True, primary=True)
    client, page = Client(), driving.visitor(browser, size=PHONE)
    client.force_login(gianni)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": at_work.url}])
    yield page
    page.context.close()


def test_an_officer_adds_a_passkey_and_without_it_the_mailed_code_opens_nothing(page, at_work, gianni):
    finger = Finger(page)
    page.goto(f"{at_work.url}/officer/")
    add_passkey(page)

    page.goto(f"{at_work.url}/accounts/logout/")
    page.locator("main form button").click()
    page.goto(f"{at_work.url}/officer/")
    come_in_by_code(page, gianni.email)
    expect(page.get_by_role("heading", name="The second proof")).to_be_visible()
    holds(page)
    keys = finger.leave_at_home()
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("That did not work.")).to_be_focused()
    finger.fetch(keys)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page).to_have_url(f"{at_work.url}/officer/")

    page.goto(f"{at_work.url}/accounts/2fa/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()


def test_a_page_that_is_open_when_somebody_begins_to_owe_leads_to_the_proof_and_shows_no_half_of_it(
    page, at_work, gianni, booking, elena
):
    take(booking, "accept", Actor(elena))
    at_once(
        lambda: Membership.objects.filter(user=gianni).update(role="coordinator", organisation=booking.organisation)
    )
    page.clock.install()
    page.goto(f"{at_work.url}{booking.get_absolute_url()}")
    expect(page.locator("#stream")).to_be_visible()

    at_once(lambda: Membership.objects.filter(user=gianni).update(role="officer"))
    page.clock.fast_forward("00:31")

    expect(page).to_have_url(f"{at_work.url}/accounts/2fa/")


def add_passkey(page: Page) -> None:
    expect(page.get_by_text("Your role reads much about other people.")).to_be_visible()
    holds(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("A name for it").fill("My phone")
    holds(page)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("button", name="Use your passkey").click()  # once, before the codes on paper are shown
    expect(page.get_by_role("heading", name="Codes on paper")).to_be_visible()
    holds(page)
    page.get_by_role("link", name="Go on").click()
    expect(page).to_have_url(re.compile("/officer/"))


def come_in_by_code(page: Page, email: str) -> None:
    form = page.locator("main form").filter(has=page.get_by_role("button", name="Send me the code"))
    form.get_by_label("Your e-mail").fill(email)
    form.get_by_role("button", name="Send me the code").click()
    field = page.locator("input[name=code]")
    expect(field).to_be_visible()
    field.fill(re.search(r"\b\d{6}\b", Letter.objects.latest("pk").text)[0])
    field.press("Enter")
