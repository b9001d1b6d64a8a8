"""A swap on two phones: shown, asked for, agreed, and both say that they gave and got."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE
from tests.browser.test_delivery import workday
from tests.browser.test_walk import begin_now

SWAPS = "/wardrobes/abito/swaps/"


def show_one(page: Page, kind: str, remark: str) -> None:
    """By the button on the page of all that is shown."""
    page.locator("main a[href$='/swaps/new/']").first.click()
    page.locator("[name=type]").select_option(label=kind)
    page.locator("[name=size]").select_option("M")
    page.locator("[name=remark]").fill(remark)
    page.locator("main form button.btn-wide").click()
    expect(page.locator("main")).to_contain_text(remark)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_two_residents_swap_from_showing_to_both_hands(visit, site, demo_database, scripts):
    how = {"size": PHONE, "scripts": scripts, "language": "it"}
    remark = f"Di lana, {scripts}"
    dora, nadia = visit(SWAPS, "dora", **how), visit(SWAPS, "nadia", **how)
    show_one(dora, "Maglione", remark)
    shown = dora.url
    show_one(nadia, "Camicia", "Di lino")

    nadia.goto(shown)
    holds(nadia) if scripts else None
    nadia.locator("[name=mine]").select_option(index=0)
    nadia.locator("[name=day]").fill(workday(3))
    nadia.locator("[name=at]").fill("17:30")
    nadia.get_by_role("button", name="Chiedi lo scambio").click()
    number = re.search(r"/bookings/(\d+)/", nadia.url)[1]
    expect(nadia.locator("main")).to_contain_text("Hai chiesto uno scambio")

    dora.goto(f"{site.url}/bookings/{number}/")
    holds(dora) if scripts else None
    expect(dora.locator("main")).to_contain_text("Nadia vorrebbe fare uno scambio con te")
    dora.get_by_role("button", name="Accetta lo scambio").click()
    expect(dora.locator("main")).to_contain_text("Incontri Nadia")
    begin_now(demo_database, number)
    for page in (dora, nadia):
        page.goto(f"{site.url}/bookings/{number}/")
        page.get_by_role("button", name="Ho dato il mio e ricevuto l'altro").click()
        expect(page.locator("#now")).not_to_contain_text("Ho dato il mio")

    expect(nadia.locator("main")).to_contain_text("Buon uso")
    dora.goto(shown)
    expect(dora.locator("main")).to_contain_text("Scambiato")
