"""A table to play lives on: the cast, a clock that jumps, a way that leads to a step, and what must hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.kinds.states import COMPLAINED, DONE, ESCALATED, FINISHED, OPEN, SETTLED
from bookings.models import Booking, Piece
from marketplace.accounts.models import User
from marketplace.ledger import book
from marketplace.ledger.models import Account
from marketplace.lives import clock
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.lives.models import Change, Timer
from marketplace.lives.tables import NEW, Table
from marketplace.lives.tasks import fire
from marketplace.refusals import Refused
from services.models import Garment, OwnGarment, Wardrobe
from services.models.garment import GIVEN, RESERVED
from tests.facts import facts_for
from tests.gatherings import TASKS

OVERLAPS = """
SELECT count(*) FROM services_hold AS one JOIN services_hold AS other
ON one.id < other.id AND one.resource_id = other.resource_id AND one.lane = other.lane AND one.period && other.period
WHERE one.active AND other.active
"""
ROUNDS = 16  # clock jumps after which every booking must have ended
WAYS = 6  # that are tried to come to a step, the shortest first
BEFORE, AMID, AFTER = "before", "amid", "after"
# The work was done, or was to be: the hold stays and says who was where. Unless it was said that it was not so.
RECORDS = {FINISHED, DONE, COMPLAINED, ESCALATED, SETTLED}
STANDS = {"aside": RESERVED, "taken": GIVEN}  # how a garment stands, by what became of it in a booking
EVERY = (Garment.objects, OwnGarment.objects)
GIVE_BACK = {"nobody_came", "not_arrived", "hand_on", "hand_over_now"}  # or nothing was held


class Play:
    """One offer and those who act on it. What is written is rolled back by `playing`."""

    def __init__(self, sample: Any, cast: dict[str, User], begun: datetime) -> None:
        self.sample, self.cast, self.now, self.last_task = sample, cast, begun, newest_task()

    # --- what happens -------------------------------------------------------------------------------------------
    def try_(self, deed: Callable[[], object]) -> bool:
        """Whether it was let."""
        try:
            with transaction.atomic():
                deed()
        except (ValidationError, Refused):
            return False
        self.worker_works()
        return True

    def worker_works(self) -> None:
        """What was deferred is done: dates are followed, and who waits is invited."""
        for job in ProcrastinateJob.objects.filter(pk__gt=self.last_task).order_by("pk"):
            self.last_task = job.pk
            if job.task_name in TASKS:
                TASKS[job.task_name](**job.args)

    def goes_on(self, to: datetime) -> None:
        self.now = max(self.now, to)
        self.fire_what_is_due()

    def fire_what_is_due(self) -> None:
        for timer in clock.due(self.now):
            fire(timer.pk)
        self.worker_works()
        wrong = Timer.objects.exclude(error="").values_list("step", "error")
        assert not list(wrong)

    def take(self, booking: Booking, name: str, actor: Actor, which: int) -> bool:
        facts = facts_for(booking, name, which)
        return self.try_(lambda: take(booking, name, actor, facts, seen=booking.last_change_id))

    # --- leading to a step --------------------------------------------------------------------------------------
    def lead(self, booking: Booking, goal: str) -> bool:
        """Let everybody do what is needed until this step is taken, by the first way on which nothing is refused."""
        begun, task = self.now, self.last_task
        for way in list(ways(booking.table, booking.status, goal))[:WAYS]:
            with transaction.atomic():
                if all(self.goes_well(booking.pk, name) for name in way):
                    return True
                transaction.set_rollback(True)
            self.now, self.last_task = begun, task
        return False

    def goes_well(self, pk: int, name: str) -> bool:
        done = self.step_by_step(pk, name)
        if done:
            self.all_is_well()
        return done

    def step_by_step(self, pk: int, name: str) -> bool:
        """Now, else shortly before the start, within the time, or after the end."""
        booking = Booking.objects.get(pk=pk)
        if booking.table.steps[name].by_clock:
            return self.let_the_clock(booking, name)
        return any(self.step_at(pk, name, moment) for moment in ("", BEFORE, AMID, AFTER))

    def let_the_clock(self, booking: Booking, name: str) -> bool:
        """A reminder that comes before it arms the clock anew: so more than once."""
        for _turn in range(3):
            timer = booking.timers.filter(step=name).first()
            if timer:
                self.goes_on(timer.due_at)
        return bool(booking.changes.filter(step=name).exists())

    def step_at(self, pk: int, name: str, moment: str) -> bool:
        if moment:
            self.goes_on(moment_of(Booking.objects.get(pk=pk), moment))
        booking = Booking.objects.get(pk=pk)
        actor = self.who_may(booking, name)
        return bool(actor) and any(self.take(booking, name, actor, which) for which in range(4))

    def who_may(self, booking: Booking, name: str) -> Actor | None:
        actors = (Actor(user) for user in self.cast.values())
        return next((actor for actor in actors if name in steps_open(booking, actor)), None)

    # --- what must hold -----------------------------------------------------------------------------------------
    def all_is_well(self) -> None:
        bookings = looked_at()
        holds_match_states(bookings)
        history_explains_the_state(bookings)
        nobody_is_in_two_places()
        shares_are_the_price_and_closed_when_it_is_over(bookings)
        garments_and_points_match_what_was_chosen()

    def everything_ends(self) -> set[str]:
        """The names of all steps that were taken."""
        for _round in range(ROUNDS):
            self.goes_on(self.now + timedelta(days=20))
            if (
                not self.the_city_settles_what_waits_for_it()
                and not Timer.objects.filter(life__species="bookings.booking").exists()
            ):
                break  # nobody and no clock will do anything more
        self.all_is_well()
        for booking in Booking.objects.all():
            assert booking.state.final, said(booking)
        return steps_taken()

    def the_city_settles_what_waits_for_it(self) -> bool:
        """Whether anything did."""
        waiting = [booking for booking in Booking.objects.all() if booking.state.turn == "operator"]
        for booking in waiting:
            actor = Actor(self.cast["olga"])
            name = min(steps_open(booking, actor))
            take(booking, name, actor, facts_for(booking, name, 0))
        return bool(waiting)


@contextmanager
def playing(sample: Any, cast: dict[str, User], begun: datetime, monkeypatch: Any) -> Iterator[Play]:
    """A game whose clock is everybody's. Nothing of it stays."""
    play = Play(sample, cast, begun)
    with transaction.atomic():
        monkeypatch.setattr(timezone, "now", lambda: play.now)
        yield play
        transaction.set_rollback(True)


# --- what must hold -----------------------------------------------------------------------------------------------
def looked_at() -> list[Booking]:
    """All bookings, with what is held, was done and is paid: it is looked at after each step, so in few statements."""
    return list(Booking.objects.prefetch_related("holds", "changes", "shares"))


def holds_match_states(bookings: list[Booking]) -> None:
    for booking in bookings:
        held = [hold for hold in booking.holds.all() if hold.active]
        assert bool(held) == holds(booking), said(booking)
        spans = {(one.period.lower, one.period.upper) for one in held if one.period.upper}  # else for good: it is sold
        assert spans <= {(booking.starts_at, booking.ends_at)}


def holds(booking: Booking) -> bool:
    """A request that keeps no time holds nothing before the yes; what was used stays held as a record of it. What
    two residents agree on takes nobody's time but theirs."""
    if not booking.blocks and booking.status in OPEN:
        return False
    used = booking.status in RECORDS and not GIVE_BACK & {change.step for change in booking.changes.all()}
    return bool(booking.state.holds) or (used and not booking.partner_id)


def history_explains_the_state(bookings: list[Booking]) -> None:
    for booking in bookings:
        stands = NEW
        for change in booking.changes.all():
            step = booking.table.steps[change.step]
            assert change.source == stands
            assert stands in step.sources
            assert change.target == step.target
            stands = change.target
        assert booking.status == stands


def shares_are_the_price_and_closed_when_it_is_over(bookings: list[Booking]) -> None:
    for booking in bookings:
        shares = list(booking.shares.all())
        whole = {booking.price_cents} if booking.agreed else {0, booking.price_cents}
        assert sum(share.cents for share in shares) in whole, said(booking)
        assert all((share.kept_cents is None) != booking.state.final for share in shares), said(booking)


def garments_and_points_match_what_was_chosen() -> None:
    """What is put aside is in one booking that goes on, and its points wait; what was taken home is given."""
    aside = list(Piece.objects.aside().select_related("booking", "household"))
    assert not [piece for piece in aside if piece.booking.state.final]
    chosen = Piece.objects.filter(outcome__in=STANDS).values_list("garment", "outcome")
    stand = (row for rows in EVERY for row in rows.filter(status__in=STANDS.values()).values_list("pk", "status"))
    assert sorted((garment, STANDS[outcome]) for garment, outcome in chosen) == sorted(stand)
    for wardrobe in Wardrobe.objects.all():
        waiting = book.balance(wardrobe.account(Account.Kind.PROMISED))
        assert waiting == sum(piece.points for piece in aside if wardrobe.pk == wardrobe_of(piece))


def wardrobe_of(piece: Piece) -> int | None:
    return piece.household.wardrobe_id if piece.household else None  # whoever swaps has no household


def nobody_is_in_two_places() -> None:
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        assert cursor.fetchone() == (0,)


# --- how ----------------------------------------------------------------------------------------------------------
def ways(table: Table, status: str, goal: str) -> Iterator[list[str]]:
    """The steps from this state that end with the goal, no state twice, the shortest ways first."""
    open_ways: list[tuple[str, list[str], set[str]]] = [(status, [], {status})]
    while open_ways:
        here, way, seen = open_ways.pop(0)
        if here in table.steps[goal].sources:
            yield [*way, goal]
        leaving = sorted(table.leaving(here).items(), key=lambda pair: pair[1].by_clock)
        for name, step in leaving:
            if step.target not in seen:
                open_ways.append((step.target, [*way, name], seen | {step.target}))


def moment_of(booking: Booking, moment: str) -> datetime:
    ahead, behind = timedelta(minutes=30), timedelta(minutes=10)
    amid = min(booking.starts_at + 2 * behind, booking.ends_at)
    return {BEFORE: booking.starts_at - ahead, AMID: amid, AFTER: booking.ends_at + behind}[moment]


def newest_task() -> int:
    return ProcrastinateJob.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def steps_taken() -> set[str]:
    return set(Change.objects.filter(life__species="bookings.booking").values_list("step", flat=True))


def said(booking: Booking) -> tuple[str, list[str]]:
    return booking.status, [change.step for change in booking.changes.order_by("pk")]
