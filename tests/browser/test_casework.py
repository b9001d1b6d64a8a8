"""A social worker admits somebody, writes while a bad line goes and comes, and the person reads who read; by phone."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE


def opened(page: Page, name: str) -> str:
    page.locator(f"main .todo a:has-text('{name}')").click()
    page.wait_for_url(re.compile(r"/casework/[2-9A-Z]{7}/$"))
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_somebody_is_admitted_and_a_part_is_written(visit, scripts):
    page, name = visit("/casework/", "marta", size=PHONE, scripts=scripts), f"Prova{uuid4().hex[:6]}"

    page.get_by_role("link", name="Prendi in carico una persona").click()
    page.locator("[name=given_name]").fill(name)
    page.locator("[name=gender]").select_option("woman")
    page.locator("[name=unsaid_home]").check()
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"/casework/[2-9A-Z]{7}/$"))
    page.locator("main a[href$='/parts/limits/']").click()
    page.locator("[name=limits][value=stairs]").check()
    page.locator("[name=other_limits]").fill("Niente scale lunghe")
    page.get_by_role("button", name="Salva", exact=True).click()

    expect(page.locator("main")).to_contain_text("Niente scale lunghe")
    expect(page.locator("h1")).to_contain_text(name)
    assert name not in page.title()


def test_what_is_typed_is_there_again_after_the_page_is_left(visit):
    page = visit("/casework/", "marta", size=PHONE)
    address = opened(page, "Mariam")

    page.goto(f"{address}parts/wishes/")
    page.locator("[name=learn]").fill("Il computer")
    page.locator("[name=learn]").blur()
    expect(page.locator("#kept")).to_contain_text("Bozza salvata")
    page.goto(address)
    page.goto(f"{address}parts/wishes/")

    expect(page.locator("[name=learn]")).to_have_value("Il computer")
    holds(page)


def test_the_person_reads_on_a_phone_who_opened_her_file(visit):
    marta = visit("/casework/", "marta", size=PHONE)
    opened(marta, "Samira")

    samira = visit("/casework/mine/", "samira", size=PHONE)
    samira.locator("main a[href$='/readings/']").click()

    expect(samira.locator("main")).to_contain_text("Marta Bosco")
    holds(samira)


def test_a_body_without_an_account_refers_somebody_by_its_link(visit, site):
    marta = visit("/casework/referrals/", "marta", size=PHONE)
    marta.locator("[name=sender]").fill("Mensa di prova")
    marta.locator("[name=email]").fill("prova@example.org")
    marta.get_by_role("button", name="Manda", exact=True).click()
    link = letter_with_link(marta, f"{site.url}/outbox/")
    address = re.search(r"\S+/casework/refer/\S+", link.inner_text())[0]

    page = visit(address.removeprefix(site.url), size=PHONE, language="it")
    page.locator("[name=given_name]").fill("Bakary")
    page.locator("[name=agreed]").check()
    holds(page)
    page.get_by_role("button", name="Segnala").click()

    expect(page.locator("main")).to_contain_text("è arrivato")
    marta.goto(f"{site.url}/casework/")
    expect(marta.locator("main")).to_contain_text("Bakary")


def letter_with_link(page: Page, outbox: str) -> Locator:
    """The worker sends it a moment later, and the list of letters does not change by itself."""
    link = page.get_by_text(re.compile("/casework/refer/")).first
    for _look in range(40):
        page.goto(outbox)
        if link.is_visible():
            break
        page.wait_for_timeout(500)
    return link
