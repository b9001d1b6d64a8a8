"""The map of what was found comes nearer and moves, by every means, and shows what takes place at a point."""

from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE, wait_until

SEARCH = "/search/map/?language=en"
NEXT_TO_IT = "#sheet svg a.dot"


def width(page: Page) -> float:
    """How much of the city is seen, in units of the picture."""
    return float(page.locator("#sheet svg").get_attribute("viewBox").split()[2])


def left(page: Page) -> float:
    return float(page.locator("#sheet svg").get_attribute("viewBox").split()[0])


def in_the_middle(page: Page) -> tuple[float, float]:
    page.locator("#sheet svg").scroll_into_view_if_needed()
    box = page.locator("#sheet svg").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_buttons_keys_wheel_and_mouse_bring_it_nearer_and_move_it(visit):
    page = visit(SEARCH)
    whole = width(page)

    page.get_by_role("button", name="Larger").click()
    assert width(page) < whole
    page.locator("#sheet").focus()
    page.keyboard.press("+")
    nearer, west = width(page), left(page)
    page.keyboard.press("ArrowRight")
    assert nearer < whole / 2
    assert left(page) > west

    page.mouse.move(*in_the_middle(page))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    wait_until(page, "wide => document.querySelector('#sheet svg').viewBox.baseVal.width < wide", nearer)

    east, (x, y) = left(page), in_the_middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y, steps=4)
    page.mouse.up()
    assert left(page) < east
    assert page.url.endswith(SEARCH)  # the end of a drag presses nothing

    page.get_by_role("button", name="The whole city").click()
    assert width(page) == whole


def test_two_fingers_pull_it_larger(visit):
    page = visit(SEARCH, size=PHONE)
    whole, (x, y) = width(page), in_the_middle(page)
    touch = page.context.new_cdp_session(page)

    def fingers(what: str, apart: float) -> None:
        points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        touch.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points if apart else []})

    fingers("touchStart", 20)
    for apart in (30, 50, 80):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)

    assert width(page) < whole / 2


def test_a_point_that_is_pressed_shows_its_cards_beside_the_map_without_losing_the_filters(visit):
    page = visit(SEARCH, size=PHONE)
    page.get_by_role("button", name="Larger").click()
    nearer, point = width(page), page.locator(NEXT_TO_IT).first

    point.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#spot article h3").first).to_be_in_viewport()
    expect(point).to_have_attribute("aria-current", "true")
    assert page.url.endswith(SEARCH)
    assert width(page) == nearer
    holds(page)


def test_without_scripts_a_point_is_a_link_and_nothing_is_there_to_press_in_vain(visit):
    page = visit(SEARCH, scripts=False)

    expect(page.get_by_role("button", name="Larger")).to_be_hidden()
    page.locator(f"{NEXT_TO_IT}.many").first.click()

    expect(page.locator("#spot article").first).to_be_visible()
    assert "language=en&spot=" in page.url
