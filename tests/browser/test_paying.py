"""Paying by card in a browser: a card that is refused, one with a second factor, a good one; and what comes back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import DESK, PHONE, pick
from tests.browser.test_walk import fill_in, look_for
from tests.payments import ASKS, GOOD, REFUSED


def test_a_refused_card_then_one_with_a_second_factor_pay_and_the_yes_takes_the_money(visit, site):
    nadia = book_by_card(visit, "nadia")
    go_on_to_pay(nadia)

    pay_with(nadia, REFUSED)
    expect(nadia.locator("main")).to_contain_text("La banca rifiuta questa carta")
    pay_with(nadia, ASKS)
    nadia.get_by_role("button", name="No, non sono io").click()
    expect(nadia.locator("main")).to_contain_text("La banca rifiuta questa carta")
    pay_with(nadia, ASKS)
    nadia.get_by_role("button", name="Sì, pago").click()

    expect(nadia.locator("#facts")).to_contain_text("bloccati sulla carta")
    elena = visit("/desk/", "elena", size=DESK)
    elena.goto(nadia.url)
    elena.get_by_role("button", name="Accetta").first.click()
    expect(nadia.locator("#facts")).to_contain_text("sono pagati con carta")
    expect(elena.locator("#facts")).to_contain_text("sono pagati con carta")

    give_back(elena, site.url, nadia)
    expect(nadia.locator("#facts")).to_contain_text("torna")


@pytest.mark.soak
def test_a_card_that_pays_at_once_and_a_change_of_mind_sets_the_money_free(visit):
    dora = book_by_card(visit, "dora")
    go_on_to_pay(dora)
    pay_with(dora, GOOD)
    expect(dora.locator("#facts")).to_contain_text("bloccati sulla carta")

    dora.get_by_role("link", name="Ritira la richiesta").or_(dora.get_by_role("link", name="Riprendi")).first.click()
    dora.locator("main form button.btn").last.click()

    expect(dora.locator("#facts")).to_contain_text("non è stato addebitato nulla")


def book_by_card(visit: Callable[..., Page], name: str) -> Page:
    page = visit("/", name, size=PHONE)
    look_for(page, "babysitter", "Aurora")
    page.locator(".offer h3 a").first.click()
    pick(page.locator("label.time").last)
    page.get_by_role("button", name="Chiedi quest'ora").first.click()
    fill_in(page)
    page.get_by_label(re.compile("Con carta, adesso")).check()
    page.get_by_role("button", name="Chiedi quest'ora").click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))
    return page


def go_on_to_pay(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Paga ")).click()
    expect(page).to_have_url(re.compile("/standin/pay/"))


def pay_with(page: Page, card: str) -> None:
    page.get_by_label("Numero della carta").fill(card)
    page.get_by_role("button", name="Paga", exact=True).click()


def give_back(desk: Page, site: str, customer: Page) -> None:
    """Five euros of it, by hand."""
    desk.goto(f"{site}/desk/payments/?show=to_transfer")
    booking = re.search(r"/bookings/\d+/", customer.url)[0]
    desk.locator("li", has=desk.locator(f"a[href='{booking}']")).locator(".acts a", has_text="Restituisci").click()
    desk.get_by_label("Quanto si restituisce, in euro").fill("5")
    desk.get_by_role("button", name="Restituisci").click()
    expect(desk.locator("main")).to_contain_text("Pagamenti con carta")
