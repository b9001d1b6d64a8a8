"""A removal from the inventory to the last box; as people see it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE
from tests.browser.test_delivery import workday
from tests.browser.test_walk import all_was_well, begin_now, finish

OFFER = "Trasloco con preventivo"
AGAIN = 16  # days: when no other test wants the van


def test_a_removal_is_described_priced_accepted_and_done(visit, site, demo_database):
    nadia, elena = visit("/search/?q=trasloco+preventivo", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)

    describe(nadia)
    number = re.search(r"/bookings/(\d+)/", nadia.url)[1]
    holds(nadia)
    quote(elena, f"{site.url}/bookings/{number}/steps/quote/", "320")
    nadia.reload()
    nadia.get_by_role("link", name="Accetta il prezzo").first.click()
    expect(nadia.locator("main")).to_contain_text("320 €")
    holds(nadia)
    nadia.get_by_role("button", name="Accetta il prezzo").click()
    expect(nadia.locator("main")).to_contain_text("Confermata")

    begin_now(demo_database, number)
    elena.goto(f"{site.url}/bookings/{number}/")
    elena.get_by_role("link", name="Fatto").or_(elena.get_by_role("button", name="Fatto")).first.click()
    finish(elena)
    expect(elena.locator("main")).to_contain_text("ha accettato il prezzo")
    all_was_well(nadia)


@pytest.mark.soak
def test_another_price_is_named_after_a_change_was_asked_for(visit):
    nadia, elena = visit("/search/?q=trasloco+preventivo", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)
    describe(nadia, AGAIN)
    booking = nadia.url
    write_quote(elena, f"{booking}steps/quote/", "320", AGAIN)
    send_quote(elena)

    nadia.goto(f"{booking}steps/ask_change/")
    holds(nadia)
    nadia.get_by_label("Che cosa dovrebbe cambiare?").fill("Il letto lo smonto io.")
    nadia.get_by_role("button", name="Chiedi di cambiare qualcosa").click()
    elena.goto(booking)
    expect(elena.locator(".stream")).to_contain_text("Il letto lo smonto io.")
    write_quote(elena, f"{booking}steps/quote/", "280", AGAIN)
    send_quote(elena)

    nadia.goto(f"{booking}steps/accept/")
    expect(nadia.locator("main form")).to_contain_text("280 €")
    expect(nadia.locator("main form")).not_to_contain_text("320 €")
    nadia.get_by_role("button", name="Accetta il prezzo").click()
    expect(nadia.locator("main")).to_contain_text("Hai accettato il prezzo: 280 €")


def describe(page: Page, days: int = 20) -> None:
    page.get_by_role("link", name=OFFER).first.click()
    page.locator("#price").get_by_role("button", name="Continua").click()
    told = {"from_address": "via Cecchi 18", "to_address": "corso Palermo 95", "day": workday(days)}
    for name, value in told.items():
        page.locator(f"[name={name}]").fill(value)
    for line, (room, thing) in enumerate((("kitchen", "fridge"), ("bedroom", "double_bed"))):
        page.locator(f"[name=inventory-{line}-room]").select_option(room)
        page.locator(f"[name=inventory-{line}-thing]").select_option(thing)
    page.get_by_role("button", name="Calcola il volume").click()
    expect(page.locator("main")).to_contain_text("m³")
    page.get_by_role("button", name="Chiedi un preventivo").click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))


def quote(page: Page, address: str, price: str) -> None:
    write_quote(page, address, price)
    holds(page)
    send_quote(page)


def write_quote(page: Page, address: str, price: str, days: int = 20) -> None:
    page.goto(address)
    told = {"price": price, "hours": "3", "crew": "2", "at": "09:00", "until": workday(days - 7)}
    for name, value in told.items():
        page.locator(f"[name={name}]").fill(value)


def send_quote(page: Page) -> None:
    page.get_by_role("button", name="Scrivi il preventivo").click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/$"))
