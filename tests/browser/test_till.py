"""The till in a real browser: with a line, without one, and when it is back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from bookings.models import Booking, Slip
from services.wardrobe import purse
from tests.browser.axe import holds
from tests.browser.driving import PHONE, launched, visitor, wait_until
from tests.racing import at_once
from tests.servers import City, database_url, running_city
from tests.wardrobes import card_of, points

KEPT = """async () => {
    const there = await caches.open("till");
    return (await there.keys()).map(({url}) => new URL(url).pathname).sort();
}"""
QUEUE = "**/desk/tills/*/queue/"
EYES = """
    window.codes = [];
    window.BarcodeDetector = class {
        static async getSupportedFormats() { return ["qr_code"]; }
        async detect(lens) { return lens.videoWidth ? window.codes.map(rawValue => ({rawValue})) : []; }
    };
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def codes(household, coat, kind_of, hung) -> list[str]:
    """A card, a coat, a shirt and another coat."""
    garments = hung(coat), hung(kind_of("shirt", points=5)), hung(coat)
    return [card_of(household), *(garment.label for garment in garments)]


@pytest.fixture(scope="module")
def pages(django_db_setup) -> Iterator[City]:
    """The pages alone, for all tests of this file: each finds the tables as they came."""
    with running_city(database_url(), only=("pages",)) as running:
        yield running


@pytest.fixture(scope="module")
def lens(browser: Browser) -> Iterator[Browser]:
    """The whole browser: the shell has no camera."""
    with launched(browser.browser_type, windows=True) as running:
        yield running


@pytest.fixture
def counter(codes, tomas, pages, lens) -> Iterator[Page]:
    """Tomas' phone at the till."""
    client = Client()
    client.force_login(tomas)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = visitor(lens, size=PHONE)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": pages.url}])
    page.goto(f"{pages.url}/desk/till/")
    yield page
    page.context.close()


def looked_up(question: Callable[[], Any]) -> Any:
    """What stands in the database, asked on a line of its own: this thread drives the browser."""
    return at_once(question)[0]


def scan(page: Page, *codes: str) -> None:
    """A scanner types and presses enter, into whatever field waits for it."""
    for code in codes:
        field = page.locator("#card:visible, #read:visible")
        field.fill(code)
        field.press("Enter")
        expect(page.locator("#read")).to_be_visible()
        expect(page.locator("#read")).to_have_value("")


def test_a_card_and_two_garments_are_taken_with_one_tap(counter, codes, household):
    card, coat, shirt, _other = codes

    scan(counter, card, coat, shirt)
    expect(counter.locator("[data-sum]")).to_contain_text("35")
    holds(counter)
    counter.get_by_role("button", name="Take home", exact=True).click()

    expect(counter.get_by_text("115 left")).to_be_visible()
    assert looked_up(lambda: points(household)) == 115


def test_a_till_without_a_line_goes_on_and_all_is_settled_when_it_is_back(counter, codes, household):
    card, coat, shirt, other = codes
    counter.get_by_role("button", name="Open a till here").click()
    expect(counter.locator("#till[data-till]")).to_be_visible()
    scan(counter, card)

    counter.context.set_offline(True)
    for labels in ([coat, shirt], [other]):
        if counter.locator("#card").is_visible():
            scan(counter, card)
        scan(counter, *labels)
        counter.get_by_role("button", name="Take home", exact=True).click()
        expect(counter.locator("#line")).to_contain_text("is kept here")
        expect(counter.locator("#card")).to_be_visible()
    assert looked_up(Booking.objects.count) == 0
    holds(counter)
    counter.context.set_offline(False)

    expect(counter.locator("#line")).to_contain_text("has arrived")
    assert looked_up(lambda: sorted(Slip.objects.values_list("state", flat=True))) == ["look", "settled"]
    assert looked_up(lambda: points(household)) == 85
    assert looked_up(lambda: purse.owed_by(household)) == 0
    assert "rules" not in counter.locator("main").inner_text()
    counter.get_by_role("link", name="All tills").click()
    holds(counter)


def test_an_answer_that_was_lost_takes_nothing_twice(counter, codes, household):
    card, coat, _shirt, _other = codes
    counter.get_by_role("button", name="Open a till here").click()
    scan(counter, card, coat)

    def swallow(route) -> None:
        route.fetch(max_redirects=0)  # it arrives, and nobody learns of it
        route.abort()

    counter.route("**/desk/till/", swallow, times=1)
    counter.get_by_role("button", name="Take home", exact=True).click()
    expect(counter.locator("#line")).to_contain_text("is kept here")
    counter.evaluate("window.dispatchEvent(new Event('online'))")

    expect(counter.locator("#line")).to_contain_text("has arrived")
    assert looked_up(lambda: (points(household), Booking.objects.count())) == (120, 1)


def test_a_till_is_opened_anew_without_a_line_and_all_is_settled_once_when_it_is_back(counter, codes, household):
    card, coat, shirt, _other = codes
    context, address = counter.context, counter.url
    open_here(counter)
    holds(counter)

    context.set_offline(True)
    context.route(QUEUE, lambda route: route.abort())  # a page that is just opened may not know yet that it is offline
    counter.reload()
    is_awake(counter)
    scan(counter, card, coat)
    take_offline(counter)
    # A page that is being closed is told that it is online again, and would send: there is no line for it either.
    counter.evaluate("void (window.fetch = () => Promise.reject(new TypeError('no line')))")
    counter.close()
    again = context.new_page()
    again.goto(address)
    is_awake(again)
    scan(again, card, shirt)
    take_offline(again)
    assert looked_up(Booking.objects.count) == 0
    context.unroute(QUEUE)
    context.set_offline(False)

    expect(again.locator("#line")).to_contain_text("has arrived")
    assert looked_up(lambda: [slip.state for slip in Slip.objects.all()]) == ["settled", "settled"]
    assert looked_up(lambda: (points(household), Booking.objects.count())) == (115, 2)
    again.reload()
    assert again.evaluate("Object.keys(localStorage).map(name => localStorage[name])") == ["[]"]


def open_here(page: Page) -> None:
    page.get_by_role("button", name="Open a till here").click()
    is_awake(page)


def is_awake(page: Page) -> None:
    """Its scripts are there: what is pressed before them is sent by the worker, which set_offline does not reach."""
    expect(page.get_by_text("This page opens without a line, too.")).to_be_visible()


def take_offline(page: Page) -> None:
    wait_until(page, "!navigator.onLine")  # a page that was just opened may learn it late
    page.get_by_role("button", name="Take home", exact=True).click()
    expect(page.locator("#line")).to_contain_text("is kept here")


def test_only_the_till_s_page_is_kept_and_it_goes_with_the_till(counter):
    open_here(counter)
    kept = counter.evaluate(KEPT)
    assert [path for path in kept if not path.startswith("/static/")] == ["/desk/till/"]

    counter.get_by_role("link", name="All tills").click()
    assert counter.evaluate(KEPT) == kept
    counter.get_by_role("button", name="Close").click()

    wait_until(counter, "caches.has('till').then(there => !there)")


def test_only_somebody_who_is_signed_in_has_a_till_that_is_kept(counter):
    open_here(counter)

    counter.goto(counter.url.replace("/desk/till/", "/accounts/logout/"))
    counter.locator("main form button").first.click()

    wait_until(counter, "caches.has('till').then(there => !there)")


def test_the_camera_reads_a_card_and_labels_as_a_scanner_does(counter, codes, household):
    card, coat, shirt, _other = codes
    camera = counter.get_by_role("button", name="Read with the camera")
    expect(camera).to_be_hidden()  # this browser cannot read codes
    counter.context.add_init_script(EYES)
    counter.context.grant_permissions(["camera"])
    counter.reload()

    camera.click()
    expect(counter.locator("#lens")).to_be_visible()
    holds(counter)
    for code, there in ((card, "150 left"), (coat, "30"), (shirt, "35")):
        counter.evaluate("code => window.codes = [code]", code)
        expect(counter.locator("main")).to_contain_text(there)
    camera.click()
    expect(counter.locator("#lens")).to_be_hidden()
    counter.get_by_role("button", name="Take home", exact=True).click()

    expect(counter.get_by_text("115 left")).to_be_visible()
    assert looked_up(lambda: points(household)) == 115
