"""A stranger finds what she has in mind, on a small phone: the form is filled in, and then there are three touches."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.driving import PHONE

WORDS = {
    "en": ("someone to mind two children", "What", "Where", "When", "Search", "Morning", "Arabic"),
    "it": ("qualcuno per badare a due bambini", "Che cosa", "Dove", "Quando", "Cerca", "Mattina", "Arabo"),
}


def saturday() -> str:
    """The next one that is not today, as the form has it."""
    today = timezone.localdate()
    return (today + timedelta(days=(5 - today.weekday()) % 7 or 7)).isoformat()


class Touching:
    """A finger that counts."""

    def __init__(self) -> None:
        self.times = 0

    def press(self, what: Locator) -> None:
        self.times += 1
        what.click()
        what.page.wait_for_load_state()


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_to_mind_two_children_on_saturday_morning_arabic_spoken_in_three_touches(visit, language, scripts):
    words, what, where, when, search, morning, arabic = WORDS[language]
    page, finger = visit("/", size=PHONE, language=language, scripts=scripts), Touching()
    page.get_by_label(what, exact=True).fill(words)
    page.get_by_label(where, exact=True).fill("Aurora")
    page.get_by_label(when, exact=True).select_option(saturday())

    finger.press(page.get_by_role("search").get_by_role("button", name=search))
    finger.press(page.get_by_role("link", name=morning, exact=True))
    finger.press(page.get_by_role("link", name=arabic, exact=True))

    assert finger.times == 3
    expect(page.locator("main [role=status]").last).not_to_contain_text("0 ")
    expect(page.locator(".cards .offer").first).to_contain_text("Babysitt")
    for said in (f"on={saturday()}", "until=12%3A00", "language=ar", "near=Aurora"):
        assert said in page.url
    fits(page)


def fits(page: Page) -> None:
    """Nothing sticks out on the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
