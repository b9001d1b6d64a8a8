"""What a first visit weighs stays within the budget that `make bench ONLY=page_weight` measures against."""

import psycopg
import pytest

from tests.benchmarks.page_weight import BUDGET_KB, LARGEST, weigh

FIRST = {
    "offer": "SELECT min(id) FROM services_offer JOIN lives_life ON id = life_ptr_id WHERE status = 'published'",
    "booking": "SELECT min(life.id) FROM bookings_booking JOIN lives_life AS life ON life.id = life_ptr_id"
    " JOIN accounts_user AS one ON one.id = customer_id WHERE one.email = 'nadia@example.org' AND status = 'confirmed'",
}


@pytest.mark.parametrize("name", BUDGET_KB)
def test_a_first_visit_stays_within_its_budget(browser, site, demo_database, name):
    weight, requests = weigh(browser, site.url, address(demo_database, name))

    assert 10 < weight <= BUDGET_KB[name]
    assert 3 <= requests <= LARGEST


def address(database: str, name: str) -> str:
    if name not in FIRST:
        return {"home": "/", "search": "/search/", "map": "/search/map/"}[name]
    with psycopg.connect(database) as line:
        (number,) = line.execute(FIRST[name]).fetchone() or (0,)
    return f"/{name}s/{number}/"
