"""A browser shows a page that one goes back to as it was, without asking. Once somebody has signed out it must ask."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driving import PHONE, launched, sign_in, wait_until

ACCOUNT = "/account/"


@pytest.fixture(scope="module")
def keeping(browser: Browser) -> Iterator[Browser]:
    """One that keeps pages as people's browsers do."""
    with launched(browser.browser_type, windows=True, without=("--disable-back-forward-cache",)) as one:
        yield one


@pytest.fixture
def account(site, keeping: Browser) -> Iterator[Page]:
    """Nadia's own page."""
    page = sign_in(keeping, site.url, "nadia@example.org", size=PHONE)
    page.goto(site.url + ACCOUNT)
    page.evaluate("window.addEventListener('pageshow', ({persisted}) => { window.wasKept = persisted })")
    yield page
    page.context.close()


def go_back(page: Page, steps: int) -> None:
    """Playwright waits for a page that loads, and one that was kept does not."""
    left = page.evaluate("location.href")
    page.evaluate("steps => void setTimeout(() => history.go(-steps))", steps)
    wait_until(page, "left => location.href !== left", left)


def test_somebody_who_is_still_in_finds_her_page_as_it_was(account, site):
    account.goto(f"{site.url}/about/")

    go_back(account, 1)

    wait_until(account, "window.wasKept")


def test_after_signing_out_going_back_leads_to_the_door(account, site):
    account.goto(f"{site.url}/accounts/logout/")
    account.locator("main form button").first.click()
    account.wait_for_selector("body:not([data-socket])")

    go_back(account, 2)

    account.wait_for_url(f"{site.url}/accounts/login/?next={ACCOUNT}")
