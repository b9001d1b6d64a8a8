"""When the line goes: what was written is sent once when it is back, and nothing of it is lost."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.driving import DESK, PHONE
from tests.browser.test_walk import ask_for_the_first_time, look_for, say

FIRST = "Sul citofono c'è scritto Haddad."
SECOND = "La bambina dorme già."
WAITS = "Sei senza linea."
NOTE = "form [data-failed]"
FIELD = "textarea[name=text]"


@pytest.fixture
def talk(visit) -> tuple[Page, Page]:
    """Nadia and Elena, each before the same booking."""
    nadia, elena = visit("/", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)
    look_for(nadia, "babysitter", "Aurora")
    nadia.locator(".offer h3 a").first.click()
    ask_for_the_first_time(nadia)
    elena.goto(nadia.url)
    return nadia, elena


def arrived_once(page: Page, *words: str) -> None:
    """Also once what is under way would have come."""
    messages = page.locator(".stream .msg p")
    expect(messages).to_have_text(list(words))
    page.wait_for_timeout(1000)
    page.reload()
    expect(messages).to_have_text(list(words))


def offline(page: Page) -> None:
    page.context.set_offline(True)


def online(page: Page) -> None:
    page.context.set_offline(False)


def test_what_is_sent_while_offline_arrives_once_when_the_line_is_back_however_often_it_was_pressed(talk):
    nadia, elena = talk

    offline(nadia)
    say(nadia, FIRST)
    expect(nadia.locator(NOTE)).to_contain_text(WAITS)
    for _press in range(2):
        nadia.get_by_role("button", name="Manda").dblclick()
    expect(nadia.locator(FIELD)).to_have_value(FIRST)
    online(nadia)

    arrived_once(elena, FIRST)
    expect(nadia.locator(FIELD)).to_have_value("")
    arrived_once(nadia, FIRST)


def test_a_double_press_at_once_sends_once(talk):
    nadia, elena = talk

    nadia.locator(FIELD).fill(FIRST)
    nadia.get_by_role("button", name="Manda").dblclick()

    arrived_once(elena, FIRST)


def test_what_is_typed_while_it_waits_for_the_line_is_not_sent_half_and_stays(talk):
    nadia, elena = talk

    offline(nadia)
    say(nadia, FIRST)
    expect(nadia.locator(NOTE)).to_contain_text(WAITS)
    nadia.locator(FIELD).press_sequentially(f" {SECOND}")
    online(nadia)

    arrived_once(elena, FIRST)
    expect(nadia.locator(FIELD)).to_have_value(SECOND)
    nadia.get_by_role("button", name="Manda").click()
    arrived_once(elena, FIRST, SECOND)


def swallow(route: Route) -> None:
    """It arrives, and nobody learns of it."""
    route.fetch(max_redirects=0)
    route.abort()


def test_an_answer_that_was_lost_sends_nothing_twice(talk):
    nadia, elena = talk
    nadia.route("**/messages/", swallow, times=1)

    say(nadia, FIRST)
    expect(nadia.locator(NOTE)).to_contain_text(WAITS)
    nadia.evaluate("window.dispatchEvent(new Event('online'))")

    expect(nadia.locator(FIELD)).to_have_value("")
    arrived_once(elena, FIRST)


def test_other_words_after_an_answer_that_was_lost_are_no_repeat(talk):
    nadia, elena = talk
    nadia.route("**/messages/", swallow, times=1)

    say(nadia, FIRST)
    expect(nadia.locator(NOTE)).to_contain_text(WAITS)
    say(nadia, SECOND)

    arrived_once(elena, FIRST, SECOND)


@pytest.fixture
def lost(talk) -> tuple[Page, Page]:
    """What Nadia sent has arrived, the answer was lost, and she has loaded her page anew."""
    nadia, elena = talk
    nadia.route("**/messages/", swallow, times=1)
    say(nadia, FIRST)
    expect(nadia.locator(NOTE)).to_contain_text(WAITS)
    nadia.reload()
    return nadia, elena


def test_the_same_words_after_the_page_was_loaded_anew_are_sent_once(lost):
    nadia, elena = lost

    expect(nadia.locator(FIELD)).to_have_value(FIRST)
    nadia.get_by_role("button", name="Manda").click()

    expect(nadia.locator(FIELD)).to_have_value("")
    arrived_once(elena, FIRST)


def test_words_that_were_written_anew_after_that_are_another_message_be_they_the_same(lost):
    nadia, elena = lost

    nadia.locator(FIELD).fill("")
    say(nadia, FIRST)

    expect(nadia.locator(FIELD)).to_have_value("")
    arrived_once(elena, FIRST, FIRST)
