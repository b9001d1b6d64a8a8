"""Search near the position of a device: asked for by a press alone, and said plainly when it does not come."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE, wait_until

IN_AURORA = {"latitude": 45.0831239, "longitude": 7.6894999}
ASKED = "asked => { navigator.geolocation.getCurrentPosition = (_, no) => { window.asked = 1; no({code: asked}); } }"


def pressed(page: Page) -> None:
    page.get_by_role("button", name="Near me").click()


def allow(page: Page, site) -> None:
    page.context.grant_permissions(["geolocation"], origin=site.url)
    page.context.set_geolocation(IN_AURORA)


@pytest.mark.parametrize("path", ["/", "/search/?q=&price=free"])
def test_one_press_shows_what_is_near_and_sends_no_exact_position(visit, site, path):
    page, sent = visit(path, size=PHONE), []
    allow(page, site)
    page.on("request", lambda request: sent.append(request.url))

    pressed(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Near me (Aurora)")
    assert "near=45.083%2C7.689" in page.url
    assert ("price=free" in page.url) == ("price=free" in path)
    assert page.locator("#near").input_value() == "45.083,7.689"
    assert not [address for address in sent if "45.0831" in address or "7.6894" in address]
    holds(page)


def test_nobody_is_asked_before_the_press(visit, site):
    page = visit("/about/", size=PHONE)
    page.add_init_script("navigator.geolocation.getCurrentPosition = () => sessionStorage.setItem('asked', 'yes')")
    page.goto(f"{site.url}/search/")
    page.locator("#near").fill("Aurora")
    page.locator("#near").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Near Aurora")
    assert page.evaluate("sessionStorage.getItem('asked')") is None

    pressed(page)

    assert page.evaluate("sessionStorage.getItem('asked')") == "yes"


@pytest.mark.parametrize("path", ["/", "/search/"])
def test_a_refusal_is_told_where_it_is_seen_and_read_out_and_the_field_still_works(visit, path):
    page = visit(path, size=PHONE)

    pressed(page)

    expect(page.locator("#near-said")).to_contain_text("Allow it in the settings of your browser")
    expect(page.locator("#near-said")).to_be_in_viewport()
    expect(page.locator("#say")).to_contain_text("Your device does not tell us where it is.")
    holds(page)
    page.locator("#near").fill("Aurora")
    page.locator("#near").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Near Aurora")


@pytest.mark.parametrize(("code", "said"), [(2, "Your device does not know where it is."), (3, "It takes too long")])
def test_a_device_that_does_not_know_or_is_slow_is_told_plainly(visit, code, said):
    page = visit("/search/", size=PHONE)
    page.evaluate(ASKED, code)

    pressed(page)

    expect(page.locator("#near-said")).to_contain_text(said)
    expect(page.locator("#say")).to_contain_text(said)


def test_while_it_is_found_out_that_is_said(visit):
    page = visit("/search/", size=PHONE)
    page.evaluate("navigator.geolocation.getCurrentPosition = () => null")

    pressed(page)

    expect(page.locator("#near-said")).to_have_text("We ask your device where it is.")


def test_on_any_other_page_no_script_is_told_where_the_device_is(visit, site):
    page = visit("/about/")
    allow(page, site)

    page.evaluate("navigator.geolocation.getCurrentPosition(() => window.told = 'yes', () => window.told = 'no')")

    wait_until(page, "window.told")
    assert page.evaluate("window.told") == "no"


@pytest.mark.parametrize("path", ["/", "/search/"])
def test_without_scripts_nothing_is_there_to_press_in_vain(visit, path):
    expect(visit(path, scripts=False).locator("#near-me")).to_be_hidden()
