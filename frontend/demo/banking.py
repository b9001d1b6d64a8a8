"""What is paid by bank transfer: one is awaited, one came, and one came for something that was called off."""

from typing import Any

from bookings.models import Way
from bookings.payments import bank, shares
from frontend.demo import data, offers
from frontend.demo.neighbours import Neighbour
from frontend.demo.past import Past
from frontend.demo.paying import MINUTE, Paid
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from services.models import Offer

CAME = 600 * MINUTE  # after it was asked for
CALLED_OFF = 900 * MINUTE


def enter(past: Past, known: dict[str, Neighbour], by_title: dict[str, Offer]) -> None:
    told = data.table("transfers")
    open_account(told["account"])
    for story in told["transferred"]:
        Transferred(past, by_title[story["offer"]], known[story["who"]], story).plan()


def open_account(row: dict[str, Any]) -> None:
    body = Organisation.objects.get(slug=row["organisation"])
    owner = body.memberships.filter(role="owner").order_by("pk")[0].user
    bank.write_account(body, owner, row["iban"], row["holder"])


class Transferred(Paid):
    """One booking; its transfer is asked for from the yes on."""

    way = Way.BANK

    def go_on(self) -> None:
        self.past.then(self.asked_at + 40 * MINUTE, self.accept)

    def accept(self) -> None:
        if not self.offer.at_once:
            take(self.booking, "accept", Actor(self.desk))
        if self.story["outcome"] != "awaited":
            self.past.then(self.asked_at + CAME, self.come)

    def come(self) -> None:
        shares.pay(self.booking.shares.get(source=Way.BANK), self.desk)
        if self.story["outcome"] == "called_off":
            self.past.then(self.asked_at + CALLED_OFF, self.call_off)

    def call_off(self) -> None:
        take(self.booking, "call_off", Actor(self.desk), {"reason": self.story["reason"]})

    @property
    def desk(self) -> Any:
        return offers.desk(self.booking.organisation)
