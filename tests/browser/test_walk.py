"""The walk of a newcomer: from a search to a finished booking, with messages, in two windows, in Italian."""

import re
from datetime import timedelta

import psycopg
from playwright.sync_api import Page, expect

from tests.browser.driving import DESK, PHONE, pick


def test_a_babysitter_is_found_asked_accepted_talked_to_and_done_in_two_windows(visit, site, demo_database):
    nadia, elena = visit("/", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)

    look_for(nadia, "babysitter", "Aurora")
    nadia.locator(".offer h3 a").first.click()
    ask_for_the_first_time(nadia)
    expect(nadia.locator("main")).to_contain_text("Biagio risponde")

    number = re.search(r"/bookings/(\d+)/", nadia.url)[1]
    elena.goto(f"{site.url}/bookings/{number}/")
    elena.get_by_role("button", name="Accetta").first.click()
    expect(elena.locator("main")).to_contain_text("Confermata")
    expect(nadia.locator(".stream")).to_contain_text("ha accettato")

    say(nadia, "Sul citofono c'è scritto Haddad.")
    expect(elena.locator(".stream")).to_contain_text("c'è scritto Haddad")
    say(elena, "Grazie, Nadia!")
    expect(nadia.locator(".stream")).to_contain_text("Grazie, Nadia!")

    begin_now(demo_database, number)
    elena.reload()
    elena.get_by_role("link", name="Fatto").or_(elena.get_by_role("button", name="Fatto")).first.click()
    finish(elena)
    expect(elena.locator("main")).to_contain_text("Lavoro finito")
    expect(nadia.locator(".stream")).to_contain_text("Il lavoro è fatto")
    all_was_well(nadia)


def test_a_visitor_s_request_survives_signing_in_without_scripts(visit):
    page = visit("/search/?q=babysitter", size=PHONE, language="it", scripts=False)
    page.locator(".offer h3 a").nth(1).click()
    page.locator("label.time").last.click()
    page.get_by_role("button", name=re.compile("Chiedi quest'ora|Prenota")).first.click()
    fill_in(page)
    page.get_by_label("Vuoi dire qualcosa?").fill("La piccola dorme alle due.")
    page.get_by_role("button", name=re.compile("Chiedi quest'ora|Prenota")).click()

    page.locator('button[name="demo"][value="dora@example.org"]').click()

    expect(page.get_by_label("Vuoi dire qualcosa?")).to_have_value("La piccola dorme alle due.")
    page.get_by_role("button", name=re.compile("Chiedi quest'ora|Prenota")).click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))


def look_for(page: Page, words: str, where: str) -> None:
    page.get_by_label("Che cosa", exact=True).fill(words)
    page.get_by_label("Dove", exact=True).fill(where)
    page.get_by_role("button", name="Cerca").click()
    expect(page.locator("main [role=status]").first).to_contain_text("risultat")


def ask_for_the_first_time(page: Page) -> None:
    pick(page.locator("label.time").first)
    page.get_by_role("button", name="Chiedi quest'ora").first.click()
    fill_in(page)
    page.get_by_role("button", name="Chiedi quest'ora").click()
    expect(page).to_have_url(re.compile(r"/bookings/\d+/"))


def fill_in(page: Page) -> None:
    """Every question that wants an answer."""
    expect(page).to_have_url(re.compile("/ask/"))
    if (address := page.get_by_label("Via e numero")).count():
        address.fill("via Cecchi 18")
    for question in page.locator("main form input.input:visible").all():
        if not question.input_value():
            question.fill("3")


def say(page: Page, words: str) -> None:
    page.locator("textarea[name=text]").fill(words)
    page.get_by_role("button", name="Manda").click()


def begin_now(database: str, number: str) -> None:
    """Time passes: the appointment is about to end."""
    with psycopg.connect(database) as line:
        line.execute(
            "UPDATE bookings_booking SET starts_at = now() - %s, ends_at = now() + %s WHERE life_ptr_id = %s",
            [timedelta(hours=1), timedelta(minutes=5), number],
        )


def finish(page: Page) -> None:
    page.get_by_role("button", name="Fatto").first.click()
    page.wait_for_load_state()


def all_was_well(page: Page) -> None:
    """The customer ends it with a press."""
    page.reload()
    page.get_by_role("button", name="È andato tutto bene").first.click()
    expect(page.locator("main")).to_contain_text("Hai detto che è andato tutto bene.")


def test_the_button_stays_the_same_while_the_sum_above_it_changes(visit):
    """Somebody presses it in the very moment in which the answer comes: a button that is replaced loses the press."""
    page = visit("/search/?q=babysitter", size=DESK, language="it")
    page.locator(".offer h3 a").first.click()
    expect(page.locator("#h-p")).to_have_text("Quanto costa")
    page.evaluate("document.querySelector('#price button').mark = 'the same'")

    page.locator("label.time").last.click()

    expect(page.locator("#h-p")).not_to_have_text("Quanto costa")
    assert page.evaluate("document.querySelector('#price button').mark") == "the same"
