"""A programme of the City's to play with: a fund with money in it, and what it carries."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.programme import funding
from marketplace.programme.models import Fund, Programme, Subsidy


@pytest.fixture
def programme(city) -> Programme:
    return Programme.objects.create(slug="near", name={"it": "Vicini", "en": "Neighbours"}, funder=city)


@pytest.fixture
def fund(programme, gianni) -> Fund:
    """A hundred euros of the City's."""
    made = Fund.objects.create(programme=programme, name={"it": "Fondo", "en": "Fund"})
    funding.put_aside(made, 10_000, gianni, "first")
    return made


@pytest.fixture
def subsidise(fund) -> Callable[..., Subsidy]:
    """subsidise(percent=50) or subsidise(cents=500, areas=[aurora], ...)."""

    def make(areas: Any = (), **fields: Any) -> Subsidy:
        made = Subsidy.objects.create(fund=fund, **{"valid_from": date(2020, 1, 1), **fields})
        made.areas.set(areas)
        return made

    return make


@pytest.fixture
def left(fund) -> Callable[[], int]:
    """left() is what the fund has, in cents."""
    return lambda: book.balance(fund.account)


@pytest.fixture
def run_dry(fund, left) -> Callable[[], None]:
    """run_dry(): others have had all that was in the fund."""

    def spend() -> None:
        elsewhere = book.account("organisation:0", Account.Kind.PROMISED)
        book.post("dry", {fund.account: -left(), elsewhere: left()}, why="Elsewhere")

    return spend
