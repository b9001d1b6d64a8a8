"""One thing after the other is turned off, as a city would not do it: search and booking go on."""

import math
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from bookings.models import Booking
from frontend.demo.supervisor import Running
from tests.browser.driving import PHONE, chromium, visitor
from tests.faults.conftest import Window
from tests.faults.system import eventually
from tests.faults.whole import everything_is_whole
from tests.servers import City

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def test_without_scripts_redis_and_one_process_each_people_search_and_book(city, redis, offer, nadia, elena):
    nadias, elenas = Window(city, nadia), Window(city, elena)
    with chromium() as browser:
        for turn_off in (nothing, redis.kill, lambda: ended(city, "pages"), lambda: ended(city, "sockets")):
            turn_off()

            a_time_is_found_asked_for_and_accepted(browser, city, nadias, elenas)

    assert list(Booking.objects.values_list("status", flat=True)) == ["confirmed"] * 4
    assert eventually(everything_is_whole)

    # With Redis back, whoever has scripts hears again of what changes, by the process of sockets that is left.
    booking = Booking.objects.order_by("pk").last()
    redis.start()
    write = writing(elenas, booking.get_absolute_url())
    assert eventually(lambda: nadias.hears(booking.topic, write, within=2))


def nothing() -> None:
    """Scripts are off from the first walk on."""


def ended(city: City, name: str) -> None:
    """One process of the two with this name, for good: the supervisor waits for ever before it starts it again."""
    one: Running = next(one for one in city.supervisor.running if one.process.name == name)
    one.again_at = math.inf
    one.child.send_signal(signal.SIGTERM)
    one.child.wait(20)


def a_time_is_found_asked_for_and_accepted(browser: Browser, city: City, nadias: Window, elenas: Window) -> None:
    """By two people without scripts."""
    nadia, elena = (signed_in(visitor(browser, size=PHONE, scripts=False), window) for window in (nadias, elenas))
    search(nadia, city)
    ask(nadia)
    elena.goto(nadia.url)
    elena.get_by_role("button", name="Accept").first.click()
    expect(elena.locator("main")).to_contain_text("Confirmed")
    nadia.reload()
    expect(nadia.locator("main")).to_contain_text("Confirmed")


def signed_in(page: Page, window: Window) -> Page:
    """As whoever sits at the window is."""
    cookies = [{"name": one.name, "value": one.value or "", "url": window.city.url} for one in window.web.cookies]
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return page


def search(page: Page, city: City) -> None:
    page.goto(city.url)
    page.get_by_label("What", exact=True).fill("babysitter")
    page.get_by_label("Where", exact=True).fill("Aurora")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("main [role=status]").first).to_contain_text("1 result")
    page.locator(".offer h3 a").click()


def ask(page: Page) -> None:
    """For the first time that is free."""
    page.locator("label.time").first.click()
    page.get_by_role("button", name="Ask for this time").first.click()
    page.get_by_label("Street and number").fill("via Cecchi 18")
    page.get_by_label("Ages of the children").fill("3 and 6")
    page.get_by_role("button", name="Ask for this time").click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))


def writing(window: Window, address: str) -> Callable[[], object]:
    return lambda: window.post(f"{address}messages/", {"text": "See you then", "key": ""})
