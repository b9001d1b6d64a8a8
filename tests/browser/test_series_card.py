"""A weekly series by card in a browser: one card is saved, each date says when it is charged, another card is given."""

import os
import re

from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE
from tests.browser.test_series import show_all_dates
from tests.payments import GOOD

SHOTS = os.environ.get("SHOTS")


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_one_card_is_saved_for_all_dates_and_each_says_when_it_is_charged(visit):
    nadia = visit("/", "nadia", size=PHONE)
    show_all_dates(nadia, by_card=True)
    expect(nadia.locator("main")).to_contain_text("Salvi la carta una volta, adesso")
    holds(nadia)
    shoot(nadia, "preview-360")

    nadia.get_by_role("button", name="Chiedi tutte queste date").click()
    expect(nadia.locator("#now")).to_contain_text("Manca solo la carta")
    save = nadia.get_by_role("button", name="Acconsenti e salva la carta")
    expect(save).to_be_visible()
    holds(nadia)
    shoot(nadia, "waits-360")
    save.click()
    nadia.get_by_label("Numero della carta").fill(GOOD)
    nadia.get_by_role("button", name="Salva la carta", exact=True).click()

    expect(nadia.locator("#now")).to_contain_text("La carta è salvata")
    expect(nadia.locator("#dates")).to_contain_text("La carta è salvata. ")
    expect(nadia.locator("#dates .tag").first).to_have_text("Chiesta")
    holds(nadia)
    shoot(nadia, "saved-360")

    elena = visit("/desk/", "elena", size=DESK)
    elena.goto(nadia.url)
    elena.get_by_role("button", name="Accetta: tutte le date").click()
    expect(elena.locator("main")).to_contain_text("Fatto per")
    shoot(elena, "desk-1280")
    nadia.reload()
    expect(nadia.locator("#dates .tag.ok").first).to_have_text("Confermata")

    nadia.get_by_role("button", name="Dai un'altra carta").click()
    expect(nadia.locator("#now")).to_contain_text("La pagina per un'altra carta è aperta")
    holds(nadia)
    shoot(nadia, "another-360")
    expect(nadia).to_have_url(re.compile(r"/series/\d+/"))
    nadia.set_viewport_size(DESK)
    shoot(nadia, "another-1280")
