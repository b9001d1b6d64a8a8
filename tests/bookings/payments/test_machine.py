"""Payments played at random: webhooks in any order, twice or never, answers that do not come, kills, and people.

Whatever happens, the book balances, never runs ahead of Stripe, and ends equal to it; nothing is taken twice.

A sequence is a whole game: from one of thirty beginnings, nine moves with their own order of webhooks and faults,
to the final state. A beginning goes on from the one before it and is rolled back to after each game; after each move
the book is held against itself and against Stripe in four statements. Every beginning has its own luck. `make test`
plays 30 games, the soak 120; in both, six more are led to where chance seldom goes.
"""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bookings import series as plans
from bookings.kinds.states import ESCALATED
from bookings.models import Booking, Charge, PayoutAccount, Refund, Reversal, SavedCard, Series, Transfer
from bookings.payments import cards, failing, lasting, reconciling, stripe_client, truth
from bookings.payments import checking as of_bookings
from bookings.payments.standin import acting
from bookings.payments.standin.models import Kept
from marketplace.ledger import checking
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.lives.models import Timer
from marketplace.refusals import Refused
from tests.facts import facts_for
from tests.games import LED, NEAR, SORTS, Game, at_stripe, entered, group_of, lucky, settled
from tests.payments import ASKS, BOUNCES, DISPUTED, GOOD, REFUSED, SAVES, WAITS, catch_up, do, jobs, turn

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
# Games from each of the thirty beginnings, and moves in each; of several games the first is the simplest, in which all
# tasks are done again and again.
SOAK = bool(os.environ.get("SOAK"))
GAMES, MOVES = (4 if SOAK else 1), 9
PATIENCE = 200  # times that the clock is put forward until nothing more can happen
NO = (Refused, ValidationError, stripe_client.Away, acting.Wrong)
LATE = {"gave", "released", "took", "fall_short", "save", "charge", "forget", "forgotten", "bounce", "again", "outside"}


class Killed(Exception):
    """The process ends between Stripe's yes and our commit."""


@pytest.mark.deeper
@pytest.mark.parametrize("first_at_once", [False, True], ids=["on request", "at once"])
def test_all_orders_of_webhooks_and_faults_end_with_the_book_equal_to_stripe(
    first_at_once, make_offer, half_kept, takes_cards, nadia, elena, wishes, monkeypatch
):
    plain = {"policy": half_kept, "notice_minutes": 0, "horizon_days": 84}
    offers = [make_offer(at_once=at_once, **plain) for at_once in (False, True)]
    game, taken = Game(offers, {"nadia": nadia, "elena": elena}, wishes, monkeypatch), set()
    quiet = settings(
        suppress_health_check=list(HealthCheck), deadline=None, stateful_step_count=1 + MOVES, max_examples=GAMES
    )

    def play(sort: str, phase: int) -> None:
        begin = lucky(lambda: Payments(game, taken, GAMES > 1), (first_at_once, sort, phase))
        run_state_machine_as_test(begin, settings=quiet)
        if sort == NEAR and phase in LED:
            led = Payments(game, taken)
            LED[phase](game)
            led.teardown()

    for sort in SORTS:
        game.from_each_beginning(first_at_once, sort, partial(play, sort))
    assert {"paid", "captured", "sent"} <= taken, taken  # else nothing was played
    assert taken >= LATE, LATE - taken


class Payments(RuleBasedStateMachine):
    """Two who book, a desk, a worker of tasks that may die, and Stripe. What a run writes is rolled back at its end."""

    def __init__(self, game: Game, taken: set[str], simplest: bool = True) -> None:
        super().__init__()
        self.simplest, self.left_out = simplest, False
        self.game, self.cast, self.taken, self.begun = game, game.cast, taken, game.now
        self.whole = transaction.atomic()
        self.whole.__enter__()

    def teardown(self) -> None:
        try:
            if not self.left_out:
                self.everything_ends()
        finally:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)
            self.game.now = self.begun

    @initialize(luck=st.integers(0, 2**32))
    def begin(self, luck: int) -> None:
        """Hypothesis plays the simplest game first. Where no more than one is played it is left out."""
        self.left_out = not luck and not self.simplest
        if self.left_out:
            reject()

    # --- what people do -----------------------------------------------------------------------------------------
    @rule(at_once=st.booleans(), sort=st.sampled_from(SORTS), turn=st.integers(1, 3))
    def somebody_books_again(self, at_once: bool, sort: str, turn: int) -> None:
        if Booking.objects.count() < 3:
            self.try_(lambda: self.game.ask(at_once, sort, turn))

    @rule(pick=st.integers(0, 5), card=st.sampled_from([GOOD, WAITS, BOUNCES, DISPUTED, REFUSED, ASKS, SAVES]))
    def pay(self, pick: int, card: str) -> None:
        """On the page that she was sent, or on one whose address was lost; the second factor is given."""
        open_ones = list(Kept.objects.filter(kind="checkout.session", data__status="open").order_by("pk"))
        if open_ones:
            acting.pay(open_ones[pick % len(open_ones)].number, card, proved=True)

    @rule(pick=st.integers(0, 5), who=st.sampled_from(["nadia", "elena"]), which=st.integers(0, 30))
    def step(self, pick: int, who: str, which: int) -> None:
        booking, actor = self.one(Booking, pick), Actor(self.cast[who])
        names = [name for name in steps_open(booking, actor) if name in STEPS]
        if names:
            name = names[which % len(names)]
            self.try_(lambda: take(booking, name, actor, facts_for(booking, name, which)))

    @rule(pick=st.integers(0, 5), ends=st.booleans())
    def she_gives_another_card_or_ends_her_series(self, pick: int, ends: bool) -> None:
        if not Series.objects.exists():
            return
        series, nadia = self.one(Series, pick), self.cast["nadia"]
        way = partial(plans.out_of, series, Actor(nadia), plans.ALL, series.first, {"cause": "plans"})
        self.try_(way if ends else lambda: lasting.another(series, nadia))

    @rule(pick=st.integers(0, 5), cents=st.sampled_from([100, 1200, 2400]))
    def the_desk_gives_back(self, pick: int, cents: int) -> None:
        booking = self.one(Booking, pick)
        self.try_(lambda: cards.refund_by_hand(booking, cents, self.cast["elena"]))

    @rule(pick=st.integers(0, 5), tried=st.booleans())
    def the_desk_decides_about_what_a_card_did_not_take(self, pick: int, tried: bool) -> None:
        if failed := list(Refund.objects.filter(status="failed").order_by("pk")):
            refund, elena = failed[pick % len(failed)], self.cast["elena"]
            told = {"how": "cash", "day": timezone.localdate().isoformat()}
            self.try_(lambda: failing.again(refund, elena) if tried else failing.outside(refund, elena, told))

    @rule(cents=st.sampled_from([1000, 2400, -5000]))
    def money_leaves_or_reaches_the_organisation(self, cents: int) -> None:
        """What its account at Stripe holds, to its bank, or something of its own there."""
        account = PayoutAccount.objects.get().stripe_id
        acting.pay_out(account, min(cents, acting.balance_of(account)))

    # --- what happens at Stripe ---------------------------------------------------------------------------------
    @rule(
        pick=st.integers(0, 5),
        what=st.sampled_from(["refund", "fail", "reverse", "dispute", "won", "lost"]),
        cents=st.sampled_from([None, 600, 1500]),
    )
    def somebody_acts_at_stripe(self, pick: int, what: str, cents: int | None) -> None:
        intents = list(Kept.objects.filter(kind="payment_intent", data__status="succeeded").order_by("pk"))
        if intents:
            self.try_(lambda: self.at_stripe(what, intents[pick % len(intents)].number, cents))

    def at_stripe(self, what: str, intent: str, cents: int | None) -> None:
        """Of one payment no more than two parts are disputed, one after the other."""
        disputes = Kept.objects.filter(kind="dispute", about=intent)
        dispute = disputes.filter(data__status="needs_response").first()
        if what == "refund":
            acting.refund({"payment_intent": intent, "amount": "700"})
        elif what == "fail":
            for given in Kept.objects.filter(kind="refund", about=intent):
                acting.end_refund(given.number, fails=True)
        elif what == "reverse":
            for sent in Kept.objects.filter(kind="transfer", about=group_of(intent)):
                acting.reverse({"amount": "500"}, sent.number)
        elif what == "dispute" and not dispute and disputes.count() < 2:
            charge = Kept.objects.get(kind="charge", about=intent).data
            acting.dispute(intent, min(cents or 2400, acting.not_back(charge)) or 100)
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
        with self.game.monkeypatch.context() as patch, suppress(Killed, *NO):
            patch.setattr(truth, "forward", self.killed)
            patch.setattr("bookings.payments.talking.forward", self.killed)
            patch.setattr("bookings.payments.saving.forward", self.killed)
            with transaction.atomic():
                do(waiting[pick % len(waiting)])

    def killed(self, *args: Any, **fields: Any) -> Any:
        raise Killed

    @rule()
    def all_tasks_are_done(self) -> None:
        turn()
        catch_up()

    @rule(minutes=st.sampled_from([5, 20, 600, 3000, 75 * 1440, 2 * 1440]))
    def time_passes(self, minutes: int) -> None:
        self.game.go_to(self.game.now + timedelta(minutes=minutes))

    # --- what must hold -----------------------------------------------------------------------------------------
    @invariant()
    def the_book_balances_and_never_runs_ahead(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"({question})" for question in checking.QUESTIONS))
            assert cursor.fetchall() == []
        book, stripe = entered(), at_stripe()
        for booking in Booking.objects.only("pk", "price_cents"):
            here, there = book.get(booking.topic, Counter()), stripe.get(booking.topic, Counter())
            said = there + Counter(given=there["failed"])  # what failed was given once, and we may not know better
            assert all(abs(here[what]) <= said[what] for what in ("captured", "given", "sent", "taken")), (here, there)
            assert there["captured"] <= booking.price_cents
            assert there["sent"] - there["taken"] + there["given by us"] <= there["captured"]

    def everything_ends(self) -> None:
        """Whatever was lost is found, whatever was unknown is decided, and the organisation pays what it owes."""
        turn()
        acting.pay_out(PayoutAccount.objects.get().stripe_id, -20_000)
        self.it_is_reconciled()
        self.nothing_waits_for_the_clock()
        self.game.now += timedelta(hours=1)
        self.it_is_reconciled()
        failed = list(Refund.objects.filter(status="failed").order_by("pk"))
        for refund in failed:
            failing.outside(refund, self.cast["elena"], {"how": "transfer", "day": timezone.localdate().isoformat()})
        if failed or Timer.objects.exists():  # else nothing has happened since it was reconciled
            self.nothing_waits_for_the_clock()
            self.it_is_reconciled()
        self.it_is_over()

    def nothing_waits_for_the_clock(self) -> None:
        for _day in range(PATIENCE):
            if not (timer := Timer.objects.order_by("retry_at").first()):
                break
            self.game.go_to(timer.retry_at)
            catch_up()
        assert not Timer.objects.exists(), "it goes on for ever"

    def it_is_reconciled(self) -> None:
        catch_up()
        reconciling.reconcile()
        catch_up()

    def it_is_over(self) -> None:
        book, stripe = entered(), at_stripe()
        for booking in Booking.objects.all():
            here, there = book.get(booking.topic, Counter()), stripe.get(booking.topic, Counter())
            assert booking.state.final or booking.status == ESCALATED, booking.status  # the City plays no part here
            for what in ("captured", "given", "sent", "taken", "lost"):
                assert abs(here[what]) == there[what], (what, here, there)
            self.taken.update(booking.changes.values_list("step", flat=True))
        for model in (Charge, Refund, Transfer, Reversal, SavedCard):
            for life in model.objects.all():
                self.taken.update(life.changes.values_list("step", flat=True))
                assert settled(life), (life, life.status)
        assert not [charge for charge in Charge.objects.all() if charge.is_to_be_handed_on]
        assert all(charge.asked_back >= charge.to_come_back for charge in Charge.objects.all())
        assert list(of_bookings.differences()) == []

    def try_(self, deed: Callable[[], Any]) -> None:
        with suppress(*NO), transaction.atomic():
            deed()

    def one(self, model: Any, pick: int) -> Any:
        found = list(model.objects.order_by("pk"))
        return found[pick % len(found)]
