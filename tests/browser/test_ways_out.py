"""Each kind's ways out: the desk says no and says why; a resident reads what it costs to cancel, and cancels."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.browser import test_delivery, test_event, test_removal
from tests.browser.driving import DESK, PHONE
from tests.browser.test_delivery import send
from tests.browser.test_walk import begin_now, fill_in, finish

WHY = "Chi doveva esserci ha la febbre."
FREE, HALF = "Non costa nulla.", "Paghi 13 €, il 50 % del prezzo."
OWED = "Hai disdetto. Secondo le condizioni restano 13 € del prezzo."
LATER = 27  # days: when nothing else in the demo city, and no other test, wants the van or the cart


# --- how each kind is asked for, and agreed -----------------------------------------------------------------------
def ask_for_a_time(page: Page) -> None:
    page.get_by_role("link", name="Pulizie di casa").click()
    page.locator("label.time").last.click()
    page.get_by_role("button", name="Chiedi quest'ora").first.click()
    fill_in(page)
    page.get_by_role("button", name="Chiedi quest'ora").click()


def ask_for_the_cart(page: Page) -> None:
    test_delivery.fill_in(page, LATER)
    page.get_by_role("button", name="Calcola il prezzo").click()
    send(page)


def ask_for_a_removal(page: Page) -> None:
    test_removal.describe(page, LATER)


def ask_for_a_date(page: Page) -> None:
    page.get_by_role("link", name=test_event.COURSE).click()
    test_event.choose(page, "posti liberi")
    page.get_by_role("button", name="Prenota un posto").click()


def ask_for_the_bench(page: Page) -> None:
    page.get_by_role("link", name="Un posto al banco da cucito").click()
    page.locator("label.time").last.click()
    page.get_by_role("button", name="Prenota quest'ora").first.click()
    fill_in(page)
    page.get_by_role("button", name="Prenota quest'ora").click()


def accept(desk: Page, resident: Page, booking: str) -> None:
    desk.goto(booking)
    desk.get_by_role("button", name="Accetta").first.click()


def agree_on_a_price(desk: Page, resident: Page, booking: str) -> None:
    test_removal.write_quote(desk, f"{booking}steps/quote/", "320", LATER)
    test_removal.send_quote(desk)
    resident.goto(f"{booking}steps/accept/")
    resident.get_by_role("button", name="Accetta il prezzo").click()


def nothing(desk: Page, resident: Page, booking: str) -> None:
    """It was the resident's at once."""


@dataclass(frozen=True)
class Way:
    words: str
    desk: str
    ask: Callable[[Page], None]
    refusal: str = "call_off"  # where nobody answers first, the desk's no is to call it off
    agree: Callable[[Page, Page, str], None] = nothing
    cost: str = FREE
    kept: str = "Hai disdetto."


WAYS = {
    "appointment": Way("pulizie+casa", "elena", ask_for_a_time, "decline", accept, HALF, OWED),
    "delivery": Way("carretto+indirizzo", "elena", ask_for_the_cart, "decline", accept),
    "removal": Way("trasloco+preventivo", "elena", ask_for_a_removal, "decline", agree_on_a_price),
    "event": Way("cerniere", "paola", ask_for_a_date),
    "place": Way("banco+cucito", "paola", ask_for_the_bench),
}


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_the_desk_says_no_and_a_resident_cancels(visit, site, demo_database, way):
    dora, desk = people(visit, way)

    refuse(desk, asked(dora, way), way)
    dora.reload()
    expect(dora.locator("main")).to_contain_text(WHY)

    dora.goto(f"{site.url}/search/?q={way.words}")
    booking = asked(dora, way)
    way.agree(desk, dora, booking)
    come_near(demo_database, booking)
    dora.goto(booking)
    cancel(dora, way)
    desk.goto(booking)
    expect(desk.locator("main")).to_contain_text("Dora ha disdetto.")


def people(visit, way: Way) -> tuple[Page, Page]:
    dora = visit(f"/search/?q={way.words}", "dora", size=PHONE, scripts=False)
    return dora, visit("/desk/", way.desk, size=DESK, scripts=False)


def asked(page: Page, way: Way) -> str:
    """The address of the booking that was made of the offer in the list."""
    way.ask(page)
    expect(page).to_have_url(re.compile(r"/bookings/\d+/$"))
    return page.url


def number_of(booking: str) -> str:
    return booking.rstrip("/").rpartition("/")[2]


def come_near(database: str, booking: str) -> None:
    """Time passes: it is three hours ahead."""
    with psycopg.connect(database) as line:
        line.execute(
            "UPDATE bookings_booking SET starts_at = now() + %s, ends_at = now() + %s WHERE life_ptr_id = %s",
            [timedelta(hours=3), timedelta(hours=5), number_of(booking)],
        )


def refuse(desk: Page, booking: str, way: Way) -> None:
    desk.goto(f"{booking}steps/{way.refusal}/")
    desk.get_by_label("Perché?").fill(WHY)
    desk.locator("main form button.btn-no").click()
    expect(desk).to_have_url(booking)


def cancel(page: Page, way: Way) -> None:
    """What it costs stands on the booking's page, and once more above the button."""
    expect(page.locator("#facts")).to_contain_text(f"Adesso: {way.cost}")
    page.locator("#facts").get_by_role("link", name="Disdici").click()
    expect(page.locator("main form")).to_contain_text(way.cost)
    page.get_by_role("button", name="Disdici").click()
    expect(page.locator("main")).to_contain_text(way.kept)


def test_a_bench_is_found_used_and_done(visit, demo_database):
    dora, paola = people(visit, WAYS["place"])

    booking = asked(dora, WAYS["place"])
    expect(dora.locator("#now")).to_contain_text("È tenuto per te")
    begin_now(demo_database, number_of(booking))
    paola.goto(booking)
    paola.get_by_role("link", name="Fatto").or_(paola.get_by_role("button", name="Fatto")).first.click()
    finish(paola)
    dora.reload()
    dora.get_by_role("button", name="È andato tutto bene").click()
    expect(dora.locator("main")).to_contain_text("Hai detto che è andato tutto bene.")
