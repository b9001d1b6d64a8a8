"""Somebody who does not know which words she needs answers a few questions, on a small phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import PHONE
from tests.browser.test_finding import fits

WORDS = {
    "en": (
        "Answer four short questions", "Help with papers and offices", "Any day", "Arabic", "Show the offers",
    ),
    "it": (
        "Rispondi a quattro domande brevi", "Aiuto con documenti e uffici", "Quando si può", "Arabo",
        "Mostra le offerte",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "it"])
def test_four_answers_lead_to_the_offers_without_scripts(visit, language):
    begin, aim, any_day, arabic, show = WORDS[language]
    page = visit("/", size=PHONE, language=language, scripts=False)

    for link in (begin, aim, "Aurora", any_day):
        touch(page, page.get_by_role("main").get_by_role("link", name=link))
    page.get_by_label(arabic).check()
    touch(page, page.get_by_role("button", name=show))

    for said in ("category=errands", "near=Aurora", "within=3000", "language=ar"):
        assert said in page.url
    expect(page.locator(".cards .offer").first).to_be_visible()
    for _question in range(4):
        page.go_back()
    expect(page.get_by_role("link", name=aim)).to_be_visible()


def test_a_question_can_be_gone_back_to_or_left_with_what_is_said(visit):
    page = visit("/find/", size=PHONE, scripts=False)

    for link in ("Skip this question", "One question back", "Someone to mind my children", "Anywhere"):
        touch(page, page.get_by_role("link", name=link))
    left = page.get_by_role("main").get_by_role("status").inner_text()
    touch(page, page.get_by_role("link", name="Show them now"))

    assert page.url.endswith("/search/?category=babysitting")
    expect(page.locator("main [role=status]").last).to_contain_text(f"{left.split()[0]} result")


def test_a_keyboard_is_enough_and_each_page_begins_at_its_question(visit):
    page = visit("/find/", size=PHONE)

    for name in ("Someone to mind my children", "Anywhere", "Any day"):
        assert page.evaluate("document.activeElement.tagName") == "H1"
        reach(page, page.get_by_role("link", name=name))
        with page.expect_navigation():
            page.keyboard.press("Enter")
    reach(page, page.get_by_label("6 to 10 years"))
    page.keyboard.press("Space")
    reach(page, page.get_by_role("button", name="Show the offers"))
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "trait=ages%3A6-10" in page.url


def touch(page: Page, what: Locator) -> None:
    what.first.click()
    page.wait_for_load_state()
    fits(page)


def reach(page: Page, what: Locator) -> None:
    for _press in range(40):
        if what.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("No key leads there")
