"""After the first job: a call, something that went wrong is told and closed, and the desk has its list of the month."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE
from tests.browser.work_rooms import TESFAY

CALL = "main .todo a[href*='/casework/to-dos/']:has-text('Tesfay')"


def at_the_call(visit) -> Page:
    page = visit("/casework/to-dos/", "marta", size=PHONE)
    page.locator(CALL).first.click()
    page.wait_for_url(re.compile(r"/casework/to-dos/[0-9a-f-]{36}/$"))
    return page


def test_what_went_wrong_is_told_and_closed_by_whoever_is_responsible(visit):
    page = at_the_call(visit)

    holds(page)
    page.locator("main a[href$='/incident/']").click()
    holds(page)
    page.locator("[name=kind][value=unsafe]").check()
    page.locator("[name=words]").fill("Le scale erano al buio.")
    page.get_by_role("button", name="Segnala").click()
    expect(page.locator("main")).to_contain_text("c'è già una segnalazione")
    page.goto(page.url.split("/proposals/")[0] + "/casework/to-dos/")
    page.locator("main a[href*='/casework/incidents/']").first.click()

    expect(page.locator("main")).to_contain_text("Le scale erano al buio.")
    holds(page)
    page.locator("[name=deeds][value=talked]").check()
    page.locator("[name=close]").check()
    page.get_by_role("button", name="Salva", exact=True).click()
    page.wait_for_url(re.compile(r"/casework/to-dos/$"))
    expect(page.locator("main a[href*='/casework/incidents/']")).to_have_count(0)


def test_what_is_to_do_and_the_week_on_paper_are_open_to_everybody(visit):
    page = visit("/casework/to-dos/", "marta", size=PHONE)
    holds(page)

    page.locator("main a[href='/casework/week/']").click()
    page.wait_for_url(re.compile(r"/casework/week/$"))
    holds(page)
    page.goto(page.url.removesuffix("week/"))
    page.locator(TESFAY).first.click()
    page.locator("main a[href$='/follow-ups/']").click()

    expect(page.locator("main")).to_contain_text("Telefonata dopo il primo lavoro")
    holds(page)


def test_without_scripts_a_try_is_written_down(visit):
    page = visit("/casework/to-dos/", "marta", size=PHONE, scripts=False)
    page.locator(CALL).first.click()

    page.get_by_role("button", name="Oggi non ha risposto nessuno").click()

    expect(page.locator("main")).to_contain_text("provato in 1 giorno")


def test_the_desk_has_its_list_of_the_month(visit):
    page = visit("/desk/worked/", "elena", size=PHONE)
    if not page.get_by_text("Tesfay").count():
        page.locator("main a[href^='?month=']").first.click()

    expect(page.locator("main")).to_contain_text("Tesfay")
    holds(page)
