"""Who has points, and who gives them out."""

import pytest

from marketplace.ledger import book
from marketplace.ledger.models import Account

POINTS = "points:abito"


@pytest.fixture
def city_points(db) -> Account:
    """Where all points come from."""
    return book.account("organisation:1", Account.Kind.ISSUED, POINTS)


@pytest.fixture
def card(db) -> Account:
    """A household's card, still empty."""
    return book.account("household:1", Account.Kind.HELD, POINTS)


@pytest.fixture
def rack(db) -> Account:
    """Where the points go that are spent."""
    return book.account("organisation:2", Account.Kind.HELD, POINTS)


@pytest.fixture
def recharge(city_points, card):
    """Enter points on the card."""

    def give(number=150, key="recharge"):
        return book.post(key, {city_points: -number, card: number}, why="Recharge")

    return give
