"""Bookings in one's own calendar: an address is made, read, revoked; a calendar kept elsewhere is added and removed."""

from tests.browser.axe import holds
from tests.browser.driving import PHONE


def test_an_address_is_made_read_and_revoked(visit, site):
    page = visit("/account/", "nadia", size=PHONE)
    page.locator("main a[href='/calendars/']").click()
    page.locator("#id_shows").select_option("booked")
    page.locator("main form.panel button").click()
    address = page.locator("#made").input_value()
    assert page.locator("button[data-copies]").is_visible()
    holds(page)

    stranger = visit("/")
    feed = stranger.request.get(address)

    assert feed.status == 200
    assert "BEGIN:VEVENT" in feed.text()
    page.goto(site.url + "/calendars/")
    assert address not in page.content()
    page.locator("form[action$='/revoke/'] button").first.click()
    page.wait_for_load_state()
    assert stranger.request.get(address).status == 404


def test_a_calendar_kept_elsewhere_is_added_and_removed_without_scripts(visit):
    page = visit("/calendars/", "samira", size=PHONE, scripts=False)
    page.locator("main a[href^='/calendars/elsewhere/']").first.click()
    page.locator("#id_url").fill("https://calendar.invalid/secret-token.ics")
    page.locator("main form.panel button").click()

    page.get_by_role("heading", name="calendar.invalid").wait_for()
    assert "secret-token" not in page.content()
    page.locator("form[action$='/remove/'] button").click()
    page.locator("form[action$='/remove/']").wait_for(state="detached")


def test_the_page_of_calendars_kept_elsewhere_is_open_to_everybody(visit):
    page = visit("/calendars/", "samira", size=PHONE)
    page.locator("main a[href^='/calendars/elsewhere/']").first.click()
    page.wait_for_load_state()
    holds(page)
