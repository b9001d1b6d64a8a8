"""Dates from the search to done, the waiting list, and a date that is called off; as people see it."""

import re
from datetime import timedelta

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE
from tests.browser.test_walk import all_was_well

COURSE = "Corso di riparazione: cerniere, orli, toppe"
AT_FIVE = re.compile(r"(?<!\d)0?5\.00")  # when nothing else takes place


def test_a_place_in_a_course_is_found_booked_and_its_evenings_done(visit, site, demo_database):
    elena, paola = visit("/search/?q=cerniere", "elena", size=PHONE), visit("/desk/occasions/", "paola", size=DESK)

    elena.get_by_role("link", name=COURSE).click()
    holds(elena)
    choose(elena, "posti liberi", places="2")
    expect(elena.locator("aside")).to_contain_text("10 €")
    holds(elena)
    elena.get_by_role("button", name="Prenota un posto").click()
    expect(elena.locator("#now")).to_contain_text("Il tuo posto è tenuto")
    holds(elena)

    number = re.search(r"/bookings/(\d+)/", elena.url)[1]
    paola.goto(f"{site.url}/occasions/{date_of(demo_database, number)}/")
    expect(paola.locator("main")).to_contain_text("Elena")
    expect(paola.locator("main")).not_to_contain_text("Marchisio")
    holds(paola)
    begin_now(demo_database, number)
    paola.goto(f"{site.url}/bookings/{number}/")
    paola.get_by_role("link", name="Fatto").or_(paola.get_by_role("button", name="Fatto")).first.click()
    paola.get_by_role("button", name="Fatto").first.click()
    expect(paola.locator("main")).to_contain_text("La data è passata.")
    all_was_well(elena)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_whoever_finds_it_full_waits_and_may_leave_again(visit, scripts):
    dora = visit("/search/?q=cerniere", "dora", size=PHONE, scripts=scripts)

    dora.get_by_role("link", name=COURSE).click()
    choose(dora, "pieno")
    dora.get_by_label("Se è pieno, mettimi in lista d'attesa").check()
    dora.get_by_role("button", name="Prenota un posto").click()
    expect(dora.locator("#now")).to_contain_text("Sei in lista d'attesa")
    expect(dora.locator("#facts")).to_contain_text("Il tuo posto nella lista")

    dora.get_by_role("link", name=re.compile("Lascia la lista d'attesa")).first.click()
    dora.get_by_role("button", name=re.compile("Lascia la lista d'attesa")).click()
    expect(dora.locator("main")).to_contain_text("Hai lasciato la lista d'attesa.")


@pytest.mark.soak
def test_whoever_waits_is_invited_when_a_place_becomes_free_and_takes_it(visit):
    paola = visit("/desk/occasions/", "paola", size=DESK)
    paola.get_by_role("link", name=re.compile("Nuova data")).first.click()
    announce(paola, opens="05:00", closes="05:45", seats="1")
    nadia, dora = (visit("/search/?q=cerniere", name, size=PHONE) for name in ("nadia", "dora"))
    for page in (nadia, dora):
        page.get_by_role("link", name=COURSE).click()
        choose(page, AT_FIVE)
        if page is dora:
            page.get_by_label("Se è pieno, mettimi in lista d'attesa").check()
        page.get_by_role("button", name="Prenota un posto").click()
        expect(page).to_have_url(re.compile(r"/bookings/\d+/$"))
    expect(dora.locator("#now")).to_contain_text("Sei in lista d'attesa")

    nadia.goto(f"{nadia.url}steps/cancel/")
    nadia.get_by_role("button", name="Disdici").click()
    expect(dora.locator("#now")).to_contain_text("C'è un posto per te")
    holds(dora)
    dora.get_by_role("button", name="Sì, vengo").first.click()

    expect(dora.locator("main")).to_contain_text("Hai preso il posto.")
    expect(dora.locator("#now")).to_contain_text("Il tuo posto è tenuto")


@pytest.mark.soak
def test_a_date_is_announced_and_called_off_and_who_comes_reads_why(visit, site):
    paola = visit("/desk/occasions/", "paola", size=PHONE)
    holds(paola)
    paola.get_by_role("link", name=re.compile("Nuova data")).first.click()
    holds(paola)
    announce(paola)

    nadia = visit("/search/?q=cerniere", "nadia", size=PHONE)
    nadia.get_by_role("link", name=COURSE).click()
    choose(nadia, "7 posti liberi")
    nadia.get_by_role("button", name="Prenota un posto").click()
    expect(nadia.locator("#now")).to_contain_text("Il tuo posto è tenuto")

    paola.get_by_role("listitem").filter(has_text="su 7").get_by_role("heading").get_by_role("link").click()
    paola.get_by_role("link", name="Annulla la data").click()
    paola.get_by_label("Perché?").fill("La sarta è ammalata.")
    holds(paola)
    paola.get_by_role("button", name="Annulla la data").click()
    expect(nadia.locator("main")).to_contain_text("La sarta è ammalata.")


def choose(page: Page, words: str | re.Pattern, places: str = "1") -> None:
    """A date on the offer's page that says these words, then what the form asks."""
    page.locator("#times label.check").filter(has_text=words).locator("input").first.check()
    page.get_by_label("Quanti posti?").select_option(places)
    page.locator("#price").get_by_role("button", name="Prenota un posto").click()
    page.get_by_label("È la prima volta").or_(page.get_by_label("L'hai già fatto?")).first.select_option("first")


def announce(page: Page, opens: str = "06:00", closes: str = "07:00", seats: str = "7") -> None:
    day = page.evaluate("new Date(Date.now() + 9 * 86400000).toISOString().slice(0, 10)")
    page.locator("#id_days-0-day").fill(day)
    page.locator("#id_days-0-opens").fill(opens)
    page.locator("#id_days-0-closes").fill(closes)
    page.get_by_label("Quanti posti").fill(seats)
    page.get_by_role("button", name="Annuncia la data").click()
    expect(page.locator("main")).to_contain_text(f"su {seats}")


def date_of(database: str, number: str) -> int:
    """Others come before it in the desk's list, and their number goes with the day."""
    with psycopg.connect(database) as line:
        asked = "SELECT occasion_id FROM bookings_enrolment WHERE booking_id = %s"
        return line.execute(asked, [number]).fetchone()[0]


def begin_now(database: str, number: str) -> None:
    """Time passes: the last evening is about to end."""
    with psycopg.connect(database) as line:
        line.execute(
            "UPDATE bookings_booking SET starts_at = now() - %s, ends_at = now() + %s WHERE life_ptr_id = %s",
            [timedelta(hours=1), timedelta(minutes=5), number],
        )
