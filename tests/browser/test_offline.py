"""Without a line a page that is nobody's is shown, and a browser keeps nothing else."""

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Error, Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE
from tests.cluster import ROOT

HEADINGS = {"it": "Sei senza linea", "en": "You are offline", "ar": "أنت بلا اتصال", "fr": "Vous êtes hors ligne"}
PAPER = "rgb(251, 245, 233)"
KEPT = """async () => {
    const found = {};
    for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
            found[new URL(request.url).pathname] = await (await caches.match(request, {ignoreVary: true})).text();
    return found;
}"""
TYPED = "Object.keys(sessionStorage).filter(name => name.startsWith('keep:'))"


def is_ready(page: Page) -> None:
    """The browser has kept what it keeps."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def goes_offline(page: Page) -> None:
    page.context.set_offline(True)


def says_so(page: Page, language: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[language])


def test_without_a_line_the_page_is_shown_in_the_language_of_the_last_one_and_is_open_to_everybody(visit, site):
    page = visit("/", size=PHONE, language="en")
    is_ready(page)
    for language in HEADINGS:
        page.goto(f"{site.url}/mia/?language={language}")
        goes_offline(page)
        page.goto(f"{site.url}/search/?q=babysitter")

        says_so(page, language)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER
        holds(page)
        page.context.set_offline(False)


def test_it_leads_to_the_page_that_was_wanted_once_the_line_is_back(visit, site):
    page = visit("/", size=PHONE, language="en")
    is_ready(page)
    goes_offline(page)
    page.goto(f"{site.url}/search/?q=babysitter")
    says_so(page, "en")

    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()

    expect(page.locator(".offer").first).to_be_visible()
    assert page.url == f"{site.url}/search/?q=babysitter"


def test_only_a_page_is_answered_so_and_nothing_of_the_api_is_kept(visit, site):
    page = visit("/", "nadia", size=PHONE)
    is_ready(page)
    page.goto(f"{site.url}/bookings/")
    assert page.evaluate("fetch('/api/v1/me/').then(answer => answer.status)") == 200

    goes_offline(page)

    for address in ("/api/v1/me/", "/bookings/"):
        with pytest.raises(Error, match="Failed to fetch"):
            page.evaluate("address => fetch(address)", address)
    kept = page.evaluate(KEPT)
    assert {path for path in kept if not path.startswith("/static/")} <= {
        "/offline/",
        *(f"/offline/{language}/" for language in HEADINGS),
    }
    assert "/offline/it/" in kept
    assert not any("Nadia" in text for text in kept.values())


def test_whoever_signs_out_leaves_nothing_that_the_next_one_could_read(visit, site):
    page = visit("/", "nadia", size=PHONE, language="it")
    is_ready(page)
    page.goto(f"{site.url}/bookings/")
    page.locator("main a[href^='/bookings/']").first.click()
    for _try in range(40):  # what is written before its script has come is kept with the next letter
        page.locator("textarea[name=text]").fill("Il codice del portone è 1234.")
        if page.evaluate(TYPED):
            break
        page.wait_for_timeout(250)
    assert page.evaluate(TYPED)

    page.goto(f"{site.url}/accounts/logout/")
    page.locator("main form button").first.click()
    expect(page.locator("body:not([data-socket])")).to_be_attached()
    assert page.evaluate(TYPED) == []
    assert not any("Nadia" in text for text in page.evaluate(KEPT).values())
    goes_offline(page)
    page.evaluate("history.go(-2)")

    says_so(page, "it")
    assert "Nadia" not in page.content()


def test_a_phone_finds_nothing_wrong_with_it_as_one_of_its_apps(visit):
    page = visit("/", size=PHONE, language="it")

    found = page.context.new_cdp_session(page).send("Page.getAppManifest")

    assert found["url"].endswith("/manifest.webmanifest")
    assert found["errors"] == []
    assert '"Cerca"' in found["data"]


def test_the_icon_in_dots_is_the_drawn_one(visit, site, tmp_path):
    """Else put the one that is drawn here in the place of `frontend/icon.png`."""
    drawn, kept = tmp_path / "icon.png", ROOT / "frontend" / "icon.png"
    page = visit("/static/built/icon.svg", size={"width": 512, "height": 512})

    page.screenshot(path=drawn)

    one, other = (Image.open(path).convert("RGB") for path in (drawn, kept))
    assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 2, drawn
