"""What is looked for over the wire: for how long, without steps, for whom."""

from datetime import datetime

from tests.api.test_offers import found
from tests.cast import at


def test_what_one_gets_to_without_steps(visitor, make_offer):
    make_offer("Level", where="at_place", step_free=True)
    make_offer("Upstairs", where="at_place", step_free=False)
    make_offer("At home")

    assert found(visitor, "accessible=1") == ["At home", "Level"]
    assert visitor.get("/api/v1/offers/facets/").json()["accessible"] == [{"value": "1", "offers": 2, "more": False}]
    assert visitor.get("/api/v1/offers/?accessible=maybe").status_code == 400


def test_what_one_may_have(visitor, trying_on, offer, nadia):
    before = found(visitor, "eligible=1")
    visitor.force_login(nadia)

    assert before == [offer.title, trying_on.title]
    assert found(visitor, "eligible=1") == [offer.title]
    assert visitor.get("/api/v1/offers/?eligible=2").status_code == 400


def test_for_so_long(visitor, offer, booking):
    day = booking.starts_at.date()  # from ten until twelve somebody has it

    [card] = visitor.get(f"/api/v1/offers/?on={day}&lasting=240").json()["results"]

    assert datetime.fromisoformat(card["next_free"]) == at(12)
    assert found(visitor, f"on={day}&lasting=60&until=10:00")
    assert not found(visitor, f"on={day}&lasting=60&from=09:30&until=12:00")
    assert not found(visitor, "lasting=75")
    assert found(visitor, "status=published&lasting=240")
