"""From Saturday's removal to a yes: a social worker reads why and proposes; on a phone somebody says yes, in Arabic."""

import re

from playwright.sync_api import expect

from frontend.demo.people import CARDS
from tests.browser.axe import holds
from tests.browser.driving import PHONE
from tests.browser.test_window import entered

TESFAY = CARDS[0]
REMOVAL = "Aiuto nei traslochi"


def test_a_job_is_put_to_somebody_who_says_yes_on_a_phone_in_another_language(visit, site):
    marta = visit("/jobs/", "marta")
    marta.locator(f"main a:has-text('{REMOVAL}')").first.click()
    marta.wait_for_url(re.compile(r"/jobs/\d+/$"))
    card = marta.locator("main .cards li:has-text('Tesfay')")
    expect(card).to_contain_text("trovare chi accompagna")
    holds(marta)
    card.locator("select").select_option("knows")
    card.get_by_role("button", name="Proponi").click()
    expect(marta.locator("main")).to_contain_text("1 posto libero su 2")
    job = marta.url.partition("?")[0]

    elena = visit(job.removeprefix(site.url), "elena")
    expect(elena.locator("main")).not_to_contain_text("Tesfay")

    tesfay = entered(visit("/mia/?language=ar", size=PHONE), TESFAY.code, TESFAY.pin)
    asked = tesfay.locator(f".now:has-text('{REMOVAL}')")
    holds(tesfay)
    asked.get_by_role("button", name=re.compile("نعم، سآتي")).click()
    expect(tesfay.locator("#h-shifts")).to_be_visible()
    holds(tesfay)

    elena.reload()
    expect(elena.locator("main")).to_contain_text("Tesfay")
    for word in ("Haile", "Aurora", "Marta", "tigrino"):
        expect(elena.locator("main")).not_to_contain_text(word)
    tesfay.locator("main details:has-text('Marta Bosco') > summary").click()
    expect(tesfay.get_by_text("Marta Bosco").last).to_be_visible()


def test_hours_that_were_told_are_confirmed_at_the_desk_and_stand_on_her_page(visit):
    elena = visit("/desk/worked/", "elena", size=PHONE)
    if not elena.locator("main .todo").count():
        elena.locator("main a[href^='?month=']").first.click()
    holds(elena)
    elena.locator("main .todo a:has-text('Tesfay')").first.click()
    elena.wait_for_url(re.compile(r"/proposals/\d+/$"))
    elena.get_by_role("button", name="È giusto").click()
    expect(elena.locator("#now .kicker")).to_have_text("Fatto")

    tesfay = entered(visit("/mia/?language=ar", size=PHONE), TESFAY.code, TESFAY.pin)

    expect(tesfay.locator("#h-earned")).to_be_visible()
    expect(tesfay.locator("main table")).to_contain_text("€")


def test_the_plan_of_a_week_is_worked_out_and_read(visit):
    marta = visit("/casework/plan/", "marta", size=PHONE)
    marta.locator("[name=asking]").check()

    marta.get_by_role("button", name="Calcola").click()

    expect(marta.get_by_role("button", name="Calcola di nuovo")).to_be_visible(timeout=60_000)
    expect(marta.locator("main .todo")).to_contain_text("Consegne del sabato")
    holds(marta)
