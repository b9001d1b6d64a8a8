"""A parcel from the search to the code at the other door; as people see it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from frontend.demo import holidays
from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE
from tests.browser.test_walk import all_was_well, begin_now

OFFER = "Da un indirizzo all'altro, in giornata"
AGAIN = 16  # days: when no other test wants the cart


def test_a_parcel_is_priced_asked_for_picked_up_and_proved_by_the_code(visit, site, demo_database):
    nadia, elena = visit("/search/?q=carretto+indirizzo", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)

    fill_in(nadia)
    nadia.get_by_role("button", name="Calcola il prezzo").click()
    expect(nadia.locator("main [role=status]").last).to_contain_text("Costa")
    holds(nadia)
    send(nadia)
    holds(nadia)

    number = re.search(r"/bookings/(\d+)/", nadia.url)[1]
    elena.goto(f"{site.url}/bookings/{number}/")
    elena.get_by_role("button", name="Accetta").first.click()
    expect(elena.locator("main")).to_contain_text("Confermata")
    begin_now(demo_database, number)
    elena.reload()
    elena.get_by_role("button", name="Ce l’ho").first.click()

    nadia.reload()
    elena.goto(f"{site.url}/bookings/{number}/steps/delivered/")
    holds(elena)
    elena.get_by_label("Il codice di chi riceve").fill(code_on(nadia))
    elena.get_by_role("button", name="Consegnato").click()
    expect(elena.locator("main")).to_contain_text("Come sappiamo che è arrivato")
    all_was_well(nadia)


@pytest.mark.soak
def test_what_could_not_be_delivered_is_brought_once_more(visit, site, demo_database):
    nadia, elena = visit("/search/?q=carretto+indirizzo", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)
    fill_in(nadia, AGAIN)
    nadia.get_by_role("button", name="Calcola il prezzo").click()
    send(nadia)
    booking = nadia.url
    elena.goto(booking)
    elena.get_by_role("button", name="Accetta").first.click()
    expect(elena.locator("main")).to_contain_text("Confermata")
    begin_now(demo_database, booking.rstrip("/").rpartition("/")[2])
    elena.reload()
    elena.get_by_role("button", name="Ce l’ho").first.click()
    expect(elena.locator(".stream")).to_contain_text("ritirat")

    elena.goto(f"{booking}steps/failed/")
    elena.get_by_label("Non c’era nessuno").check()
    elena.get_by_role("button", name="Non è stato possibile consegnarlo").click()
    expect(nadia.locator(".stream")).to_contain_text("Non è stato possibile consegnarlo")
    bring_again(elena, booking)
    nadia.reload()
    expect(nadia.locator(".stream")).to_contain_text("lo porta un’altra volta")

    elena.goto(f"{booking}steps/delivered/")
    elena.get_by_label("Il codice di chi riceve").fill(code_on(nadia))
    elena.get_by_role("button", name="Consegnato").click()
    expect(elena.locator("main")).to_contain_text("Come sappiamo che è arrivato")
    all_was_well(nadia)


def bring_again(page: Page, booking: str) -> None:
    page.goto(f"{booking}steps/second_attempt/")
    holds(page)
    for name, value in {"day": workday(AGAIN - 7), "opens": "09:00", "closes": "10:00"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.get_by_role("button", name="Porta a un’altra ora").click()
    expect(page).to_have_url(booking)


def code_on(page: Page) -> str:
    """The code for whoever receives it, as the customer reads it."""
    return re.search(r"Codice per chi riceve\s*(\d{4})", page.locator("#facts").inner_text())[1]


def fill_in(page: Page, days: int = 20) -> None:
    """Two boxes from via Cecchi to corso Palermo, in three weeks: nobody has anything to do yet."""
    page.get_by_role("link", name=OFFER).first.click()
    page.locator("#price").get_by_role("button", name="Continua").click()
    told = {"from_address": "via Cecchi 18", "to_address": "corso Palermo 95", "day": workday(days)}
    told |= {"from_opens": "09:00", "from_closes": "10:00", "to_opens": "10:00", "to_closes": "12:00"}
    for name, value in (told | {"parcels-0-number": "2", "parcels-0-kg": "4"}).items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=parcels-0-size]").select_option("M")


def workday(days: int) -> str:
    """The last day from Monday to Thursday, and no holiday, that is at most so many days ahead."""
    last = timezone.localdate() + timedelta(days=days)
    week = [last - timedelta(days=number) for number in range(7)]
    closed = {day for year in {last.year, week[-1].year} for day, _name in holidays.of(year)}
    return next(day for day in week if day.weekday() < 4 and day not in closed).isoformat()


def send(page: Page) -> None:
    page.get_by_role("button", name="Chiedi quest'ora").click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))
