"""Who pays is plural: the City carries a part, a card the rest; each gets its own back, and each sees it."""

import re
from datetime import timedelta

import psycopg
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE, pick
from tests.browser.test_paying import go_on_to_pay, pay_with
from tests.browser.test_walk import fill_in
from tests.payments import GOOD, REFUSED

OFFER = "Babysitter la sera e nel fine settimana"  # 28 euros for two hours: the City carries half
FUND = "Fondo per le famiglie"
ASK = "Chiedi quest'ora"


def test_the_city_and_a_card_pay_and_of_a_late_cancellation_each_gets_its_part_back(visit, site, demo_database):
    gianni, elena = visit("/funds/", "gianni", size=DESK), visit("/desk/", "elena", size=DESK)
    nadia = visit("/search/?q=babysitter+sera", "nadia", size=PHONE)
    gianni.get_by_role("link", name=FUND).click()
    full = figures(gianni)

    ask_after_the_plan(nadia)
    go_on_to_pay(nadia)
    pay_with(nadia, REFUSED)
    expect(nadia.locator("main")).to_contain_text("La banca rifiuta questa carta")
    pay_with(nadia, GOOD)
    expect(nadia.locator("#facts")).to_contain_text("14 € sono bloccati sulla carta")
    gianni.reload()
    promised = figures(gianni)
    assert promised != full

    number = re.search(r"/bookings/(\d+)/", nadia.url)[1]
    elena.goto(f"{site.url}/bookings/{number}/")
    elena.get_by_role("button", name="Accetta").first.click()
    expect(nadia.locator("#facts")).to_contain_text("14 € sono pagati con carta")
    the_day_has_come(demo_database, number)
    cancel(nadia, number)
    expect(nadia.locator("#facts")).to_contain_text("7 € sono tornati sulla carta")
    expect(nadia.locator("#facts")).to_contain_text("14 € tornano al fondo della Città")
    gianni.reload()
    assert figures(gianni) not in (promised, [])

    elena.goto(f"{site.url}/desk/payments/?show=to_transfer")
    row = elena.locator("li", has=elena.locator(f"a[href='/bookings/{number}/']"))
    expect(row).to_contain_text("Restituito: 7 €")
    expect(row).to_contain_text("Da versare: 7 €")
    two_days_pass(demo_database, number)
    expect_transferred(elena, site.url, number)


def figures(page: Page) -> list[str]:
    """What the plot's line and the table beside it say."""
    holds(page)
    plot = page.locator("svg.plot .l1").first.get_attribute("points")
    return [plot or "", *page.locator("main table").first.locator("tbody td").all_inner_texts()]


def ask_after_the_plan(page: Page) -> None:
    page.get_by_role("link", name=OFFER).first.click()
    pick(page.locator("label.time").first)
    page.get_by_role("button", name=ASK).first.click()
    fill_in(page)
    page.get_by_label(re.compile("Con carta, adesso")).check()
    page.get_by_role("button", name="Calcola quanto paghi").click()
    plan = page.locator(".split")
    expect(plan).to_contain_text(re.compile(r"28\s€.*Paga la Città\s*14\s€.*Paghi tu\s*14\s€", re.DOTALL))
    holds(page)
    page.get_by_role("button", name=ASK).click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))


def the_day_has_come(database: str, number: str) -> None:
    """Time passes: it begins in twenty hours."""
    soon = timedelta(hours=20)
    with psycopg.connect(database) as line:
        line.execute(
            "UPDATE bookings_booking SET starts_at = now() + %s, ends_at = now() + %s WHERE life_ptr_id = %s",
            [soon, soon + timedelta(hours=2), number],
        )


def cancel(page: Page, number: str) -> None:
    page.goto(f"{page.url.partition('/bookings/')[0]}/bookings/{number}/steps/cancel/")
    form = page.locator("main form")
    expect(form).to_contain_text("Paghi 7 €, il 25 % del prezzo. 7 € tornano sulla carta. 14 € tornano al fondo")
    holds(page)
    form.locator("button.btn").last.click()
    expect(page).to_have_url(re.compile(rf"/bookings/{number}/$"))


def two_days_pass(database: str, number: str) -> None:
    """What is to be transferred becomes due, and the clock looks at once."""
    theirs = "SELECT t.life_ptr_id FROM bookings_transfer t JOIN bookings_charge c ON c.life_ptr_id = t.charge_id"
    due = "UPDATE lives_timer SET due_at = now(), retry_at = now() WHERE life_id IN"
    with psycopg.connect(database) as line:
        line.execute(f"{due} ({theirs} WHERE booking_id = %s)", [number])
        look = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'lives.take_due', %s)"
        line.execute(look, ['{"timestamp": 0}'])


def expect_transferred(desk: Page, site: str, number: str) -> None:
    """It comes within seconds; the page is asked for again until it has."""
    row = desk.locator("li", has=desk.locator(f"a[href='/bookings/{number}/']"))
    for _try in range(20):
        desk.goto(f"{site}/desk/payments/?show=transferred")
        if row.count():
            break
        desk.wait_for_timeout(500)
    expect(row).to_contain_text("Versato: 7 €")
