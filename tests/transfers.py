"""Bank transfers to play with: an organisation that takes them, and bookings that are paid so."""

from collections.abc import Callable
from typing import Any

import pytest

from bookings import lifecycle
from bookings.models import BankAccount, Booking, Share
from bookings.payments import bank
from marketplace.lives.engine import Actor, take

IBAN = "IT60X0542811101000000123456"  # the example of the register of IBANs


@pytest.fixture
def bank_account(biagio, elena) -> BankAccount:
    """Biagio's own."""
    return bank.write_account(biagio, elena, IBAN, "Biagio Coop.")


@pytest.fixture
def by_bank(bank_account, make_offer, nadia, wishes) -> Callable[..., Booking]:
    """by_bank() is asked for by Nadia, who chose to transfer 24 euros."""

    def make(told: dict[str, Any] | None = None, **offer: Any) -> Booking:
        return lifecycle.ask(make_offer(**offer), Actor(nadia), wishes(pay_by="bank", **(told or {})))

    return make


@pytest.fixture
def agreed(by_bank, elena) -> Booking:
    """Accepted: from now on the transfer is asked for."""
    return take(by_bank(), "accept", Actor(elena))


@pytest.fixture
def share(agreed) -> Share:
    return agreed.shares.get()
