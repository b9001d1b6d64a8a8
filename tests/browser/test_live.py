"""What comes by itself: without the socket every half minute, and with it whatever falls together."""

from playwright.sync_api import Page, Route, expect

from tests.browser.driving import DESK, PHONE
from tests.browser.test_walk import ask_for_the_first_time, look_for, say

ARRIVED = "Samira vi telefona dal portone."
LATER = "Ha con sé il gioco che vi piaceva."


def test_without_a_socket_a_message_comes_at_the_next_look(visit, site):
    nadia, elena = visit("/", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)
    look_for(nadia, "babysitter", "Aurora")
    nadia.locator(".offer h3 a").first.click()
    ask_for_the_first_time(nadia)
    tried = cut_off(nadia)
    elena.goto(nadia.url)

    say(elena, ARRIVED)
    expect(elena.locator(".stream")).to_contain_text(ARRIVED)
    expect(nadia.locator(".stream")).not_to_contain_text(ARRIVED)
    nadia.clock.fast_forward("00:31")

    expect(nadia.locator(".stream")).to_contain_text(ARRIVED)
    assert tried


def test_what_changes_while_an_answer_is_under_way_is_shown_after_it(visit, site):
    nadia, elena = visit("/", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)
    look_for(nadia, "babysitter", "Aurora")
    nadia.locator(".offer h3 a").first.click()
    ask_for_the_first_time(nadia)
    held: list[Route] = []
    nadia.route("**/stream/**", lambda route: held.append(route), times=1)
    elena.goto(nadia.url)

    say(elena, ARRIVED)
    expect(elena.locator(".stream")).to_contain_text(ARRIVED)
    wait_for(nadia, held)
    answer = held[0].fetch()
    say(elena, LATER)
    expect(elena.locator(".stream")).to_contain_text(LATER)
    nadia.wait_for_timeout(500)  # the socket has said so
    held[0].fulfill(response=answer)

    expect(nadia.locator(".stream")).to_contain_text(ARRIVED)
    expect(nadia.locator(".stream")).to_contain_text(LATER)


def test_what_is_typed_while_a_message_is_on_its_way_stays_to_be_sent(visit, site):
    nadia = visit("/", "nadia", size=PHONE)
    look_for(nadia, "babysitter", "Aurora")
    nadia.locator(".offer h3 a").first.click()
    ask_for_the_first_time(nadia)
    held: list[Route] = []
    nadia.route("**/messages/", lambda route: held.append(route), times=1)

    say(nadia, ARRIVED)
    wait_for(nadia, held)
    nadia.locator("textarea[name=text]").press_sequentially(f" {LATER}")
    held[0].continue_()

    expect(nadia.locator(".stream")).to_contain_text(ARRIVED)
    expect(nadia.locator("textarea[name=text]")).to_have_value(LATER)
    nadia.get_by_role("button", name="Manda").click()
    expect(nadia.locator(".stream")).to_contain_text(LATER)
    expect(nadia.locator("textarea[name=text]")).to_have_value("")


def wait_for(page: Page, held: list[Route]) -> None:
    for _try in range(100):
        if held:
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not ask.")


def cut_off(page: Page) -> list[str]:
    """No socket opens on this page any more, and its clock can be put forward. What was tried is written down."""
    tried: list[str] = []
    page.route_web_socket("**/ws/", lambda line: tried.append(line.url) or line.close(code=1011))
    page.clock.install()
    page.reload()
    page.wait_for_selector("#stream", state="attached")
    return tried
