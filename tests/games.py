"""The beginnings of games with payments, their clock, and what the book and Stripe say of each booking."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import seed, settings

from bookings import lifecycle
from bookings import series as plans
from bookings.models import Booking, PayoutAccount, Refund
from bookings.models.series import Rule
from bookings.payments import cards, failing, reconciling
from bookings.payments.standin import acting, objects
from bookings.payments.standin.models import Kept
from marketplace.ledger.models import Account, Posting
from marketplace.lives import clock
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.lives.tasks import fire
from tests.cast import at
from tests.payments import BOUNCES, DISPUTED, FAR, catch_up

# How far the first booking has come; at last its money, too, from the organisation's account to its bank.
PHASES = ("asked", "paying", "paid", "accepted", "taken", "transferred", "fetched")
UNTOLD = ("starts_at", "ends_at")  # of a series its rule tells the times
SAVED = 4  # so many of them before anything is taken of what is far away
# Near, far away, or twice for one saved card; and how far it comes: fifteen for what is booked on request, and the
# same for what is at once.
NEAR, FAR_AWAY, WEEKLY = SORTS = ("near", "far away", "weekly")
COMES_TO = {sort: len(PHASES) if sort == NEAR else SAVED for sort in SORTS}


class Game:
    """The cast, the clock, and the beginnings: how far the first booking comes before things begin to go wrong."""

    def __init__(self, offers: list, cast: dict, wishes: Callable, monkeypatch: Any) -> None:
        self.offers, self.cast, self.wishes, self.monkeypatch, self.now = (
            offers,
            cast,
            wishes,
            monkeypatch,
            timezone.now(),
        )
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr(objects, "now", lambda: int(self.now.timestamp()))
        monkeypatch.setattr(reconciling, "BACK", timedelta(days=30))  # a game may last longer than hours between two

    def from_each_beginning(self, at_once: bool, sort: str, play: Callable[[int], None]) -> None:
        """The first booking goes on from phase to phase, and in each it is played; nothing of it stays."""
        before = self.now
        with transaction.atomic():
            ways = (lambda: self.ask(at_once, sort, 0), self.pay, catch_up, self.accept, catch_up, self.end, self.fetch)
            for phase, way in enumerate(ways[: COMES_TO[sort]]):
                way()
                play(phase)
            transaction.set_rollback(True)
        self.now = before

    def ask(self, at_once: bool, sort: str, turn: int) -> None:
        if sort == WEEKLY:
            self.ask_for_two_weeks(at_once, turn)
            return
        start = at(9 + 2 * turn, days=FAR if sort == FAR_AWAY else 2)
        wishes = self.wishes(starts_at=start, ends_at=start + timedelta(hours=2), pay_by="card")
        lifecycle.ask(self.offers[at_once], Actor(self.cast["nadia"]), wishes)

    def ask_for_two_weeks(self, at_once: bool, turn: int) -> None:
        """The same in twenty days and a week later, for one card."""
        first = at(9 + 2 * turn, days=20)
        rule = Rule(first.date(), first.date() + timedelta(days=7), first.time(), 120)
        told = {name: value for name, value in self.wishes(pay_by="card").items() if name not in UNTOLD}
        plans.ask(self.offers[at_once], Actor(self.cast["nadia"]), rule, told)

    def pay(self, card: str = DISPUTED) -> None:
        catch_up()
        acting.pay(Kept.objects.get(kind="checkout.session").number, card)

    def accept(self) -> None:
        elena = Actor(self.cast["elena"])
        for booking in Booking.objects.order_by("pk"):
            if "accept" in steps_open(booking, elena):
                take(booking, "accept", elena)

    def end(self) -> None:
        """It is done, and transferred two days later."""
        booking = Booking.objects.get()
        self.go_to(booking.ends_at + timedelta(hours=1))
        take(booking, "confirm", Actor(self.cast["nadia"]))
        self.go_to(booking.ends_at + timedelta(hours=50))
        catch_up()

    def fetch(self) -> None:
        account = PayoutAccount.objects.get().stripe_id
        acting.pay_out(account, acting.balance_of(account))

    def is_given_back_to_a_card_that_never_takes_it(self) -> None:
        elena = self.cast["elena"]
        self.pay(BOUNCES)
        catch_up()
        self.accept()
        self.is_given_back()
        failing.again(Refund.objects.get(), elena)
        catch_up()

    def is_given_back(self) -> None:
        catch_up()
        cards.refund_by_hand(Booking.objects.get(), 1200, self.cast["elena"])
        catch_up()

    def is_heard_of_when_its_time_is_over(self) -> None:
        self.go_to(self.now + timedelta(minutes=20))

    def go_to(self, moment: datetime) -> None:
        self.now = max(self.now, moment)
        for timer in clock.due(self.now):
            fire(timer.pk)


# Where chance seldom goes: an unwilling card from the first phase on, what was paid and is heard of too late from the
# second, an account that was emptied from the last.
LED = {
    0: Game.is_given_back_to_a_card_that_never_takes_it,
    1: Game.is_heard_of_when_its_time_is_over,
    len(PHASES) - 1: Game.is_given_back,
}


def lucky(begin: Callable[[], Any], beginning: tuple) -> Callable[[], Any]:
    """Hypothesis would make the same moves from each beginning. Where it does so each time, each has its own seed."""
    return seed(repr(beginning))(begin) if settings.default.derandomize else begin


def entered() -> dict[str, Counter]:
    """What the book says of each booking, by the end of its entries' keys, in cents of what is to be transferred."""
    lines = Posting.objects.filter(account__kind=Account.Kind.TO_TRANSFER).order_by()
    found: dict[str, Counter] = {}
    for about, key, cents in lines.values_list("entry__about", "entry__key").annotate(sum=Sum("amount")):
        found.setdefault(about, Counter())[key.removesuffix(":reversed").rpartition(":")[2]] += cents
    return found


def at_stripe() -> dict[str, Counter]:
    """The same as Stripe holds it, by transfer group."""
    rows = Kept.objects.filter(kind__in=("charge", "refund", "transfer", "dispute")).order_by("pk")
    found: dict[str, Counter] = {}
    groups: dict[str, str] = {}
    for data in rows.values_list("data", flat=True):
        group = data.get("transfer_group") or groups[data["payment_intent"]]
        sums = found.setdefault(group, Counter())
        match data["object"]:
            case "charge":
                groups[data["payment_intent"]] = group
                sums.update(captured=data["amount_captured"], back=data["amount_refunded"])
            case "refund" if data["status"] == "succeeded":
                sums.update({"given": data["amount"], "given by us": data["amount"] if data["metadata"] else 0})
            case "refund" if data["status"] == "failed":
                sums["failed"] += data["amount"]
            case "transfer":
                sums.update(sent=data["amount"], taken=data["amount_reversed"])
            case "dispute" if data["status"] == "lost":
                sums["lost"] += data["amount"]
    return found


def group_of(intent: str) -> str:
    return Kept.objects.get(number=intent).data["transfer_group"]


def settled(life: Any) -> bool:
    """It is over, or waits for a bank that has not decided yet."""
    disputed = isinstance(life, Refund) and life.charge.status == "disputed"
    return life.state.final or life.status in ("captured", "disputed", "frozen") or disputed
