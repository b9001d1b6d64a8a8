"""Clothes from a bag to the rack, home and to the figures, and a repair with its price; as people see it, by phone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import holds
from tests.browser.driving import PHONE, pick
from tests.browser.test_delivery import workday
from tests.browser.test_walk import all_was_well, begin_now, finish

REPAIR = "Una riparazione con il preventivo"


def points_left(page: Page) -> int:
    return int(page.locator(".card-h .big").inner_text().split()[0])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_household_chooses_tries_on_and_takes_home(visit, site, demo_database, scripts):
    who = "nadia" if scripts else "joy"
    hers = visit("/wardrobes/", who, size=PHONE, scripts=scripts)
    before = points_left(hers)
    words = ("Lo provo", "Prenota il camerino") if scripts else ("I will try it on", "Book the fitting room")

    hers.get_by_role("button", name=re.compile(words[0])).first.click()
    holds(hers) if scripts else None
    assert points_left(hers) < before
    hers.get_by_role("button", name=words[1]).click()
    number = re.search(r"/bookings/(\d+)/", hers.url)[1]
    expect(hers.locator("main")).to_contain_text("Vieni a provare" if scripts else "Come and try on")

    begin_now(demo_database, number)
    paola = visit(f"/bookings/{number}/", "paola", size=PHONE, scripts=scripts)
    paola.get_by_role("link", name="Consegna").first.click()
    holds(paola) if scripts else None
    paola.get_by_role("button", name="Consegna").click()
    expect(paola.locator("main")).to_contain_text("È stato consegnato")
    hers.goto(f"{site.url}/wardrobes/")
    assert points_left(hers) < before


def test_where_one_may_come_by_no_time_is_needed(visit):
    nadia = visit("/wardrobes/", "nadia", size=PHONE)
    if not nadia.locator("#h-chosen").count():
        nadia.get_by_role("button", name=re.compile("Lo provo")).first.click()

    nadia.get_by_role("button", name="Passo senza appuntamento").click()

    expect(nadia.locator("#chosen")).to_contain_text("finché il guardaroba è aperto")
    expect(nadia.locator("#chosen")).to_contain_text("fino alla chiusura")
    assert not nadia.get_by_role("button", name="Prenota il camerino").count()
    holds(nadia)


def test_a_repair_is_described_priced_accepted_and_paid(visit, site, demo_database):
    dora, paola = visit("/search/?q=riparazione+preventivo", "dora", size=PHONE), visit("/desk/", "paola", size=PHONE)

    dora.get_by_role("link", name=REPAIR).first.click()
    dora.locator("#price").get_by_role("button", name="Continua").click()
    dora.locator("[name=what]").fill("Un cappotto con la fodera strappata")
    dora.locator("[name=day]").fill(workday(14))
    holds(dora)
    dora.locator("aside button").click()
    number = re.search(r"/bookings/(\d+)/", dora.url)[1]
    expect(dora.locator("main")).to_contain_text("Un cappotto con la fodera strappata")

    paola.goto(f"{site.url}/bookings/{number}/steps/quote/")
    holds(paola)
    price(paola)
    dora.reload()
    dora.get_by_role("link", name="Accetta il prezzo").first.click()
    expect(dora.locator("main")).to_contain_text("18 €")
    dora.get_by_role("button", name="Accetta il prezzo").click()
    expect(dora.locator("main")).to_contain_text("Portalo")

    begin_now(demo_database, number)
    paola.goto(f"{site.url}/bookings/{number}/")
    paola.get_by_role("link", name="Fatto").or_(paola.get_by_role("button", name="Fatto")).first.click()
    finish(paola)
    all_was_well(dora)
    paola.goto(f"{site.url}/desk/money/")
    holds(paola)
    owed = paola.locator("li").filter(has=paola.locator(f"a[href*='/bookings/{number}/']"))
    owed.get_by_role("button", name="È stato pagato").click()
    dora.reload()
    expect(dora.locator("main")).to_contain_text("Ricevuta")


def price(desk: Page) -> None:
    """At the first hour at which somebody can: on some days of the week those of the demo city are taken."""
    for hour in ("10:00", "11:30", "14:00", "15:30", "17:00"):
        for name, value in {"price": "18", "hours": "0,5", "at": hour, "until": workday(8)}.items():
            desk.locator(f"[name={name}]").fill(value)
        with desk.expect_navigation():
            desk.locator("main form button").first.click()
        if "/quote/" not in desk.url:
            return
    raise AssertionError(desk.locator("main").inner_text())


def test_a_piece_that_was_made_is_bought_moved_and_collected(visit, site, demo_database):
    dora = visit("/search/?q=borsa+jeans", "dora", size=PHONE)
    dora.get_by_role("link", name="Una borsa fatta di jeans").first.click()
    expect(dora.locator("main")).to_contain_text("4 rimasti")
    unfold(dora.locator("#times summary"))
    pick(dora.locator("label.time:visible").first)
    holds(dora)
    dora.locator("#price").get_by_role("button", name="Mettilo da parte per me").click()
    dora.wait_for_url("**/ask/**")
    holds(dora)
    dora.get_by_role("button", name="Mettilo da parte per me").click()
    number = re.search(r"/bookings/(\d+)/", dora.url)[1]
    expect(dora.locator("main")).to_contain_text("Passa a ritirare")
    holds(dora)

    dora.goto(f"{site.url}/bookings/{number}/steps/move/")
    pick_time(dora)
    expect(dora.locator("main")).to_contain_text("invece di")
    begin_now(demo_database, number)
    paola = visit(f"/bookings/{number}/", "paola", size=PHONE)
    paola.get_by_role("link", name="Ritirato").or_(paola.get_by_role("button", name="Ritirato")).first.click()
    if "/steps/" in paola.url:
        paola.get_by_role("button", name="Ritirato").first.click()
    expect(paola.locator("main")).to_contain_text("È stato ritirato")
    dora.goto(f"{site.url}/search/?q=borsa+jeans")
    expect(dora.locator("main")).to_contain_text("3 rimasti")


def unfold(parts: Locator) -> None:
    """Where a day has so many times that they are folded."""
    if parts.count():
        parts.first.click()


def pick_time(page: Page) -> None:
    """The first other time of the page, and the press that takes it."""
    unfold(page.locator("main form summary"))
    page.locator("main form label.time:visible").first.click()
    holds(page)
    page.locator("main form button.btn").last.click()


def test_a_body_without_an_account_sends_a_household_that_gets_its_card(visit, site):
    paola = visit("/desk/households/sent/", "paola", size=PHONE)
    paola.locator("[name=sender]").fill("Casa di prova")
    paola.locator("[name=email]").fill("casa@example.org")
    holds(paola)
    paola.get_by_role("button", name="Manda", exact=True).click()
    paola.goto(f"{site.url}/outbox/")
    link = paola.get_by_text(re.compile("/introduce/")).first
    expect(link).to_be_visible()
    address = re.search(r"\S+/introduce/\S+", link.inner_text())[0]

    page = visit(address.removeprefix(site.url), size=PHONE, language="it")
    for name, value in {"given_name": "Samira", "grown": "1", "children": "1"}.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=seen_on]").fill(timezone.localdate().isoformat())
    page.locator("[name=seen]").first.check()
    page.locator("[name=agreed]").check()
    holds(page)
    page.get_by_role("button", name="Segnala").click()
    expect(page.locator("main")).to_contain_text("è arrivato")
    holds(page)

    paola.goto(f"{site.url}/desk/households/sent/")
    paola.get_by_role("link", name="Samira").click()
    paola.locator("[name=valid_until]").fill(workday(200))
    holds(paola)
    paola.get_by_role("button", name="Ammetti").click()
    expect(paola.locator("h1")).to_contain_text("Samira")
    paola.goto(f"{site.url}/desk/households/sent/")
    expect(paola.locator("main")).not_to_contain_text("Samira")
    holds(paola)


def test_clothes_that_are_brought_are_taken_in(visit):
    paola = visit("/desk/wardrobe/bags/new/", "paola", size=PHONE)
    paola.locator("[name=number]").fill("3")
    paola.locator("main form button").first.click()
    expect(paola.locator("main h1")).to_contain_text("Borsa")
    holds(paola)

    take_in(paola, "Cappello e sciarpa", "one")
    expect(paola.locator("main")).to_contain_text("5 punti")
    holds(paola)
    paola.get_by_role("button", name="Appendi").click()
    expect(paola.locator("main")).to_contain_text("lo ha appeso")


def test_a_bag_is_booked_brought_taken_in_and_its_donor_reads_what_became_of_it(visit, site, demo_database):
    dora, paola = visit("/wardrobes/", "dora", size=PHONE), visit("/desk/", "paola", size=PHONE)

    dora.get_by_role("link", name="Dona dei vestiti").click()
    dora.locator("#times summary").first.click()
    pick(dora.locator("label.time:visible").first)
    holds(dora)
    dora.locator("#price").get_by_role("button", name="Continua").or_(
        dora.locator("aside button.btn-wide")
    ).first.click()
    dora.wait_for_url("**/ask/**")
    dora.get_by_role("button", name="Prenota quest'ora").click()
    number = re.search(r"/bookings/(\d+)/", dora.url)[1]
    expect(dora.locator("main")).to_contain_text("È tenuto per te")
    holds(dora)

    begin_now(demo_database, number)
    paola.goto(f"{site.url}/bookings/{number}/")
    paola.get_by_role("button", name="Ho iniziato").first.click()
    expect(paola.get_by_role("link", name="Registra questa borsa")).to_be_visible()
    paola.goto(f"{site.url}/desk/wardrobe/bags/")
    holds(paola)
    paola.locator(f"a[href$='?booking={number}']").click()
    paola.locator("[name=number]").fill("2")
    holds(paola)
    paola.locator("main form button").first.click()
    take_in(paola, "Cappello e sciarpa", "one")
    paola.get_by_role("button", name="Appendi").click()
    expect(paola.locator("main")).to_contain_text("lo ha appeso")

    dora.reload()
    expect(dora.locator("main")).to_contain_text("Che fine ha fatto la borsa")
    expect(dora.locator("main")).to_contain_text("Di 2 capi portati, 1 è appeso e 1")
    assert dora.locator("a[href^='/desk/']").count() == 0
    holds(dora)


def take_in(page: Page, type: str, size: str) -> None:
    page.locator("main a[href*='take-in']").first.click()
    page.locator("[name=type]").select_option(label=type)
    page.locator("[name=size]").select_option(size)
    holds(page)
    page.locator("main form button").first.click()


def test_what_is_looked_for_in_vain_is_counted_for_the_desk_and_for_the_city(visit, site):
    joy, paola, gianni = (visit("/wardrobes/", who, size=PHONE) for who in ("joy", "paola", "gianni"))
    before = numbers_of(paola, site)

    joy.goto(f"{site.url}/wardrobes/abito/?type=shoes&size=45")
    expect(joy.get_by_role("status").first).to_contain_text("0 pieces")
    holds(joy)

    assert numbers_of(paola, site) == before | {("Scarpe", "45"): ["0", "1"]}
    assert numbers_of(gianni, site) == numbers_of(paola, site)
    assert before["Scarpe", "44"] == ["0", "7"]
    month = gianni.locator("section[aria-labelledby=months] tbody tr").first.locator("td").all_inner_texts()
    assert [int(cell.replace(".", "")) >= 5 for cell in month] == [True] * 5  # households, members, pieces, points
    expect(gianni.locator("section[aria-labelledby=areas]")).to_contain_text("Aurora")


def numbers_of(page: Page, site) -> dict[tuple[str, str], list[str]]:
    """What hangs and what was missed, by type and size, as the page of figures says it."""
    page.goto(f"{site.url}/desk/wardrobe/figures/")
    holds(page)
    rows = page.locator("section[aria-labelledby=stock] tbody tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return {(name, size): rest for name, size, *rest in cells}
