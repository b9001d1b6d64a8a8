"""The lives of all kinds, played at random: any step by anybody, the clock jumping, and what must hold meanwhile."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bookings import kinds
from bookings import series as plans
from bookings.kinds.freely import KEPT
from bookings.models import Booking, Series
from marketplace.lives.engine import Actor, steps_open, take
from marketplace.refusals import Refused
from tests.bookings.kinds.playing import AFTER, AMID, BEFORE, Play, moment_of, playing, steps_taken, ways
from tests.bookings.kinds.samples import SAMPLES, sample_of

pytestmark = [pytest.mark.django_db, pytest.mark.deeper]

WHO = ("nadia", "dora", "elena", "samira", "olga")
EVERY_DAY = {("appointment", False), ("event", True)}  # the others in `make soak`
GAMES = [
    pytest.param(
        name,
        at_once,
        id=f"{name} {'at once' if at_once else 'on request'}",
        marks=[] if (name, at_once) in EVERY_DAY else pytest.mark.soak,
    )
    for name in sorted(SAMPLES)
    for at_once in (False, True)
]
# A step takes a tenth of a second, with what is looked at after it: a game a second or two. Some every day with two
# sorts, ten in `make soak` with all 24: what one sort does wrong alone mostly shows when it is led to its late steps,
# below. Two series are enough for a game: each costs as much as ten other steps.
PLAYED, STEPS, SERIES = max(5, settings().max_examples // 10), 12, 2
# Steps in the last part of a life: each game is led to those of them that its kind has.
LATE = {
    "start", "finish", "delivered", "returned", "not_arrived", "confirm", "close", "absent", "give_reason", "excuse",
    "miss", "complain", "nobody_came", "settle", "drop_complaint", "escalate", "cancel", "call_off",
    "grant_move", "agree_to_move", "keep_agreed", "lapse_move", "late", "late_picked_up", "hand_over", "unclaimed",
    "step_back", "step_back_late", "customer_got_too", "partner_got_too", "count_as_done", "silence", "was_swapped",
    "was_not_swapped", "leave_undecided", "count", "counts", "counts_for_nobody", "drop", "forgive_partner",
    "forgive_customer",
}  # fmt: skip
# What comes after the yes alone, or without one: whoever chose clothes and comes without a time takes them home.
FAR = {
    "finish", "delivered", "confirm", "close", "absent", "excuse", "complain", "nobody_came", "settle", "call_off",
    "hand_over_now", "customer_got", "partner_got", "step_back", "step_back_late", "silence", "count",
}  # fmt: skip


@pytest.fixture
def players(request):
    cast = {name: request.getfixturevalue(name) for name in WHO if name != "olga"}
    return cast | {"olga": request.getfixturevalue("person")("Olga", is_superuser=True, is_staff=True)}


def test_every_kind_is_played():
    assert {name.split()[0] for name in SAMPLES} == set(kinds.ALL)


@pytest.mark.parametrize(("name", "at_once"), GAMES)
def test_whatever_anybody_does_holds_match_states_and_every_way_ends(name, at_once, players, request, monkeypatch):
    sample = sample_of(name, request.getfixturevalue, at_once)
    begun, taken = timezone.now(), set()

    class Machine(Lives):
        def __init__(self) -> None:
            super().__init__(playing(sample, players, begun, monkeypatch), taken)

    quiet = settings(
        suppress_health_check=list(HealthCheck), deadline=None, stateful_step_count=STEPS, max_examples=PLAYED
    )
    run_state_machine_as_test(Machine, settings=quiet)

    assert taken & FAR, taken  # else nobody came past the yes


@pytest.mark.parametrize(("name", "at_once"), GAMES)
def test_every_late_step_is_come_to_and_holds_still_match(name, at_once, players, request, monkeypatch):
    sample = sample_of(name, request.getfixturevalue, at_once)
    begun, unseen, seen = timezone.now(), [], set()
    with playing(sample, players, begun, monkeypatch):
        booking = sample.ask(players["nadia"], 0)
        there = come_to(booking.table, booking.status)
        wanted = LATE & {name for name, step in booking.table.steps.items() if there & set(step.sources)}
        far = {goal: len(next(ways(booking.table, booking.status, goal))) for goal in wanted}

    for goal in sorted(
        wanted, key=lambda goal: (-far[goal], goal)
    ):  # what lies on the way of others is come to by them
        if goal not in seen:
            with playing(sample, players, begun, monkeypatch) as play:
                led = play.lead(sample.ask(players["nadia"], 0), goal)
                unseen += [] if led and goal in steps_taken() else [goal]
                seen |= steps_taken()

    assert unseen == []
    assert len(wanted) > 10 or booking.status == KEPT  # who comes by without a time has no time to move or to miss


def come_to(table, status) -> set[str]:
    """The states that can be come to from this one, guards apart."""
    found, ahead = set(), {status}
    while ahead - found:
        found |= ahead
        ahead = {step.target for step in table.steps.values() if found & set(step.sources)}
    return found


class Lives(RuleBasedStateMachine):
    """One offer, two who book, a desk, a worker, an operator, and the clock. What a run writes is rolled back."""

    def __init__(self, game, taken: set[str]) -> None:
        super().__init__()
        self.game, self.taken = game, taken
        self.play: Play = game.__enter__()

    def teardown(self) -> None:
        try:
            self.taken |= self.play.everything_ends()
        finally:
            self.game.__exit__(None, None, None)

    # --- what may happen ----------------------------------------------------------------------------------------
    @initialize(turn=st.integers(0, 5), goal=st.none() | st.integers(0, 60))
    def somebody_asks(self, turn: int, goal: int | None) -> None:
        booking = self.play.sample.ask(self.play.cast["nadia"], turn)
        if goal is not None:
            self.strive(booking, goal)

    @rule(who=st.sampled_from(["nadia", "dora"]), turn=st.integers(0, 5))
    def ask(self, who: str, turn: int) -> None:
        self.play.try_(lambda: self.play.sample.ask(self.play.cast[who], turn))

    @rule(pick=st.integers(0, 20), who=st.sampled_from(WHO), twin=st.booleans(), which=st.integers(0, 30))
    def step(self, pick: int, who: str, twin: bool, which: int) -> None:
        """Somebody, or the operator for her: then both names are kept."""
        booking, user = self.one(pick), self.play.cast[who]
        actor = Actor(self.play.cast["olga"], user) if twin else Actor(user)
        names = sorted(steps_open(booking, actor))
        assert not twin or who == "olga" or names == sorted(steps_open(booking, Actor(user)))
        if names and self.play.take(booking, names[which % len(names)], actor, which):
            change = booking.changes.filter(roles__overlap=sorted(actor.roles(booking))).order_by("-pk").first()
            assert change is None or (change.actor, change.acting_for) == (actor.user, actor.acting_for)

    @rule(pick=st.integers(0, 20), goal=st.integers(0, 60))
    def somebody_strives_for(self, pick: int, goal: int) -> None:
        """Everybody does what leads to this step, so that games get past the yes."""
        self.strive(self.one(pick), goal)

    @rule(pick=st.integers(0, 20), who=st.sampled_from(WHO), which=st.integers(0, 60))
    def what_is_not_open_is_refused(self, pick: int, who: str, which: int) -> None:
        booking, actor = self.one(pick), Actor(self.play.cast[who])
        closed = sorted(set(booking.table.steps) - set(steps_open(booking, actor)))
        before = booking.last_change_id
        with pytest.raises(Refused), transaction.atomic():
            take(booking, closed[which % len(closed)], actor, {})
        assert Booking.objects.get(pk=booking.pk).last_change_id == before

    @rule(hours=st.sampled_from([1, 6, 13, 30, 100]))
    def time_passes(self, hours: int) -> None:
        self.play.goes_on(self.play.now + timedelta(hours=hours))

    @rule(pick=st.integers(0, 20), moment=st.sampled_from([BEFORE, AMID, AFTER]))
    def its_hour_comes(self, pick: int, moment: str) -> None:
        self.play.goes_on(moment_of(self.one(pick), moment))

    @precondition(lambda self: hasattr(self.play.sample, "change_date"))
    @rule(turn=st.integers(0, 7))
    def a_date_changes(self, turn: int) -> None:
        self.play.try_(lambda: self.play.sample.change_date(self.play.cast["elena"], turn))

    @precondition(lambda self: hasattr(self.play.sample, "ask_series") and Series.objects.count() < SERIES)
    @rule(turn=st.integers(0, 5))
    def ask_every_week(self, turn: int) -> None:
        self.play.try_(lambda: self.play.sample.ask_series(self.play.cast["nadia"], turn))

    @precondition(lambda self: Series.objects.exists())
    @rule(who=st.sampled_from(["nadia", "elena"]), reach=st.sampled_from(plans.REACHES), deed=st.integers(0, 2))
    def several_dates_at_once(self, who: str, reach: str, deed: int) -> None:
        series, actor = Series.objects.latest("pk"), Actor(self.play.cast[who])
        on = series.first + timedelta(weeks=1)
        deeds = (
            lambda: plans.take_each(series, "accept", actor, reach, on),
            lambda: plans.out_of(series, actor, reach, on, {"reason": "Ill.", "cause": "other"}),
            lambda: plans.move(series, actor, reach, on, series.at.replace(hour=15), 120),
        )
        self.play.try_(deeds[deed])

    # --- what must hold -----------------------------------------------------------------------------------------
    @invariant()
    def all_is_well(self) -> None:
        self.play.all_is_well()

    def strive(self, booking: Booking, goal: int) -> None:
        """For one of those that its kind has: of most there are few among all."""
        goals = sorted((LATE | FAR) & set(booking.table.steps))
        self.play.lead(booking, goals[goal % len(goals)])

    def one(self, pick: int) -> Booking:
        found = list(Booking.objects.order_by("pk"))
        return found[pick % len(found)]
