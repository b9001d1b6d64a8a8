"""A real Chromium, and people who sit before it. Without its windows, which are never seen and cost three quarters of
the time of a first page; a camera, and pages that one goes back to, it has only with them."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserType, Error, Locator, Page, expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
]
HELD = r'name="csrfmiddlewaretoken" value="([^"]+)"'
PATIENCE = 20_000  # ms, of a slow machine; less than the half minute after which a page asks of itself
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

expect.set_options(timeout=PATIENCE)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright, launched(playwright.chromium) as browser:
        yield browser


@contextmanager
def launched(kind: BrowserType, *, windows: bool = False, without: tuple[str, ...] = ()) -> Iterator[Browser]:
    """That of CHROMIUM, where it is set; one more beside that whose `browser_type` this is. `without`: which of the
    flags that Playwright adds of itself are left out."""
    where = os.environ.get("CHROMIUM") or shutil.which("chromium" if windows else "chromium-headless-shell")
    browser = kind.launch(executable_path=where, args=FLAGS, ignore_default_args=list(without))
    try:
        yield browser
    finally:
        browser.close()


def visitor(browser: Browser, *, size: dict = DESK, language: str = "en", scripts: bool = True) -> Page:
    """A first visit, in this language, at this size."""
    context = browser.new_context(viewport=size, locale=language, java_script_enabled=scripts)
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def sign_in(browser: Browser, origin: str, email: str, **how) -> Page:
    """One of the demo's people, signed in by the button on the sign-in page."""
    page = visitor(browser, **how)
    page.goto(f"{origin}/accounts/login/")
    page.locator(f'button[name="demo"][value="{email}"]').click()
    page.wait_for_load_state()
    return page


def let_in(page: Page, origin: str, email: str) -> None:
    """The same without its pages: what the button sends is sent, and nothing is drawn."""
    request = page.context.request
    held = re.search(HELD, request.get(f"{origin}/accounts/login/").text())
    assert held
    answer = request.post(
        f"{origin}/demo/",
        form={"csrfmiddlewaretoken": held[1], "demo": email},
        headers={"referer": f"{origin}/accounts/login/"},
        max_redirects=0,
    )
    assert answer.status == 302, answer.status


def wait_until(page: Page, question: str, arg: object = None) -> None:
    """Until this is so in the page. Playwright's own way asks again by `eval`, which our pages do not allow."""
    end = time.monotonic() + PATIENCE / 1000
    while not is_so(page, question, arg):
        assert time.monotonic() < end, f"It is never so: {question}"
        page.wait_for_timeout(50)


def is_so(page: Page, question: str, arg: object) -> bool:
    try:
        return bool(page.evaluate(question, arg))
    except Error:  # the page was on its way to another one
        return False


def pick(hour: Locator) -> None:
    """A time is pressed, and the page has answered with its price: what is pressed before that may be put anew."""
    hour.click()
    expect(hour.page.locator('#bar a[href="#price"]')).to_be_attached()
