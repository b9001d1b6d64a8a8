"""What a first visit weighs stays within the budget that `make bench ONLY=page_weight` measures against, and nothing on
the page jumps about; a second visit by a visitor costs no page."""

import psycopg
import pytest
import requests

from tests.benchmarks.page_weight import BUDGET_KB, LARGEST, SHIFT, weigh

FIRST = {
    "offer": "SELECT min(id) FROM services_offer JOIN lives_life ON id = life_ptr_id WHERE status = 'published'",
    "booking": "SELECT min(life.id) FROM bookings_booking JOIN lives_life AS life ON life.id = life_ptr_id"
    " JOIN accounts_user AS one ON one.id = customer_id WHERE one.email = 'nadia@example.org' AND status = 'confirmed'",
}
RENAMED = "UPDATE services_offertext SET title = title || '.' WHERE offer_id = %s"


@pytest.mark.parametrize("name", BUDGET_KB)
def test_a_first_visit_stays_within_its_budget_and_stands_still(browser, site, demo_database, name):
    weight, answers, shift = weigh(browser, site.url, address(demo_database, name))

    assert {part: weight[part] for part, most in BUDGET_KB[name].items() if weight[part] > most} == {}
    assert min(weight[part] for part in ("html", "css", "js", "fonts")) > 1  # each of them was seen
    assert 3 <= answers <= LARGEST
    assert shift <= SHIFT


@pytest.mark.parametrize("name", ["home", "search", "offer"])
def test_a_visitor_gets_a_page_compressed_and_once(site, demo_database, name):
    visitor, where = requests.Session(), site.url + address(demo_database, name)
    first = visitor.get(where)
    second = visitor.get(where, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, first.headers["Content-Encoding"]) == (200, "gzip")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (second.status_code, second.content) == (304, b"")


def test_an_offer_that_changed_is_sent_anew(site, demo_database):
    visitor, path = requests.Session(), address(demo_database, "offer")
    tag = visitor.get(site.url + path).headers["ETag"]

    with psycopg.connect(demo_database) as line:
        line.execute(RENAMED, [path.split("/")[2]])

    assert visitor.get(site.url + path, headers={"If-None-Match": tag}).status_code == 200


def address(database: str, name: str) -> str:
    if name not in FIRST:
        return {"home": "/", "search": "/search/", "map": "/search/map/"}[name]
    with psycopg.connect(database) as line:
        (number,) = line.execute(FIRST[name]).fetchone() or (0,)
    return f"/{name}s/{number}/"
