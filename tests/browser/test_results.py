"""A citizen reads what the projects did. A booking is done, five other people have had something done too, the night
prepares an edition, the City looks at it and publishes it: the figure moves."""

import re

import psycopg
from playwright.sync_api import Page, expect

from tests.browser.axe import holds
from tests.browser.driving import DESK, PHONE
from tests.browser.test_walk import all_was_well, ask_for_the_first_time, begin_now, finish, look_for

DONE = "prenotazioni fatte"
NIGHT = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'programme.prepare_edition', %s)"
)
YESTERDAY = "UPDATE lives_change SET at = at - interval '1 day' WHERE id IN (SELECT last_change_id FROM lives_life"
OTHERS = """
SELECT DISTINCT ON (customer_id) life_ptr_id FROM bookings_booking JOIN lives_life life ON life.id = life_ptr_id
WHERE status IN ('cancelled', 'declined', 'expired') AND customer_id <> (
    SELECT customer_id FROM bookings_booking WHERE life_ptr_id = %s
) ORDER BY customer_id, life_ptr_id LIMIT 5
"""


def test_what_is_done_is_told_when_the_city_has_looked_at_the_next_edition(visit, site, demo_database):
    gianni, citizen = visit("/officer/results/", "gianni", size=DESK), visit("/results/", size=PHONE, language="it")
    publish_what_waits(gianni, site.url)
    citizen.reload()
    holds(citizen)
    start = figure(citizen)
    assert start > 0

    number = have_something_done(visit, site.url, demo_database)
    so_have_others(demo_database, number)
    look_at_the_next(gianni, site.url, demo_database)
    holds(gianni)
    assert citizen.goto(gianni.url).status == 404  # not hers yet
    gianni.get_by_role("button", name="Pubblica adesso").click()
    expect(gianni.locator("main")).not_to_contain_text("la prossima notte")

    citizen.goto(f"{site.url}/results/")
    assert figure(citizen) >= start + 6
    citizen.goto(site.url)
    assert figure(citizen) >= start + 6


def test_the_page_works_without_scripts_and_its_map_follows_the_chips(visit):
    page = visit("/results/", size=PHONE, language="it", scripts=False)

    page.get_by_role("link", name="ore di lavoro").click()

    expect(page.locator("h2#h-map")).to_contain_text("ore di lavoro")
    expect(page.locator("svg.map")).to_be_visible()
    page.get_by_role("link", name="Il metodo, parola per parola").click()
    expect(page.locator("main")).to_contain_text("Persone diverse, non prenotazioni.")


def figure(page: Page) -> int:
    words = page.locator(".figures > div", has_text=DONE).locator("dd").inner_text()
    return int(re.sub(r"\D", "", words))


def publish_what_waits(gianni: Page, site: str) -> None:
    """The demo may have an edition that is prepared already."""
    waiting = gianni.locator("main tr", has_text="la prossima notte").locator("a")
    if waiting.count():
        waiting.click()
        gianni.get_by_role("button", name="Pubblica adesso").click()
        gianni.goto(f"{site}/officer/results/")


def have_something_done(visit, site: str, database: str) -> str:
    nadia, elena = visit("/", "nadia", size=PHONE), visit("/desk/", "elena", size=DESK)
    look_for(nadia, "babysitter", "Aurora")
    nadia.locator(".offer h3 a").first.click()
    ask_for_the_first_time(nadia)
    number = re.search(r"/bookings/(\d+)/", nadia.url)[1]
    elena.goto(f"{site}/bookings/{number}/")
    elena.get_by_role("button", name="Accetta").first.click()
    expect(elena.locator("main")).to_contain_text("Confermata")
    begin_now(database, number)
    elena.reload()
    elena.get_by_role("link", name="Fatto").or_(elena.get_by_role("button", name="Fatto")).first.click()
    finish(elena)
    expect(elena.locator("main")).to_contain_text("Lavoro finito")
    all_was_well(nadia)
    return number


def so_have_others(database: str, number: str) -> None:
    """Five other people as well; and all of it was yesterday."""
    with psycopg.connect(database) as line:
        others = [row[0] for row in line.execute(OTHERS, [number]).fetchall()]
        assert len(others) == 5
        line.execute("UPDATE lives_life SET status = 'done' WHERE id = ANY(%s)", [others])
        line.execute("UPDATE lives_change SET at = now() WHERE life_id = ANY(%s)", [others])
        line.execute(f"{YESTERDAY} WHERE id = ANY(%s))", [[*others, int(number)]])


def look_at_the_next(gianni: Page, site: str, database: str) -> None:
    """The night comes; the worker prepares it within seconds."""
    with psycopg.connect(database) as line:
        line.execute(NIGHT, ['{"timestamp": 0}'])
    waiting = gianni.locator("main tr", has_text="la prossima notte").locator("a")
    for _try in range(20):
        gianni.goto(f"{site}/officer/results/")
        if waiting.count():
            break
        gianni.wait_for_timeout(500)
    waiting.click()
    expect(gianni.locator("main")).to_contain_text("Questa pagina la vede solo la Città")
