"""A person's own page on a phone: from right to left, by a card, with and without scripts."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from frontend.demo.people import CARDS
from tests.browser.axe import holds
from tests.browser.driving import PHONE

TESFAY, MARIAM = CARDS


def entered(page: Page, code: str, pin: str) -> Page:
    page.locator("[name=code]").fill(code)
    page.locator("[name=pin]").fill(pin)
    page.locator("main form.panel button").click()
    page.wait_for_load_state()
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_page_from_right_to_left_opens_by_a_card_and_is_left(visit, scripts):
    page = visit("/mia/?language=ar", size=PHONE, scripts=scripts)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")

    entered(page, TESFAY.said.lower(), "٧٢٩٤")
    expect(page.locator("h1")).to_contain_text("صفحتي")
    expect(page.locator("main")).to_contain_text("Marta Bosco")
    page.locator("main summary", has_text="من فتح ملفي، ولماذا").click()
    expect(page.get_by_text("Marta Bosco").last).to_be_visible()
    if scripts:
        holds(page)
    page.locator("main form[action$='/leave/'] button").click()

    expect(page.locator("h1")).to_have_text("تم الخروج")
    page.goto(page.url.replace("leave/", ""))
    expect(page.locator("[name=pin]")).to_be_visible()


def test_a_pause_a_talk_and_all_the_readings_in_french(visit, site):
    page = entered(visit("/mia/?language=fr", size=PHONE), MARIAM.code, MARIAM.pin)

    page.get_by_role("button", name="Je veux parler à une personne").click()
    expect(page.locator("main")).to_contain_text("Vous avez demandé à parler à quelqu'un")
    page.get_by_role("button", name="Une semaine").click()
    expect(page.locator(".now h2")).to_contain_text("Vous êtes en pause jusqu'au")
    holds(page)
    page.get_by_role("button", name="Reprendre maintenant").click()
    expect(page.locator("main")).to_contain_text("On peut vous proposer du travail")
    page.goto(f"{site.url}/mia/readings/")

    expect(page.locator("h1")).to_have_text("Qui a ouvert mon dossier, et pourquoi")
    holds(page)


def test_the_desk_makes_a_card_and_with_it_a_page_opens(visit, site):
    marta, name = visit("/casework/admit/", "marta", size=PHONE), f"Prova{uuid4().hex[:6]}"
    marta.locator("[name=given_name]").fill(name)
    marta.locator("main form button").last.click()
    marta.wait_for_url(re.compile(r"/casework/[2-9A-Z]{7}/$"))
    marta.locator("main a[href$='/card/']").click()
    for field in ("pin", "again"):
        marta.locator(f"[name={field}]").fill("90210")
    marta.get_by_role("button", name="Fai la tessera").click()
    code = marta.locator(".ticket .big").inner_text()
    holds(marta)
    assert name not in marta.locator(".ticket").inner_text()

    page = entered(visit("/mia/", size=PHONE, language="it"), code, "90210")

    expect(page.locator("h1")).to_contain_text(name)
    assert name not in page.title()
    page.goto(f"{site.url}/casework/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_what_went_wrong_and_what_was_earned_elsewhere_are_asked_in_arabic(visit, site):
    page = entered(visit("/mia/?language=ar", size=PHONE), TESFAY.code, TESFAY.pin)

    page.locator("main a[href='/mia/incidents/']").click()
    holds(page)
    page.locator("main .todo a").first.click()
    holds(page)
    page.locator("main form.panel button").click()
    expect(page.locator("main .wrong").first).to_have_text("هذا الحقل مطلوب.")
    holds(page)
    page.goto(f"{site.url}/mia/elsewhere/")
    page.locator("main summary").first.click()
    page.locator("[name=amount]").first.fill("60")
    page.locator("main details[open] button").click()

    expect(page.locator("main .todo").first).to_contain_text("60")
    holds(page)


def test_from_the_card_an_account_is_asked_for(visit, site):
    page = visit("/mia/account/?language=fr", size=PHONE)
    holds(page)
    page.locator("[name=email]").fill(f"mariam{uuid4().hex[:6]}@example.org")

    entered(page, MARIAM.code, MARIAM.pin)

    expect(page.locator("h1")).to_have_text("Regardez vos e-mails")
    holds(page)
