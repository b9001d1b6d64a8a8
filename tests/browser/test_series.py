"""The same every week: all dates first, one press, one yes for all, and the end of it; as people see it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE, pick
from tests.browser.test_walk import fill_in, look_for

SKIP = "Solo questa data non si fa"


def test_a_babysitter_comes_every_week_until_it_is_ended(visit, site):
    nadia, elena = visit("/", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)

    show_all_dates(nadia)
    expect(nadia.locator("h1")).to_have_text("Tutte le date")
    holds(nadia)
    nadia.get_by_role("button", name="Chiedi tutte queste date").click()
    expect(nadia.locator("main")).to_contain_text("Ogni settimana")
    holds(nadia)

    elena.goto(nadia.url)
    elena.get_by_role("button", name="Accetta: tutte le date").click()
    expect(elena.locator("main")).to_contain_text("Fatto per")

    nadia.reload()
    expect(nadia.locator("main .tag.ok").first).to_have_text("Confermata")
    nadia.get_by_role("link", name="Altro giorno o ora", exact=True).click()
    expect(nadia).to_have_url(re.compile("/move/"))
    holds(nadia)
    nadia.go_back()
    goes_on_for_longer(nadia)
    nadia.get_by_role("link", name="Ferma tutta la serie").click()
    holds(nadia)
    if nadia.get_by_label("Perché").count():
        nadia.get_by_label("Perché").first.select_option(index=1)
    nadia.get_by_role("button", name="Sì, non si fa").click()
    expect(nadia.locator("main")).to_contain_text("Disdetta")


def goes_on_for_longer(page: Page) -> None:
    series = page.url
    page.get_by_role("link", name="Un'altra fine").click()
    holds(page)
    page.get_by_label("O quante date in tutto?").fill("20")
    page.get_by_role("button", name="Mostra che cosa cambia").click()
    expect(page.locator("h1")).to_have_text("Le date che si aggiungono")
    holds(page)
    page.goto(series)


@pytest.mark.soak
def test_one_date_is_skipped_and_the_others_stay(visit):
    nadia = visit("/", "nadia", size=PHONE)
    show_all_dates(nadia)
    nadia.get_by_role("button", name="Chiedi tutte queste date").click()
    expect(nadia.locator("main")).to_contain_text("Ogni settimana")
    skips = nadia.locator("a", has_text=SKIP)
    before = skips.count()

    nadia.locator("details", has_text=SKIP).first.locator("summary").click()
    skips.first.click()
    holds(nadia)
    nadia.get_by_role("button", name="Sì, non si fa").click()

    expect(nadia.locator("main")).to_contain_text("Fatto per")
    assert before > 1
    expect(skips).to_have_count(before - 1)


def show_all_dates(page: Page, by_card: bool = False) -> None:
    """What clashes is left out already."""
    look_for(page, "babysitter", "Aurora")
    page.locator(".offer h3 a").first.click()
    pick(page.locator("label.time").last)
    page.get_by_role("button", name="Chiedi quest'ora").or_(page.get_by_role("button", name="Prenota")).first.click()
    fill_in(page)
    if by_card:
        page.get_by_label(re.compile("Con carta, adesso")).check()
    page.get_by_text("Ogni settimana?").click()
    page.get_by_label("Fino a quando?").fill(f"{timezone.localdate() + timedelta(days=27)}")
    page.get_by_role("button", name="Mostra tutte le date").click()
