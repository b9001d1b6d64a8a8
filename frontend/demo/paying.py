"""What was paid by card lately: through the stand-in, as everything else through the core."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from bookings import lifecycle
from bookings.models import Booking, Charge, PayoutAccount, Purchase, Way
from bookings.payments import accounts, bundles, purchases
from bookings.payments.standin import acting, bodies
from frontend.demo import data, offers
from frontend.demo.neighbours import Neighbour
from frontend.demo.past import Past
from marketplace.lives.engine import Actor, take
from marketplace.organisations.models import Organisation
from services import availability
from services.models import Offer

MINUTE = timedelta(minutes=1)
CARD = "4242 4242 4242 4242"


def enter(past: Past, known: dict[str, Neighbour], by_title: dict[str, Offer]) -> None:
    told = data.table("payments")
    for body in Organisation.objects.filter(slug__in=told["organisations"]).order_by("pk"):
        open_account(body)
    buy(past, known, by_title, told["bought"])
    for story in told["paid"]:
        Paid(past, by_title[story["offer"]], known[story["who"]], story).plan()


def buy(past: Past, known: dict[str, Neighbour], by_title: dict[str, Offer], row: dict[str, Any]) -> None:
    """Somebody buys a bundle by card, and pays it a minute later; by now it waits to be handed on."""
    body = Organisation.objects.get(slug=row["organisation"])
    offered = [by_title[title] for title in row["offers"]]
    bundle = bundles.write(body, offers.desk(body), row["services"], row["cents"], offered)
    at, buyer = past.now - row["ago_minutes"] * MINUTE, known[row["who"]].user
    past.then(at, lambda: purchases.begin(bundle, buyer))
    past.then(at + MINUTE, lambda: pay(Purchase.objects.get(bundle=bundle)))


def pay(purchase: Purchase) -> None:
    acting.pay(purchase.charge.session_id, CARD)


def open_account(body: Organisation) -> None:
    accounts.onboarding(body)
    account = PayoutAccount.objects.get(organisation=body)
    bodies.complete_account(account.stripe_id)
    accounts.look(account)


@dataclass
class Paid:
    """One booking with its payment; each act plans the next."""

    way: ClassVar[str] = Way.CARD
    past: Past
    offer: Offer
    neighbour: Neighbour
    story: dict[str, Any]
    booking: Booking = None  # type: ignore[assignment]  # there is none before it was asked for

    def plan(self) -> None:
        self.asked_at = self.past.now - self.story["ago_minutes"] * MINUTE
        self.past.then(self.asked_at, self.ask)

    def ask(self) -> None:
        """The first free time from two days later on."""
        length = self.offer.min_minutes
        first = (self.asked_at + timedelta(days=2)).date()
        days = availability.times(self.offer, first, 10, length)
        start = next(time.starts_at for day in days for time in day.times)
        wishes = {**self.neighbour.address, **self.neighbour.answers, **self.story["answers"]}
        wishes |= {"pay_by": self.way, "starts_at": start, "ends_at": start + timedelta(minutes=length)}
        self.booking = lifecycle.ask(self.offer, self.neighbour.actor, wishes)
        self.go_on()

    def go_on(self) -> None:
        if self.story["outcome"] != "paying":
            self.past.then(self.asked_at + 3 * MINUTE, self.pay)

    def pay(self) -> None:
        acting.pay(self.charge.session_id, self.story.get("card", CARD))
        if self.story["outcome"] != "held":
            self.past.then(self.asked_at + 40 * MINUTE, self.accept)

    @property
    def charge(self) -> Charge:
        return Charge.objects.get(booking=self.booking)

    def accept(self) -> None:
        if not self.offer.at_once:
            take(self.booking, "accept", Actor(offers.desk(self.booking.organisation)))
        if self.story["outcome"] == "cancelled":
            self.past.then(self.asked_at + 300 * MINUTE, self.cancel)

    def cancel(self) -> None:
        take(self.booking, "cancel", self.neighbour.actor, {"cause": "plans", "words": ""})
