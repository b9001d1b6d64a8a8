"""Where cards are charged in tests: at the stand-in, and at Stripe's own sandbox too where there is a key to it.

`STRIPE_TEST_KEY` is the key; `STRIPE_TEST_ACCOUNT` names an account connected there that can be paid out, for only its
holder can tell Stripe all that it asks. What is tried there stays there: nothing of it is money.
"""

import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from bookings.payments import pages, stripe_client
from bookings.payments.accounts import described
from bookings.payments.standin import acting, bodies
from marketplace.environment import Stripe

KEY, ACCOUNT = os.environ.get("STRIPE_TEST_KEY", ""), os.environ.get("STRIPE_TEST_ACCOUNT", "")
BACK = {"success_url": "https://example.org/", "cancel_url": "https://example.org/"}
# Whoever pays by the interface names the card by a word, at Stripe.
WORDS = {
    "4242424242424242": "pm_card_visa",
    "4000002760003184": "pm_card_authenticationRequired",
    "4000000000000341": "pm_card_chargeCustomerFail",
    "4000000000007726": "pm_card_pendingRefund",
    "4000000000005126": "pm_card_refundFail",
}
Json = dict[str, Any]


class Till(ABC):
    """One of the two. `name`: of this try alone, since Stripe remembers keys for a day and groups for ever."""

    def __init__(self) -> None:
        self.name = f"try-{uuid4().hex[:12]}"

    def key(self, of: str) -> str:
        return f"{self.name}:{of}"

    def page(self, cents: int = 2400) -> Any:
        return pages.held_by_card(cents, "Babysitting", self.name, self.name) | BACK

    def saving(self) -> Any:
        return pages.saved_card(self.name) | BACK

    def charge(self, card: str, cents: int = 2400) -> Any:
        """What is asked to charge this card while nobody is there."""
        return pages.held_unattended(cents, *self.saved(card), self.name, self.name)

    def held(self, card: str = "4242424242424242") -> Json:
        """An intent of 24 euros that the bank holds."""
        asked = self.charge(card)
        return stripe_client.charge_saved(asked, self.key("hold"))

    def taken(self, card: str = "4242424242424242") -> Json:
        return stripe_client.capture(self.held(card)["id"], 2400, self.key("take"))

    def account(self, organisation: Any) -> str:
        """A new one, of which Stripe knows nothing yet."""
        return stripe_client.open_account(described(organisation), self.key("account"))["id"]

    @abstractmethod
    def saved(self, card: str) -> tuple[str, str]:
        """Somebody new who has saved this card: her number and that of the card."""

    @abstractmethod
    def ready_account(self, organisation: Any) -> str:
        """One that can be paid out."""

    @abstractmethod
    def seen(self, look: Callable[[], Any]) -> Any:
        """What is to be seen there, now or soon."""


class StandIn(Till):
    def saved(self, card: str) -> tuple[str, str]:
        session = stripe_client.open_session(self.saving(), self.key(f"save {card}"))
        assert acting.pay(session["id"], card, proved=True) == "paid"
        done = stripe_client.session(session["id"])
        return done["customer"], done["setup_intent"]["payment_method"]["id"]

    def ready_account(self, organisation: Any) -> str:
        number = self.account(organisation)
        bodies.complete_account(number)
        return number

    def seen(self, look: Callable[[], Any]) -> Any:
        return look()


class Sandbox(Till):
    """Cards are saved by the interface: nobody sits before Stripe's page."""

    def saved(self, card: str) -> tuple[str, str]:
        v1 = stripe_client.client().v1
        customer = v1.customers.create({"metadata": {"attempt": self.name}})
        return customer.id, v1.payment_methods.attach(WORDS[card], {"customer": customer.id}).id

    def ready_account(self, organisation: Any) -> str:
        return ACCOUNT

    def seen(self, look: Callable[[], Any]) -> Any:
        for _try in range(20):
            if found := look():
                return found
            time.sleep(0.5)
        return look()


TILLS: list[type[Till]] = [StandIn, Sandbox] if KEY else [StandIn]
PAYING_OUT: list[type[Till]] = TILLS if ACCOUNT else [StandIn]


@pytest.fixture(params=TILLS)
def checkout(request: pytest.FixtureRequest, settings: Any) -> Iterator[Till]:
    """Each in turn; a test may name fewer, with `indirect=True`."""
    if request.param is Sandbox:
        assert KEY.startswith(("sk_test_", "rk_test_")), "STRIPE_TEST_KEY must be a key for tests."
        settings.STRIPE = Stripe(KEY, "whsec_unused", standin=False)
    stripe_client.client.cache_clear()
    yield request.param()
    stripe_client.client.cache_clear()
