"""Payments played at random: webhooks in any order, twice or never, answers that do not come, kills, and people.

Whatever happens, the book balances, never runs ahead of Stripe, and ends equal to it; nothing is taken twice.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bookings import lifecycle
from bookings.models import Booking, Charge, Refund, Transfer
from bookings.payments import cards, reconciling, stripe_client, truth
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger import checking
from marketplace.ledger.models import Account, Posting
from marketplace.lives import clock
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.lives.tasks import fire
from marketplace.refusals import Refused
from tests.cast import at
from tests.facts import facts_for
from tests.payments import DISPUTED, GOOD, REFUSED, catch_up, do, jobs, turn

pytestmark = pytest.mark.django_db
FAULTS = ("away", "slow", "broken", "lost", "duplicated")
STEPS = (
    "accept",
    "decline",
    "withdraw",
    "leave",
    "cancel",
    "call_off",
    "confirm",
    "absent",
    "excuse",
    "complain",
    "settle",
)
QUICK, DEEP = 10, 60  # games of up to 14 moves, each with its own order of webhooks and faults
NO = (Refused, ValidationError, stripe_client.Away, acting.Wrong)


class Killed(Exception):
    """The process ends between Stripe's yes and our commit."""


@pytest.mark.deeper
def test_all_orders_of_webhooks_and_faults_end_with_the_book_equal_to_stripe(
    make_offer, half_kept, takes_cards, nadia, elena, wishes, monkeypatch
):
    begun, taken = timezone.now(), set()
    offers = [make_offer(at_once=at_once, policy=half_kept, notice_minutes=0) for at_once in (False, True)]
    cast = {"nadia": nadia, "elena": elena}

    class Machine(Payments):
        def __init__(self) -> None:
            super().__init__(offers, cast, wishes, begun, monkeypatch, taken)

    runs = DEEP if os.environ.get("SOAK") else QUICK
    quiet = settings(suppress_health_check=list(HealthCheck), deadline=None, stateful_step_count=14, max_examples=runs)
    run_state_machine_as_test(Machine, settings=quiet)

    assert {"paid", "captured"} <= taken, taken  # else nothing was played
    assert runs < DEEP or {"gave", "sent", "released"} <= taken, taken


class Payments(RuleBasedStateMachine):
    """Two who book, a desk, a worker of tasks that may die, and Stripe. What a run writes is rolled back at its end."""

    def __init__(
        self, offers: list, cast: dict, wishes: Callable, begun: datetime, monkeypatch: Any, taken: set[str]
    ) -> None:
        super().__init__()
        self.offers, self.cast, self.wishes, self.now, self.taken = offers, cast, wishes, begun, taken
        self.monkeypatch = monkeypatch
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        try:
            self.everything_ends()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    # --- what people do -----------------------------------------------------------------------------------------
    @initialize(at_once=st.booleans(), phase=st.integers(0, 4))
    def somebody_books(self, at_once: bool, phase: int) -> None:
        """The first booking has come some of its way before things begin to go wrong."""
        start = at(9, days=2)
        wishes = self.wishes(starts_at=start, ends_at=start + timedelta(hours=2), pay_by="card")
        lifecycle.ask(self.offers[at_once], Actor(self.cast["nadia"]), wishes)
        ways = (catch_up, lambda: self.pay(0, DISPUTED), catch_up, lambda: self.step(0, "elena", 0), catch_up)
        for way in ways[: phase + 1 if phase else 0]:
            way()

    @rule(at_once=st.booleans(), turn=st.integers(1, 3))
    def somebody_books_again(self, at_once: bool, turn: int) -> None:
        start = at(9 + 2 * turn, days=2)
        wishes = self.wishes(starts_at=start, ends_at=start + timedelta(hours=2), pay_by="card")
        if Booking.objects.count() < 3:
            self.try_(lambda: lifecycle.ask(self.offers[at_once], Actor(self.cast["nadia"]), wishes))

    @rule(pick=st.integers(0, 5), card=st.sampled_from([GOOD, GOOD, DISPUTED, REFUSED]))
    def pay(self, pick: int, card: str) -> None:
        open_ones = list(Kept.objects.filter(kind="checkout.session", data__status="open").order_by("pk"))
        if open_ones:
            acting.pay(open_ones[pick % len(open_ones)].number, card)

    @rule(pick=st.integers(0, 5), who=st.sampled_from(["nadia", "elena"]), which=st.integers(0, 30))
    def step(self, pick: int, who: str, which: int) -> None:
        booking, actor = self.one(Booking, pick), Actor(self.cast[who])
        names = [name for name in steps_open(booking, actor) if name in STEPS]
        if names:
            name = names[which % len(names)]
            self.try_(lambda: take(booking, name, actor, facts_for(booking, name, which)))

    @rule(pick=st.integers(0, 5), cents=st.sampled_from([100, 1200, 2400]))
    def the_desk_gives_back(self, pick: int, cents: int) -> None:
        booking = self.one(Booking, pick)
        self.try_(lambda: cards.refund_by_hand(booking, cents, self.cast["elena"]))

    # --- what happens at Stripe ---------------------------------------------------------------------------------
    @rule(pick=st.integers(0, 5), what=st.sampled_from(["refund", "dispute", "won", "lost", "cancel"]))
    def somebody_acts_at_stripe(self, pick: int, what: str) -> None:
        intents = list(Kept.objects.filter(kind="payment_intent", data__status="succeeded").order_by("pk"))
        if intents:
            self.try_(lambda: self.at_stripe(what, intents[pick % len(intents)].number))

    def at_stripe(self, what: str, intent: str) -> None:
        dispute = Kept.objects.filter(kind="dispute", about=intent, data__status="needs_response").first()
        if what == "refund":
            acting.refund({"payment_intent": intent, "amount": "700"})
        elif what == "dispute" and not Kept.objects.filter(kind="dispute", about=intent).exists():
            acting.dispute(intent)
        elif dispute:
            acting.end_dispute(dispute.number, won=what == "won")

    @rule(fault=st.sampled_from(FAULTS), percent=st.sampled_from([0, 50, 100]))
    def turn_a_dial(self, fault: str, percent: int) -> None:
        turn(**{fault: percent})

    # --- what becomes of tasks ----------------------------------------------------------------------------------
    @rule(pick=st.integers(0, 20), twice=st.booleans())
    def do_any_task(self, pick: int, twice: bool) -> None:
        if waiting := jobs():
            job = waiting[pick % len(waiting)]
            for _time in range(1 + twice):
                self.try_(lambda: do(job))

    @rule(pick=st.integers(0, 20))
    def be_killed_in_a_task(self, pick: int) -> None:
        """The task stays, as a worker that died leaves it: it is handed out again."""
        if not (waiting := jobs()):
            return
        with self.monkeypatch.context() as patch, suppress(Killed, *NO):
            patch.setattr(truth, "forward", self.killed)
            patch.setattr("bookings.payments.talking.forward", self.killed)
            with transaction.atomic():
                do(waiting[pick % len(waiting)])

    def killed(self, *args: Any, **fields: Any) -> Any:
        raise Killed

    @rule()
    def all_tasks_are_done(self) -> None:
        turn()
        catch_up()

    @rule(minutes=st.sampled_from([5, 20, 600, 3000]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for timer in clock.due(self.now):
            fire(timer.pk)

    # --- what must hold -----------------------------------------------------------------------------------------
    @invariant()
    def the_book_balances_and_never_runs_ahead(self) -> None:
        assert list(checking.differences()) == []
        for booking in Booking.objects.all():
            stripe = at_stripe_of(booking)
            assert entered(booking, "captured") <= stripe["captured"] <= booking.price_cents
            assert -entered(booking, "given") <= stripe["refunded"]
            assert entered(booking, "sent", Account.Kind.TRANSFERRED) <= stripe["transferred"]
            assert stripe["transferred"] + stripe["refunded"] <= stripe["captured"]

    def everything_ends(self) -> None:
        """Whatever was lost is found, whatever was unknown is decided."""
        turn()
        for hours in (0, 1, 30, 60, 24 * 8, 24 * 8, 60, 60):
            self.now += timedelta(hours=hours)
            for timer in clock.due(self.now):
                fire(timer.pk)
            catch_up()
            reconciling.reconcile()
            catch_up()
        for booking in Booking.objects.all():
            self.it_is_over(booking)

    def it_is_over(self, booking: Booking) -> None:
        stripe = at_stripe_of(booking)
        assert booking.state.final, booking.status
        assert entered(booking, "captured") == stripe["captured"]
        assert -entered(booking, "given") == stripe["refunded"]
        assert -entered(booking, "lost") == stripe["lost"]
        assert entered(booking, "sent", Account.Kind.TRANSFERRED) == stripe["transferred"]
        for model in (Charge, Refund, Transfer):
            for life in model.objects.all():
                self.taken.update(life.changes.values_list("step", flat=True))
                assert settled(life), (life, life.status)
        self.taken.update(booking.changes.values_list("step", flat=True))

    def try_(self, deed: Callable[[], Any]) -> None:
        with suppress(*NO), transaction.atomic():
            deed()

    def one(self, model: Any, pick: int) -> Any:
        found = list(model.objects.order_by("pk"))
        return found[pick % len(found)]


def settled(life: Any) -> bool:
    """It is over, or waits for a bank that has not decided yet."""
    disputed = isinstance(life, Refund) and life.charge.status == "disputed"
    return life.state.final or life.status in ("captured", "disputed", "frozen") or disputed


def entered(booking: Booking, what: str, kind: str = Account.Kind.TO_TRANSFER) -> int:
    """What the book says of one sort of entry for this booking, in cents."""
    lines = Posting.objects.filter(entry__about=booking.topic, entry__key__endswith=f":{what}", account__kind=kind)
    return sum(lines.values_list("amount", flat=True))


def at_stripe_of(booking: Booking) -> dict[str, int]:
    charges = [row.data for row in Kept.objects.filter(kind="charge", data__transfer_group=booking.topic)]
    captured, refunded = (sum(one[name] for one in charges) for name in ("amount_captured", "amount_refunded"))
    sent = sum(row.data["amount"] for row in Kept.objects.filter(kind="transfer", about=booking.topic))
    disputes = Kept.objects.filter(kind="dispute", data__charge__in=[one["id"] for one in charges], data__status="lost")
    lost = captured - refunded if disputes.exists() else 0
    return {"captured": captured, "refunded": refunded, "transferred": sent, "lost": lost}
